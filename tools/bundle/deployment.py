"""The stamp by which an artifact differs for every deployment configuration."""

from __future__ import annotations

import hashlib
from pathlib import Path

STAMP = "deployment.sha256"
_SOURCES = ("template.yaml", "samconfig.toml")


def stamp_template_digest(root: Path, artifact: Path) -> None:
    """Write a digest of the template and of its parameters into an artifact.

    For a function with an alias, SAM publishes a new version when its code or its part of the template changes, but not
    when only the value of a parameter does: https://github.com/aws/serverless-application-model/issues/3820. The digest
    changes the code in that case, too, so no alias keeps pointing to a version with an outdated environment.
    """
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(hashlib.sha256((root / name).read_bytes()).digest())
    (artifact / STAMP).write_text(f"{digest.hexdigest()}\n", encoding="ascii")
