"""What has changed for a person, said in short lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contacts.pulling.cards import Property, properties

_TECHNICAL = frozenset({"BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "CREATED", "CLIENTPIDMAP"})
"""What programs write for each other, and often anew each time."""
_WORDS = {
    "FN": "name", "N": "parts of the name", "NICKNAME": "nickname", "ORG": "organization", "TITLE": "title",
    "ROLE": "role", "EMAIL": "e-mail", "TEL": "phone", "ADR": "address", "URL": "link", "BDAY": "birthday",
    "ANNIVERSARY": "anniversary", "NOTE": "notes", "CATEGORIES": "tags", "IMPP": "messenger", "RELATED": "relation",
}  # fmt: skip
_ORDER = {name: at for at, name in enumerate(_WORDS)}
_TOO_LARGE_TO_SHOW = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
MAX_SHOWN = 60


def differences(before: str, after: str) -> list[str]:
    """Return what is different in a card, such as ``phone: +1 202 555 0143 → +1 202 555 0144``.

    It is empty if nothing is that matters to people.
    """
    old, new = _content(before), _content(after)
    if old == new:
        return []
    names = sorted({each.name for each in [*old, *new]}, key=lambda name: (_ORDER.get(name, len(_ORDER)), name))
    return [line for name in names for line in _of_member(name, old, new)]


def _content(card: str) -> Counter[Property]:
    """Return the properties that matter, and how often each is there: their order does not."""
    return Counter(each for each in properties(card) if each.name not in _TECHNICAL)


def _of_member(name: str, old: Counter[Property], new: Counter[Property]) -> Iterator[str]:
    removed = [each for each in (old - new).elements() if each.name == name]
    added = [each for each in (new - old).elements() if each.name == name]
    if not removed and not added:
        return
    word = _WORDS.get(name, name.lower().removeprefix("x-"))
    if name in _TOO_LARGE_TO_SHOW:
        yield f"{word}: {'changed' if removed and added else 'new' if added else 'removed'}"
        return
    for gone, came in zip(removed, added, strict=False):
        yield f"{word}: {_shown(gone)} → {_shown(came)}"
    for came in added[len(removed) :]:
        yield f"{word}: + {_shown(came)}"
    for gone in removed[len(added) :]:
        yield f"{word}: - {_shown(gone)}"


def _shown(each: Property) -> str:
    value = " ".join(each.value.split())
    value = value if len(value) <= MAX_SHOWN else f"{value[: MAX_SHOWN - 1]}…"
    kinds = [kind for kind in each.kinds if kind not in {"pref", "voice", "internet"}]
    return f"{value} ({', '.join(kinds)})" if kinds else value
