"""The names of the files of imports. They begin with what they are, so that one rule can be made for all of a kind."""

from __future__ import annotations


def upload_name(upload_id: str) -> str:
    """Return the name of a file that somebody brings."""
    return f"uploads/{upload_id}"


def rows_prefix(import_id: str) -> str:
    """Return how the names of the files begin that say what became of the rows of an import."""
    return f"rows/{import_id}/"
