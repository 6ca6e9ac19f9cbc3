"""Which notes: plugins found, run in a worker process, and checked."""
