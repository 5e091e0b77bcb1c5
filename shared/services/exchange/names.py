"""The names of files of imports and exports. They begin with what they are: a rule can be made for all of a kind."""

from __future__ import annotations


def upload_name(upload_id: str) -> str:
    """Return the name of a file that somebody brings."""
    return f"uploads/{upload_id}"


def rows_prefix(import_id: str) -> str:
    """Return how the names of the files begin that say what became of the rows of an import."""
    return f"rows/{import_id}/"


def export_name(export_id: str) -> str:
    """Return the name of a file that was made for somebody."""
    return f"exports/{export_id}"


def piece_name(export_id: str, start: str, end: str) -> str:
    """Return the name of a piece of such a file: from after the contact with one id to another one."""
    return f"pieces/{export_id}/{start}-{end}"


def account_piece_name(export_id: str, number: int, digest: str) -> str:
    """Return the name of a piece of the archive of an account, by what tells it from another one at its place."""
    return f"pieces/{export_id}/{number:05}-{digest}"
