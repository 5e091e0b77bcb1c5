"""Which contacts a query matches: how the words that people type are compared with what is stored.

Both sides are folded. In addition, a search ignores apostrophes, takes a hyphen for a blank, and knows that
``ü`` may be spelled ``ue``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.contacts.details import ContactDetails, own_members
from shared.domain.contacts.localizations import text_at
from shared.domain.contacts.members import ListOf, Text, Texts, members_of
from shared.domain.contacts.phone_queries import (
    EXTENSION_MARKS,
    NumberQuery,
    PhoneTexts,
    are_typed,
    has_letters,
    is_numeric,
    letters_and_digits,
    without_scheme,
)
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.domain.labels import Labels

_SEARCHED_TEXTS = tuple(
    name for name, kind in members_of(ContactDetails).items() if isinstance(kind, Text) and kind.searched == "name"
)
_SEARCHED_LISTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    name: (
        tuple(own for own, text in own_members(kind.values).items() if isinstance(text, Text)),
        tuple(own for own, texts in own_members(kind.values).items() if isinstance(texts, Texts)),
    )
    for name, kind in members_of(ContactDetails).items()
    if isinstance(kind, ListOf) and kind.searched in {"organization", "email", "handle"}
}
"""The texts, and the lists of texts, of the values in the lists that are searched."""
_SEPARATORS = str.maketrans({**dict.fromkeys('-,;·"', " "), "'": ""})
_AROUND_WORDS = ".:!?()[]{}<>"
_ZWNJ = "\u200c"
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)
_UMLAUTS = frozenset(map(chr, _SPELLED_OUT))
_DIGRAPHS = ("ae", "oe", "ue", "aa")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuery:
    """A query of one book. It matches contacts with one of the labels, if there are any, and with all words.

    Words match within names, organizations, e-mail addresses, handles, tags, and phones without any digit; numbers also
    within phone numbers.
    """

    words: WordQuery | None
    label_ids: frozenset[str]
    labels: Labels

    def matches(self, contact: Contact) -> bool:
        """Return whether a contact matches."""
        if self.label_ids and self.label_ids.isdisjoint(contact.label_ids):
            return False
        if self.words is None:
            return True
        members = contact.document.members
        texts = "\n".join((*_texts(members), *self.labels.names_of(contact.label_ids)))
        return self.words.matches(texts, members.get("phones", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordQuery:
    """The folded words of a query. ``spellings`` has another one for some; ``spells_out`` means that some are ones.

    ``phone_text`` is the query as the text of a phone, if it has a digit: in ``1-800-FLOWERS`` even letters can match
    there. If a query consists of punctuation only, its words are ``signs``, which match as they are.
    """

    words: Sequence[str]
    spellings: Mapping[str, str]
    spells_out: bool
    numbers: Sequence[NumberQuery]
    phone_text: str
    signs: Sequence[str]

    @classmethod
    def of(cls, text: str) -> WordQuery | None:
        """Return the query for a text as typed; None without words. ZWNJ counts as the blank that many type instead."""
        text = text.replace(_ZWNJ, " ")
        folded = fold(text)
        words, numbers = _parsed(folded)
        spelled_out, _ = _parsed(fold(text.translate(_SPELLED_OUT)))
        if not folded.split():
            return None
        return cls(
            words=tuple(dict.fromkeys(words)),
            spellings={word: other for word, other in zip(words, spelled_out, strict=True) if word != other},
            spells_out=any(digraph in word for word in words for digraph in _DIGRAPHS),
            numbers=numbers,
            phone_text=letters_and_digits(folded) if any(map(str.isdecimal, folded)) else "",
            signs=() if words or numbers else tuple(folded.split()),
        )

    def matches(self, texts: str, phones: Sequence[Members]) -> bool:
        """Return whether a contact with these texts, as stored, and these phones matches."""
        folded = fold(texts)
        if self.signs:
            return all(sign in folded for sign in self.signs)
        searched = _joined(folded)
        missing = [word for word in self.words if word not in searched]
        if missing and self.spellings:
            missing = [word for word in missing if self.spellings.get(word, word) not in searched]
        if missing and self.spells_out and not _UMLAUTS.isdisjoint(texts):
            spelled_out = _joined(fold(texts.translate(_SPELLED_OUT)))
            missing = [word for word in missing if word not in spelled_out]
        if self.phone_text:
            return self._matches_with_phones(searched, missing, phones)
        return not missing or are_typed(missing, phones)

    def _matches_with_phones(self, searched: str, missing: Sequence[str], phones: Sequence[Members]) -> bool:
        """Return whether the numbers match, and the words that are ``missing`` in the texts match in what was typed."""
        if missing and not self.phone_text.isdecimal() and not has_letters(phones):
            return False
        known = PhoneTexts.of(phones)
        if self.phone_text in known.texts:
            return True
        if any(word not in known.texts for word in missing):
            return False
        return all(number.matches(searched, known) for number in self.numbers)


def _parsed(folded: str) -> tuple[list[str], list[NumberQuery]]:
    """Return the words and the numbers of a folded text."""
    words: list[str] = []
    numbers: list[NumberQuery] = []
    for run in _runs(without_scheme(folded.split())):
        number = NumberQuery.of(run) if is_numeric(run[0]) else None
        if number is None:
            words += _words(" ".join(run))
        else:
            numbers.append(number)
    return words, numbers


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield numeric words that follow each other together, without ``ext.`` between them, and others one by one."""
    run: list[str] = []
    for word in words:
        if is_numeric(word):
            run.append(word)
        elif not run:
            yield [word]
        elif word not in EXTENSION_MARKS:
            yield run
            yield [word]
            run = []
    if run:
        yield run


def _words(folded: str) -> list[str]:
    """Return the words of a folded text without the punctuation between and around them."""
    stripped = [word.strip(_AROUND_WORDS) for word in folded.translate(_SEPARATORS).split()]
    return [word for word in stripped if word]


def _joined(folded: str) -> str:
    """Return a folded text without the apostrophes and hyphens in its words."""
    return folded.replace("'", "").replace("-", "").replace("·", "")


def _texts(members: Members) -> list[str]:
    texts = [members[name] for name in _SEARCHED_TEXTS if name in members]
    for name, (own, lists) in _SEARCHED_LISTS.items():
        for value in members.get(name, ()):
            texts += [value[text] for text in own if text in value]
            for several in lists:
                texts += value.get(several, ())
    texts += members.get("nicknames", ())
    if "localizations" in members:
        texts += _localized(members["localizations"])
    return texts


def _localized(localizations: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield the texts in other languages that are searched in the contact's own."""
    for texts in localizations.values():
        for place, text in texts.items():
            name = place.partition("/")[0]
            kind = text_at(place)
            if name in _SEARCHED_LISTS or (kind is not None and kind.searched == "name"):
                yield text
