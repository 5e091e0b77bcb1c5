"""Charsets: the names that files have for them, and the one that stands for those without a name."""

from __future__ import annotations

import codecs
import re

WINDOWS = "cp1252"
_CHARSET = re.compile(rb'CHARSET="?([A-Za-z0-9._-]{3,20})', re.IGNORECASE)
_TEXT_CHARSETS = (
    "utf", "iso", "windows", "cp", "koi8", "shift", "sjis", "euc", "gb", "big5", "us-ascii", "latin", "mac",
)  # fmt: skip


def charset_named(name: str) -> str:
    """Return the name of a charset if Python can read text in it, else an empty one."""
    if not name.lower().startswith(_TEXT_CHARSETS):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def charset_of(line: bytes) -> str:
    """Return the charset that a line names, as vCard 2.1 does, unless it is UTF-8; empty without one."""
    named = _CHARSET.search(line, 0, 1_000)
    charset = charset_named(named[1].decode()) if named else ""
    return "" if charset.startswith("utf") else charset


def as_windows(line: bytes) -> str:
    """Decode a line as Windows-1252, and its five bytes that are no character there as browsers do (WHATWG)."""
    try:
        return line.decode(WINDOWS)
    except UnicodeDecodeError:
        return "".join([bytes([byte]).decode(WINDOWS, "ignore") or chr(byte) for byte in line])
