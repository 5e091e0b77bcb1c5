"""A small format of contacts: a card of JSON on each line."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared.domain.cards.bookmarks import Bookmark
from shared.domain.cards.card import Card, Notice, Picture, ReadCard
from shared.domain.cards.decoding import TextLines
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, Phone, TextValue
from shared.domain.contacts.rules import checked
from shared.domain.imports import ImportOptions
from shared.services.exchange.readers import File, Survey

LINES = "lines"


class LineFormats:
    """A formats.Registry with one format."""

    def knows(self, name: str) -> bool:
        return name == LINES

    def find(self, head: bytes, media_type: str = "") -> str:
        return LINES if head.lstrip().startswith(b"{") or media_type == "text/lines" else ""

    def check(self, options: ImportOptions) -> None:
        """There are no tables."""

    def survey(self, name: str, file: File, options: ImportOptions) -> Survey:
        assert name == LINES
        return Survey(rows=sum(1 for _ in TextLines(file)))

    def read(self, name: str, file: File, needed: Any, bookmark: Bookmark) -> Iterator[ReadCard]:
        assert name == LINES
        return self.cards(file, bookmark)

    def cards(self, file: File, bookmark: Bookmark) -> Iterator[ReadCard]:
        lines = TextLines(file, start=bookmark.place)
        for number, line in enumerate(lines, lines.first_number):
            bookmark.place = lines.place(number + 1)
            yield read_line(number, line)


def read_line(number: int, line: str) -> ReadCard:
    """Return the card of a line; ``email`` and ``phone`` are short for lists of one, ``picture`` is in base64."""
    members = json.loads(line)
    uid, tags = members.pop("uid", ""), tuple(members.pop("tags", ()))
    notices = tuple(Notice(line=number, code="odd", text=text) for text in members.pop("notices", ()))
    data = b64decode(members.pop("picture", ""))
    picture = Picture(media_type="image/png", data=data) if data else None
    if email := members.pop("email", None):
        members["emails"] = (TextValue(value=email),)
    if urls := members.pop("urls", None):
        members["urls"] = tuple(TextValue(**url) for url in urls)
    if phone := members.pop("phone", None):
        members["phones"] = (Phone(value=phone),)
    card = Card(details=ContactDetails(**members), uid=uid, tags=tags, picture=picture)
    return ReadCard(card=card, line=number, notices=notices)


def fit(card: Card) -> tuple[ContactDraft, Sequence[Notice]]:
    """Return the draft of a card, with the uid where contacts keep those of other programs."""
    extra = {**card.details.extra, "uid": card.uid} if card.uid else card.details.extra
    return checked(ContactDraft(details=replace(card.details, extra=extra), tags=card.tags)), ()


def file_of(cards: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a file of these cards."""
    return b"".join(json.dumps(card).encode() + b"\n" for card in cards)
