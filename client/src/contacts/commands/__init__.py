"""One module per command. Each has ``run``, which returns the exit code."""
