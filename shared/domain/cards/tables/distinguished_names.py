"""The names of LDIF records, ``cn=Ann Example,mail=ann@example.com`` (RFC 4514)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPECIAL = re.compile(r'([\\,+"<>;=])')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PART = re.compile(r"\s*([a-z0-9.\-]+)\s*=((?:[^,\\]|\\.)*)(?:,|\Z)", re.IGNORECASE | re.DOTALL)


def comparable(name: str) -> str:
    """Return a name as it is compared: without blanks around its commas."""
    return ",".join([part.strip() for part in name.split(",")])


def parts_of_dn(name: str) -> Mapping[str, str]:
    """Return the parts of a name by their attributes in lower case, the first of each."""
    parts: dict[str, str] = {}
    for attribute, value in _PART.findall(name):
        parts.setdefault(attribute.lower(), _ESCAPED.sub(r"\1", value).strip())
    return parts


def distinguished_name(**parts: str) -> str:
    """Return the name that has these parts, without those that are empty."""
    return ",".join([f"{name}={_escaped(value)}" for name, value in parts.items() if value])


def _escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(value.split()))
