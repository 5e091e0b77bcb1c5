"""The preferences of a client (RFC 7240)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def preferences(header: str) -> Mapping[str, str]:
    """Return the values of the preferences in ``Prefer``, by their names in lower case; ``""`` for no value.

    Of several with one name, the first counts. Parameters are left out, and what has not the form of a preference does
    no harm: nobody has to do what a client prefers.
    """
    found: dict[str, str] = {}
    for element in _parts(header, ","):
        name, _, value = next(_parts(element, ";")).partition("=")
        if name.strip():
            found.setdefault(name.strip().lower(), _unquoted(value.strip()))
    return found


def _parts(text: str, separator: str) -> Iterator[str]:
    """Yield what is between separators that are not part of a quoted string (RFC 9110 section 5.6.4)."""
    start = 0
    is_quoted = is_escaped = False
    for place, character in enumerate(text):
        if is_escaped or (is_quoted and character == "\\"):
            is_escaped = not is_escaped
        elif character == '"':
            is_quoted = not is_quoted
        elif character == separator and not is_quoted:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _unquoted(value: str) -> str:
    if not (len(value) > 1 and value[0] == value[-1] == '"'):
        return value
    characters = iter(value[1:-1])
    return "".join(next(characters, "") if character == "\\" else character for character in characters)
