"""A tiny, well-behaved generator: the smallest plugin that passes check-plugin."""
