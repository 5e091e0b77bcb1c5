"""The check of a book: everything in it that is derived is compared with what it is derived from."""
