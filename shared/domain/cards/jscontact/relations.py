"""``relatedTo`` of a card (RFC 9553 section 2.1.8): relations by what they lead to, a uid or a name.

There is one entry for each of these, so several relations to the same become one, with all their labels. They have no
ids, and lead to no contact of the book.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS
from shared.domain.cards.jscontact.residue import object_in, overlaid, residue, restored
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.contacts.details import Relation

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.contacts.documents import Members


def _relation(value: str, entry: Members) -> Relation:
    words = [word for word, said in object_in(entry, "relation").items() if said is True and word]
    primary = object_in(entry, VCARD_PARAMETERS).get("pref") == "1"
    label = words[0] if words else ""
    return Relation(value=value, label=label, kinds=tuple(words[1:]), primary=primary)


def _written(relation: Relation) -> dict[str, Any]:
    words = {word: True for word in (relation.label, *relation.kinds) if word}
    return without_empty({"relation": words, VCARD_PARAMETERS: {"pref": "1"} if relation.primary else {}})


def _read(card: Members) -> Found:
    relations = []
    for value, entry in card["relatedTo"].items():
        relation = _relation(value, entry)
        relations.append(replace(relation, extra=residue(entry, _written(relation))))
    return Found(details={"relations": tuple(relations)})


def _write(card: Card) -> dict[str, Any]:
    entries: dict[str, dict[str, Any]] = {}
    for relation in card.details.relations:
        written = _written(relation)
        said = _relation("", written)
        entry = restored(written, relation.extra, lambda whole, said=said: _relation("", whole) == said)  # type: ignore[misc]
        entries[relation.value] = overlaid(entries.get(relation.value, {}), entry)
    return without_empty({"relatedTo": entries})


RELATIONS = Section(takes=("relatedTo",), read=_read, write=_write)
