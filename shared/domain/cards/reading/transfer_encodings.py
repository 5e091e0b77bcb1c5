"""Values that were encoded to pass through mail: quoted-printable and base64."""

from __future__ import annotations

import binascii
import re
from contextlib import suppress

from shared.domain.cards.charsets import charset_named

FALLBACK = "cp1252"

_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_MIN_BASE64 = 8


def from_quoted_printable(value: str, charset: str) -> tuple[str, str]:
    """Return a raw value on one line, and the charset that it was in if that is neither UTF-8 nor the given one."""
    octets = binascii.a2b_qp(value.encode(errors="surrogatepass"))
    named = charset_named(charset) if charset else ""
    for each in filter(None, (named, "utf-8")):
        try:
            return _on_one_line(octets.decode(each)), ""
        except UnicodeDecodeError:
            continue
    return _on_one_line(octets.decode(FALLBACK, errors="replace")), FALLBACK


def from_base64(value: str) -> bytes | None:
    """Return the bytes that a value stands for, whatever signs and blanks are between; None if it is no base64."""
    if len(value) >= _MIN_BASE64:
        with suppress(ValueError):  # true of most
            return binascii.a2b_base64(value, strict_mode=True)
    value = value.partition("=")[0]
    if not value.isascii() or not value.isalnum():
        value = _NO_BASE64.sub("", value.replace("-", "+").replace("_", "/"))
    if len(value) < _MIN_BASE64:
        return None
    if len(value) % 4 == 1:
        value = value[:-1]
    return binascii.a2b_base64(value + "=" * (-len(value) % 4))


def _on_one_line(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\\n") if "\n" in text else text
