"""Uploaded pictures: which files are accepted, and how they are cleaned, without decoding a single pixel."""
