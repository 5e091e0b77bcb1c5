"""What a search costs and finds, compared with SQLite's full-text search and with reading the whole book."""
