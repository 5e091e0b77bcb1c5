"""Where and how a contact matches a query, for people who wonder why it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from shared.domain.search.excerpts import excerpt
from shared.domain.search.fields import Field, fields_of
from shared.domain.search.matches import (
    Match,
    match_in_addresses,
    match_in_numbers,
    match_in_words,
    match_with_typos,
)
from shared.domain.search.phone_numbers import numbers_of, typed_words
from shared.domain.search.rows import COLUMNS, SPELLED
from shared.domain.search.words import addresses_in, joined_names, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.domain.search.query import Query
    from shared.domain.search.terms import Term
    from shared.domain.search.words import Romanize

_KINDS = {
    Match.EXACT: "exact",
    Match.PREFIX: "prefix",
    Match.INSIDE: "substring",
    Match.ONE_EDIT: "fuzzy",
    Match.TWO_EDITS: "fuzzy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMatch:
    """A text of a contact that matches a word of a query.

    ``path`` is the JSON pointer (RFC 6901) to it in the contact as clients see it. ``kind`` is ``exact``, ``prefix``
    (of a word), ``substring`` or ``fuzzy``. ``text`` is as stored, or the part of a long text around the match.
    """

    path: str
    kind: str
    text: str


def explain(contact: Contact, tags: Sequence[str], query: Query, romanize: Romanize) -> tuple[FieldMatch, ...]:
    """Return the texts of a contact that match a query, each once: for every word the one that matches best.

    ``tags`` are those of the contact as clients see them. There may be no such text: a contact may have changed since
    it was found.
    """
    texts = list(_texts_of(contact.document.members, tags, romanize))
    found: dict[str, tuple[Match, FieldMatch]] = {}
    for term in query.terms:
        for hit in _hits_of(term, texts):
            for field in hit.text.fields:
                if field.path not in found or hit.match < found[field.path][0]:
                    found[field.path] = hit.match, hit.shown(field)
    return tuple([shown for _, shown in found.values()])


class _Text(NamedTuple):
    """Something that is compared with terms, and the fields that it stands in."""

    fields: Sequence[Field]
    words: str
    addresses: Sequence[str] = ()
    numbers: Sequence[str] = ()

    def match(self, term: Term) -> Match | None:
        """Return how a term matches, typing errors left out."""
        found = (
            match_in_words(term.spellings, self.words),
            match_in_addresses(term.spellings, self.addresses),
            match_in_numbers(term.numbers, self.numbers),
        )
        return min([match for match in found if match is not None], default=None)


class _Hit(NamedTuple):
    """A text that a term matches."""

    text: _Text
    term: Term
    match: Match

    def shown(self, field: Field) -> FieldMatch:
        """Return the hit as people see it. Digits in the middle of a number are a part of it."""
        match = Match.INSIDE if self.text.numbers and self.match is Match.ONE_EDIT else self.match
        text = excerpt(field.text, self.term.spellings, is_word=match is Match.EXACT)
        return FieldMatch(path=field.path, kind=_KINDS[match], text=text)


def _texts_of(members: Members, tags: Sequence[str], romanize: Romanize) -> Iterator[_Text]:
    for field in fields_of(members):
        if field.searched == "email":
            addresses, words = addresses_in(field.text)
            yield _Text((field,), " ".join(words), addresses=addresses)
        elif field.searched == "phone":
            phones = [members["phones"][field.place[1]]]
            words = [word for text in typed_words(phones) for word in words_of(text)]
            yield _Text((field,), " ".join(words), numbers=numbers_of(phones))
        else:
            is_spelled = COLUMNS[field.searched] in SPELLED
            yield _Text((field,), " ".join(words_of(field.text, romanize if is_spelled else None)))
    for at, tag in enumerate(tags):
        yield _Text((Field("other", tag, ("tags", at)),), " ".join(words_of(tag, romanize)))
    last, first = members.get("last_name", ""), members.get("first_name", "")
    if joined := joined_names(last, first, romanize):
        names = (Field("other", last, ("last_name",)), Field("other", first, ("first_name",)))
        yield _Text(names, " ".join(joined))


def _hits_of(term: Term, texts: Sequence[_Text]) -> Sequence[_Hit]:
    """Return the text that a term matches best, or those of its parts if they match better; none if nothing matches."""
    hit = _best(term, texts)
    of_parts = [hits[0] for part in term.parts if (hits := _hits_of(part, texts))]
    if len(of_parts) == len(term.parts) > 0 and (hit is None or max(each.match for each in of_parts) < hit.match):
        return of_parts
    return [hit] if hit else []


def _best(term: Term, texts: Sequence[_Text]) -> _Hit | None:
    best: _Hit | None = None
    for text in texts:
        match = text.match(term)
        if match is not None and (best is None or match < best.match):
            best = _Hit(text, term, match)
            if match is Match.EXACT:
                break
    return best or _best_with_typos(term, texts)


def _best_with_typos(term: Term, texts: Sequence[_Text]) -> _Hit | None:
    best: _Hit | None = None
    for text in texts:
        if text.fields[0].searched == "name":
            match = match_with_typos(term.spellings, text.words.split())
            if match is not None and (best is None or match < best.match):
                best = _Hit(text, term, match)
    return best
