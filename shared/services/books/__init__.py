"""Access to a book, and the one way to write to it."""
