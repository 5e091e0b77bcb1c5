"""Endpoints of the book as a whole."""
