"""What lock files pin: packages, their versions, and the hashes of the files that may be installed (pip's format)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PACKAGE = re.compile(
    r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+).*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedPackage:
    """A package, the version that a lock file names, and the SHA-256 hashes (hex) of its files, sorted."""

    name: str
    version: str
    hashes: tuple[str, ...]


def locked_packages(text: str) -> Iterator[LockedPackage]:
    """Yield the packages of a lock file in its order; one that depends on the platform may occur several times."""
    for entry in _PACKAGE.finditer(text):
        hashes = tuple(sorted(_HASH.findall(entry[0])))
        yield LockedPackage(name=normal_name(entry[1]), version=entry[2], hashes=hashes)


def normal_name(name: str) -> str:
    """Return a package's name as package URLs and indexes write it.

    https://packaging.python.org/en/latest/specifications/name-normalization/
    """
    return re.sub(r"[-_.]+", "-", name).lower()
