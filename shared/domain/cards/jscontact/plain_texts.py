"""Lists of plain texts that JSContact has as objects by id: nicknames, and the languages that somebody speaks.

The entries are kept as they came if they say more than their texts, and go on belonging to these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.cards.jscontact.entries import by_preference, entry_ids
from shared.domain.cards.jscontact.residue import object_in, residue
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.cards.names import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shared.domain.cards.card import Card
    from shared.domain.contacts.details import ContactDetails
    from shared.domain.contacts.documents import Members


def texts_in(entries: Mapping[str, Members], member: str) -> list[str]:
    """Return the texts of entries, the most preferred first; each once."""
    texts = [entry.get(member) for _, entry in by_preference(entries)]
    return list(dict.fromkeys(text for text in texts if isinstance(text, str) and text))


def entries_for(texts: Sequence[str], kept: Mapping[str, Any], member: str) -> dict[str, Members]:
    """Return entries with these texts, and as far as they have been kept, with their ids and other members."""
    left = [(each, entry) for each, entry in kept.items() if isinstance(entry, dict)]
    chosen: list[tuple[str, Members]] = []
    for text in texts:
        found = next((each for each in left if each[1].get(member) == text), ("", {member: text}))
        left = [each for each in left if each is not found]
        chosen.append(found)
    chosen += [each for each in left if each[1].get(member, "") in ("", *texts)]  # the same once more, or nothing
    ids = entry_ids([each for each, _ in chosen])
    entries = {each: entry for each, (_, entry) in zip(ids, chosen, strict=True)}
    if texts_in(entries, member) == list(texts):
        return entries
    return {each: {name: value for name, value in entry.items() if name != "pref"} for each, entry in entries.items()}


def _section(
    name: str,
    member: str,
    found: Callable[[list[str]], Mapping[str, Any]],
    texts_of: Callable[[ContactDetails], Sequence[str]],
) -> Section:
    def read(card: Members) -> Found:
        texts = texts_in(card[name], member)
        kept = card[name] if residue(card[name], entries_for(texts, {}, member)) else {}
        return Found(details=found(texts), extra=without_empty({name: kept}))

    def write(card: Card) -> dict[str, Any]:
        entries = entries_for(texts_of(card.details), object_in(card.details.extra, name), member)
        return without_empty({name: entries})

    return Section(takes=(name,), read=read, write=write)


NICKNAMES = _section(
    "nicknames",
    "name",
    lambda texts: {"nickname": texts[0], "nicknames": tuple(texts[1:] and texts)} if texts else {},
    lambda details: values_of(details, "nickname"),
)
LANGUAGES = _section(
    "preferredLanguages",
    "language",
    lambda texts: {"languages": tuple(texts)},
    lambda details: list(dict.fromkeys(details.languages)),
)
