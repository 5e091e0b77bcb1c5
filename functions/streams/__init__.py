"""Functions that follow changes in a table, through its stream."""
