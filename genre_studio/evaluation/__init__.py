"""How good it is, in numbers."""
