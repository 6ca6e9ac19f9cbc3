"""Genre Studio from the command line, without Qt: one file a command."""
