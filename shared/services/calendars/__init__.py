"""Use cases of calendar feeds."""
