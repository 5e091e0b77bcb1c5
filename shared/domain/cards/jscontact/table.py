"""All sections of a card, in the order in which they are read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.cards.jscontact.about import HEAD, NOTES, SPEECH
from shared.domain.cards.jscontact.addresses import ADDRESSES
from shared.domain.cards.jscontact.anniversaries import ANNIVERSARIES
from shared.domain.cards.jscontact.media import MEDIA
from shared.domain.cards.jscontact.naming import NAME
from shared.domain.cards.jscontact.organizations import ORGANIZATIONS
from shared.domain.cards.jscontact.plain_texts import LANGUAGES, NICKNAMES
from shared.domain.cards.jscontact.relations import RELATIONS
from shared.domain.cards.jscontact.residue import object_in
from shared.domain.cards.jscontact.resources import RESOURCES
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.cards.jscontact.values import LISTS

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.contacts.documents import Members


def _of_list(name: str) -> Section:
    ours, form = LISTS[name]

    def read(card: Members) -> Found:
        values, others = form.values_of(card[name])
        return Found(details={ours: tuple(values)}, extra=without_empty({name: others}))

    def write(card: Card) -> dict[str, Any]:
        kept = object_in(card.details.extra, name)
        entries = form.entries_of(getattr(card.details, ours), kept)
        return without_empty({name: {**entries, **kept}})

    return Section(takes=(name,), read=read, write=write)


def _kept(name: str) -> Section:
    """Return the section of a member that a contact has nothing for."""
    return Section(
        takes=(name,),
        read=lambda card: Found(extra={name: card[name]}),
        write=lambda card: without_empty({name: object_in(card.details.extra, name)}),
    )


SECTIONS = (
    HEAD,
    NAME,
    NICKNAMES,
    ORGANIZATIONS,
    SPEECH,
    *map(_of_list, LISTS),
    LANGUAGES,
    ADDRESSES,
    RELATIONS,
    ANNIVERSARIES,
    NOTES,
    MEDIA,
    *map(_kept, RESOURCES),
)
BY_MEMBER = {name: section for section in SECTIONS for name in section.takes}
SAID_BY_SECTIONS = frozenset({"anniversary", "bday", "deathdate", "lang", "n", "nickname", "note", "photo", "pronouns"})
"""Properties of vCard whose parameters are kept for all of the card, and are said in the members of a section."""
