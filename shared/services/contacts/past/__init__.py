"""A book as it was: reading it, and taking it there."""
