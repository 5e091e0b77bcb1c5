"""One card of a file on its way: read, made a contact, stored, and written again in its own version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shared.domain.cards.decoding import TextLines
from shared.domain.cards.fitting import card_of_contact, to_draft
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.reading.splitting import raw_cards
from shared.domain.cards.writing.profiles import APPLE, OLD_PHONES, STANDARD
from shared.domain.cards.writing.writer import write_card
from shared.domain.contacts.documents import Document, encode, from_document, to_document
from shared.domain.contacts.rules import has_content
from tests.corpus.accounting import lost_words
from tests.corpus.comparing import changed_members

if TYPE_CHECKING:
    from shared.domain.cards.card import Card, Notice, ReadCard
    from shared.domain.cards.reading.splitting import RawCard
    from shared.domain.cards.writing.profiles import Profile

_ENDINGS = frozenset({".vcf", ".vcard", ".vcf_", ".contact", ".txt", ""})
_BEGINNING = b"BEGIN:VCARD"
_NOW = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedCard:
    """What became of a card.

    ``lost`` has what is no longer there, and nothing has said so; ``named`` what a notice says a contact has no room
    for. A card with nothing to show is no contact, and goes from card to card.
    """

    line: int
    properties: int
    warnings: Sequence[Notice]
    named: Sequence[str]
    lost: Sequence[str]
    is_contact: bool


def files_with_cards(folder: Path) -> Iterator[Path]:
    """Yield the files of vCards in a folder and those below it, whatever their names end in; or the file itself."""
    if folder.is_file():
        yield folder
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (path.suffix.lower() == ".vcf" or _has_cards(path)):
            yield path


def _has_cards(path: Path) -> bool:
    if path.suffix.lower() not in _ENDINGS:
        return False
    with path.open("rb") as file:
        return _BEGINNING in file.read(4096).replace(b"\0", b"").upper()


def passed_cards(content: bytes) -> Iterator[PassedCard]:
    """Yield what becomes of each card in a file."""
    for raw, read in zip(raw_cards(TextLines(content)), read_vcards(content), strict=True):
        yield _passed(raw, read)


def _passed(raw: RawCard, read: ReadCard) -> PassedCard:
    contact, notices = _through_a_contact(read.card)
    written = write_card(contact, _own_profile(raw))
    (again,) = read_vcards(written.text.encode())
    unsaid = [*lost_words(raw.properties, again.card)]
    changes = changed_members(contact, again.card, written.notices)
    changed = [f"{name}: {before!r} became {after!r}" for name, (before, after) in changes.items()]
    return PassedCard(
        line=read.line,
        properties=len(raw.properties),
        warnings=read.notices,
        named=[notice.text for notice in notices] + (unsaid if notices else []),
        lost=[] if notices else unsaid + changed,  # what had no room is a property again, and comes back as such
        is_contact=has_content(to_document(read.card.details).members),
    )


def _through_a_contact(card: Card) -> tuple[Card, Sequence[Notice]]:
    """Return what a card is after it was stored as a contact, and what that had no room for.

    What a card says of itself, product and times, is replaced by what ours say; the picture goes to another service.
    """
    if not has_content(to_document(card.details).members):
        return card, ()
    draft, notices = to_draft(card)
    text = encode(to_document(draft.details).members)
    stored = from_document(Document(json.loads(text), text))
    back = card_of_contact(stored, draft.tags, uid=card.uid, created_at=_NOW, updated_at=_NOW)
    return replace(card, details=back.details, tags=back.tags, uid=back.uid), notices


def _own_profile(raw: RawCard) -> Profile:
    if raw.version == "2.1" or (raw.looks_old and not raw.version):
        return OLD_PHONES
    return STANDARD if raw.version == "4.0" else APPLE
