"""The names of files of imports and exports. They begin with what they are: a rule can be made for all of a kind."""

from __future__ import annotations

GATHERED = "gathered"
"""In the place of a digest: the files about an account, which a request has made. The worker reads no accounts."""
PROFILE = "profile.json"
"""One of these files."""
AVATAR_URL = "avatar_url"
"""In the profile: where the avatar is, if there is one."""


def upload_name(upload_id: str) -> str:
    """Return the name of a file that somebody brings."""
    return f"uploads/{upload_id}"


def survey_name(import_id: str) -> str:
    """Return the name of the file with what an import has found out about the whole file that it reads."""
    return f"pieces/{import_id}/survey"


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


def directory_name(export_id: str, parts: int) -> str:
    """Return the name of what the directory of an archive says of the files in so many parts of it."""
    return f"pieces/{export_id}/directory-{parts:05}"


def missing_pictures_name(export_id: str, digest: str) -> str:
    """Return the name of a list of pictures that an archive does not have."""
    return f"pieces/{export_id}/missing-{digest}"
