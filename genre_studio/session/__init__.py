"""The session file: everything that a composer would miss, committed gesture by gesture."""
