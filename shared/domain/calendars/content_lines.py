"""Content lines of iCalendar (RFC 5545 sections 3.1 and 3.3.11)."""

from __future__ import annotations

MAX_OCTETS = 75
END = "\r\n"
_CONTINUED = f"{END} "


def text_line(name: str, text: str) -> str:
    """Return the line, or folded lines, of a property whose value is a text, with the end of the line."""
    if not text.isalnum():
        text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        text = "\\n".join(text.splitlines())
    return folded(f"{name}:{text}")


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets of UTF-8, none of which cuts a character, with the end of the line.

    Lone surrogates, which UTF-8 cannot hold, become question marks.
    """
    if len(line) <= MAX_OCTETS and line.isascii():
        return line + END
    octets = line.encode(errors="replace")
    pieces, start, room = [], 0, MAX_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, MAX_OCTETS - 1
    pieces.append(octets[start:])
    return _CONTINUED.join([piece.decode() for piece in pieces]) + END
