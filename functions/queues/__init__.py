"""Functions that carry out messages of a queue."""
