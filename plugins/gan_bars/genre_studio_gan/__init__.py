"""Bars for a band, written by a generative adversarial network in the space of an autoencoder."""
