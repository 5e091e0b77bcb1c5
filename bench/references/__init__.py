"""The same job done in other ways, to compare with. Each is installed apart, from the locked list beside it."""
