"""Calendar feeds of a book: one function for each endpoint."""
