"""Content lines, put together from the lines that they were folded into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shared.domain.cards.decoding import MAX_LINE_LENGTH
from shared.domain.cards.texts import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTINUED = frozenset({"", " ", "\t"})
"""How lines begin that begin no content line."""
_SOFT_ENDS = frozenset({"=", " ", "\t"})
_QUOTED = "QUOTED-PRINTABLE"
_MAX_HEAD = 1_000
_EDGE = re.compile(r"(BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_FOLDED_CARD = re.compile(r"(?:[^:;]+\.)?AGENT[^:]*:BEGIN:VCARD\s*", re.IGNORECASE)


def unfolded(lines: Iterable[str], first_number: int = 1) -> Iterator[tuple[int, str]]:
    """Yield every content line with the number of its first line, without empty ones.

    A line that begins with a blank goes on with the one before it, and so does any line after a soft line break of
    quoted-printable, whatever it begins with. Each piece is looked at once, so the time is linear in the input.
    """
    start, pieces, length, is_soft = 0, [""], 0, False
    for number, line in enumerate(lines, first_number):
        if line[:1] not in CONTINUED and not is_soft:  # true of most
            if start:
                yield start, pieces[0] if len(pieces) == 1 else _joined(pieces)
            start, pieces, length = number, [line], 0
            is_soft = line[-1] in _SOFT_ENDS and _ends_softly(pieces)
            continue
        if is_soft and _EDGE.fullmatch(line):
            yield start, _joined(pieces)
            start, pieces, length, is_soft = number, [line], 0, False
        elif line or is_soft:
            start = start or number
            piece = line if is_soft else line[1:]
            length += len(piece)
            if length <= MAX_LINE_LENGTH:
                pieces.append(piece)
                is_soft = piece[-1:] in _SOFT_ENDS and _ends_softly(pieces)
    if start:
        yield start, _joined(pieces)


def _ends_softly(pieces: list[str]) -> bool:
    """Return whether a line ends in a soft line break, which is taken off."""
    last = pieces[-1].rstrip(" \t")
    if not last.endswith("=") or _QUOTED not in pieces[0][:_MAX_HEAD].partition(":")[0].upper():
        return False
    pieces[-1] = last[:-1]
    return True


def _joined(pieces: list[str]) -> str:
    """Return the content line. A card that has been folded into the value of AGENT becomes its text, line by line."""
    if len(pieces) == 1:
        return pieces[0]
    if _FOLDED_CARD.fullmatch(pieces[0]):
        head, colon, begin = pieces[0].partition(":")
        return head + colon + escaped("\n".join([begin, *pieces[1:]]))
    return "".join(pieces)
