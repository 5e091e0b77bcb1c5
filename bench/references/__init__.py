"""The same job done in other ways, for comparison. Each is installed separately, from the locked list beside it."""
