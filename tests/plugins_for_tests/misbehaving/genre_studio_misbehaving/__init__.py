"""Generators that fail, one way each."""
