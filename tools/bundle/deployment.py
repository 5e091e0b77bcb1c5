"""Stamps an artifact with the deployment that it is built for."""

from __future__ import annotations

import hashlib
from pathlib import Path

STAMP = "deployment.sha256"
_SOURCES = ("template.yaml", "samconfig.toml")


def stamp_template_digest(root: Path, artifact: Path) -> None:
    """Put a digest of the template and of its parameters into an artifact.

    SAM publishes a version of a function that has an alias when its code changes, or what the template says of it, but
    not when only the value of a parameter does: https://github.com/aws/serverless-application-model/issues/3820. With
    the digest in it the code is another one, so that no alias goes on with an environment of long ago.
    """
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(hashlib.sha256((root / name).read_bytes()).digest())
    (artifact / STAMP).write_text(f"{digest.hexdigest()}\n", encoding="ascii")
