"""A description that ends the program."""

import sys

sys.exit(3)
