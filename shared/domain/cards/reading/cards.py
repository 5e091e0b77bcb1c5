"""Cards from vCard: files of them, and the properties of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.bookmarks import Bookmark
from shared.domain.cards.card import VCARD_PARAMETERS, VCARD_PROPERTIES, Card, ReadCard
from shared.domain.cards.decoding import TextLines
from shared.domain.cards.reading.about import finish_languages
from shared.domain.cards.reading.alternatives import read_alternatives, separated
from shared.domain.cards.reading.builder import LABEL, CardBuilder
from shared.domain.cards.reading.extensions import EARLIER_NAMES, finish_patches
from shared.domain.cards.reading.names import finish_formatted_name, finish_nicknames
from shared.domain.cards.reading.notices import Notices, shown
from shared.domain.cards.reading.organizations import finish_organizations
from shared.domain.cards.reading.places import finish_addresses, finish_positions
from shared.domain.cards.reading.splitting import raw_cards
from shared.domain.cards.reading.table import HANDLERS
from shared.domain.cards.reading.transfer_encodings import from_base64
from shared.domain.cards.texts import escaped
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.members import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.decoding import Source
    from shared.domain.cards.reading.alternatives import Alternative
    from shared.domain.cards.reading.splitting import RawCard

_FINISHED: Sequence[tuple[str, Callable[[CardBuilder], None]]] = (
    ("nicknames", finish_nicknames),
    ("positions", finish_organizations),
    ("delivery_labels", finish_addresses),
    ("located", finish_positions),
    ("spoken", finish_languages),
    ("patches", finish_patches),
)
"""What is collected while a card is read, and what makes members of it when all is known."""
_VERSIONS = frozenset({"2.1", "3.0", "4.0"})


def read_vcards(source: Source, *, fallback: str = "cp1252", bookmark: Bookmark | None = None) -> Iterator[ReadCard]:
    """Yield the cards in a file of vCards in any versions, each as soon as it is read. Never raises for what is in it.

    Whatever is odd becomes a notice about its card. A line that is no UTF-8 and does not say what it is, is taken to be
    in the charset ``fallback``. Needs memory for a card and a chunk of the file.
    """
    bookmark = bookmark or Bookmark()
    lines = TextLines(source, fallback=fallback, start=bookmark.place)
    for raw in raw_cards(lines, lines.first_number):
        while lines.mended and lines.mended[0].line <= raw.end:
            mended = lines.mended.popleft()
            raw.notices.add(mended.line, "mended_line", f"This line {mended.what}.")
        bookmark.place = lines.place(raw.next)
        yield _read(raw)


def _read(raw: RawCard) -> ReadCard:
    if raw.version not in _VERSIONS:
        text = f"{shown(raw.version)} is no version of vCard." if raw.version else "The card has no VERSION."
        raw.notices.add(raw.line, "wrong_version" if raw.version else "no_version", text)
    version = raw.version or ("2.1" if raw.looks_old else "3.0")
    return card_of(raw.properties, version, line=raw.line, notices=raw.notices)


def card_of(
    properties: Iterable[Property], version: str = "4.0", *, line: int = 0, notices: Notices | None = None
) -> ReadCard:
    """Return the card that these properties make, whatever format they come from; ``version`` is that of vCard.

    BEGIN, END and VERSION are ignored. What has no place in the details is kept in their ``extra``.
    """
    notices = notices if notices is not None else Notices()
    every = [each if each.name in HANDLERS else _usual(each, notices) for each in properties]
    card = CardBuilder(every, version, notices)
    alternatives: Sequence[Alternative] = ()
    if [each for each in every if each.parameters and "ALTID" in each.parameters]:
        every, alternatives = separated(every)
    for prop in every:
        read = HANDLERS.get(prop.name)
        if read is None or "ENCODING" in prop.parameters:
            _read_unusual(card, prop)
        else:
            read(card, prop)
    _finish(card, alternatives)
    return ReadCard(card=_built(card), line=line, notices=tuple(card.notices.kept))


def _finish(card: CardBuilder, alternatives: Sequence[Alternative]) -> None:
    """Make members of what was collected, and keep the labels that nothing has taken."""
    for collected, finish in _FINISHED:
        if getattr(card, collected):
            finish(card)
    if alternatives:
        read_alternatives(card, alternatives)
    for prop in card.labels:
        if not card.is_labelled(prop):
            card.keep(prop)


def _usual(prop: Property, notices: Notices) -> Property:
    """Return a property with the name that a program meant.

    KContacts writes X-N-N for X-N, and vcf X-AB-LABEL for X-ABLabel.
    """
    if not prop.name.startswith("X-"):
        return prop
    rest = prop.name.removeprefix("X-")
    half = len(rest) // 2
    name = f"X-{rest[:half]}" if rest[half : half + 1] == "-" and rest[:half] == rest[half + 1 :] else prop.name
    if name.startswith("X-AB-"):
        name = "X-AB" + name[len("X-AB-") :].replace("-", "")
    if name == prop.name:
        return prop
    notices.add(prop.line, "renamed", f"{shown(prop.name)} was read as {shown(name)}.")
    return replace(prop, name=name)


def _read_unusual(card: CardBuilder, prop: Property) -> None:
    """Read a property whose name is that of an earlier version, or nobody's, or whose value is encoded."""
    name = EARLIER_NAMES.get(prop.name, prop.name)
    if name != prop.name:
        prop = replace(prop, name=name)
    if name == LABEL:
        card.labels.append(prop)
    elif name not in HANDLERS:
        card.keep(prop)
    else:
        HANDLERS[name](card, _with_text(prop) if name != "PHOTO" and "ENCODING" in prop.parameters else prop)


def _with_text(prop: Property) -> Property:
    """Return a property whose text is in base64 as one with the text itself."""
    data = from_base64(prop.value)
    try:
        text = data.decode() if data else ""
    except UnicodeDecodeError:
        return prop
    parameters = {name: values for name, values in prop.parameters.items() if name != "ENCODING"}
    return replace(prop, value=escaped(text), parameters=parameters) if text else prop


def _built(card: CardBuilder) -> Card:
    members = card.members
    for name, values in card.lists.items():
        if name in card.preferred:
            values.sort(key=lambda each: each[0])
        members[name] = tuple([value for _, value in values])
    if card.localizations:
        members["localizations"] = card.localizations
    finish_formatted_name(card)
    extra: dict[str, Any] = card.json
    if card.kept:
        extra[VCARD_PROPERTIES] = card.kept
    if card.parameters:
        extra[VCARD_PARAMETERS] = card.parameters
    members["extra"] = extra
    about_card = {
        "details": made(ContactDetails, members),
        "tags": tuple(dict.fromkeys(card.tags)),
        "uid": card.uid,
        "product_id": card.product_id,
        "created_at": card.created_at,
        "updated_at": card.updated_at,
        "picture": card.picture,
    }
    return made(Card, about_card)
