"""Texts in the values of properties: how they are escaped, and separated (RFC 6350 section 3.4)."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_USUAL_ESCAPES = (("\\,", ","), ("\\n", "\n"), ("\\;", ";"))
_PARTS = {sign: re.compile(rf"(?:^|{sign})((?:[^\\{sign}]++|\\.?)*+)", re.DOTALL) for sign in ";,"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Signs that no version of vCard has: control characters but for tab and line end, and halves of surrogate pairs."""


_PLAIN_PARAMETER = re.compile(r'[^\x00-\x1f\x7f",:;^\ud800-\udfff]*')


def is_plain_parameter(value: str) -> bool:
    """Return whether a value of a parameter can stand without quotation marks, and needs no encoding (RFC 6868)."""
    return _PLAIN_PARAMETER.fullmatch(value) is not None


def without_control_characters(text: str) -> str:
    """Return a text without signs that no version of vCard has."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def escaped(text: str, version: str = "4.0", *, alone: bool = False) -> str:
    """Return a text as a part of the value of a property. Line ends of all kinds are one sign in it.

    In 4.0, semicolons are signs like others in a text that is the value ``alone``, not one of several parts: programs
    that go by RFC 6350 show a backslash before them. vCard 2.1 has line ends in quoted-printable only, and no lists to
    separate by commas.
    """
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if ";" in text and not (alone and version == "4.0"):
        text = text.replace(";", "\\;")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if version == "2.1":
        return text
    if "," in text:
        text = text.replace(",", "\\,")
    if "\n" in text:
        text = text.replace("\n", "\\n")
    return text


def split(raw: str, separator: str) -> list[str]:
    """Return the parts of a raw value between separators that no backslash stands before."""
    return _PARTS[separator].findall(raw) if f"\\{separator}" in raw else raw.split(separator)


def unescaped(raw: str) -> str:
    """Return a raw text without its backslashes."""
    if "\\" in raw and "\\\\" not in raw:  # then no escape begins where another one ends, so their order is all one
        for escape, character in _USUAL_ESCAPES:
            raw = raw.replace(escape, character)
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], raw) if "\\" in raw else raw
