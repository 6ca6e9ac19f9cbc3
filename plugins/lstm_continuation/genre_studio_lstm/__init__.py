"""LSTM continuation: a generator plugin for Genre Studio."""
