"""Genre Studio: a companion beside the DAW that continues, writes and refills music in a genre."""

__version__ = "0.1.0"
