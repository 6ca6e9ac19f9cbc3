"""A small generator with all six abilities, each honoured by a rule that fits in a few lines."""
