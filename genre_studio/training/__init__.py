"""Weights: datasets, the training loop, checkpoints."""
