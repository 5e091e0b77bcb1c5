"""What a search has to find, said by brute force: every contact is looked at, and nothing of the engine is used.

Of the product's own code it takes the folding and the official tables of Ukrainian and Greek, which say what is equal;
it splits, compares and counts by itself. What it expects is a lower bound: an engine may find more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import ContactDetails
from shared.domain.labels import Labels
from shared.domain.text.folding import fold
from shared.domain.text.transliteration import latin_words

LEAST_INSIDE = 3
"""Letters of ASCII that are looked for inside words; fewer only at their beginning."""
LEAST_DIGITS = 4
FEW = 3
"""With fewer hits than these a misspelt word is looked for."""
_WORD = re.compile(r"\w+")
_SYLLABLE = re.compile(r"[A-Z][a-z]+")
"""Of Chinese and Korean as anyascii reads them: each begins with a capital."""
_WITHOUT_VOWELS = re.compile(r"[\u0590-\u06ff]")
"""Hebrew and Arabic, of which no reading is promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What is searched of a contact: ``text`` has all words and addresses, each after a blank; numbers are digits."""

    contact_id: str
    text: str
    names: frozenset[str]
    numbers: tuple[str, ...]


class Truth:
    """What there is to find in a book."""

    def __init__(self, contacts: Iterable[Contact], labels: Labels) -> None:
        tags = {label_id: list(_words(name)) for label_id, name in labels.names.items()}
        self.searched = [_searched(contact, tags) for contact in contacts]
        self._owners: dict[str, set[str]] = {}
        for each in self.searched:
            for name in each.names:
                self._owners.setdefault(name, set()).add(each.contact_id)
        self._letters = {name: Counter(name) for name in self._owners}

    def with_words(self, text: str) -> frozenset[str]:
        """Return who has every word of a text, in any order; one of digits may be the begin or end of a number."""
        found = [self._with_word(word) for word in text.replace(",", " ").split()]
        return frozenset[str]().union(*found[:1]).intersection(*found)

    def _with_word(self, word: str) -> set[str]:
        found: set[str] = set()
        for spelling in spellings_of(word):
            part = f" {spelling}" if spelling.isascii() and len(spelling) < LEAST_INSIDE else spelling
            found.update([each.contact_id for each in self.searched if part in each.text])
        if len(digits := digits_of(word)) >= LEAST_DIGITS:
            forms = forms_of(digits)
            found.update([each.contact_id for each in self.searched if _begins(each, forms) or _ends(each, forms)])
        return found

    def with_number(self, text: str) -> frozenset[str]:
        """Return whose number ends with what was typed, with or without an exit code or a trunk prefix."""
        forms = forms_of(text)
        return frozenset(each.contact_id for each in self.searched if _ends(each, forms))

    def misspelt(self, word: str, edits: int) -> frozenset[str]:
        """Return whose name has a word that this many edits, or fewer, make of a spelling of the one that was typed."""
        found: set[str] = set()
        for spelling in spellings_of(word):
            letters = Counter(spelling)
            for name, counted in self._letters.items():
                if (
                    abs(len(name) - len(spelling)) <= edits
                    and (letters - counted).total() <= edits
                    and (counted - letters).total() <= edits
                    and distance(spelling, name) <= edits
                ):
                    found |= self._owners[name]
        return frozenset(found)

    def common_names(self, at_least: int) -> list[str]:
        """Return the words, and not mere syllables, that so many contacts have in their names."""
        return sorted(
            name for name, owners in self._owners.items() if len(owners) >= at_least and len(name) > LEAST_INSIDE
        )

    def with_whole_word(self, word: str) -> frozenset[str]:
        """Return who has a word, or its other spelling, from its first letter to its last."""
        whole = [f" {spelling} " for spelling in spellings_of(word)]
        return frozenset(each.contact_id for each in self.searched if any(one in f"{each.text} " for one in whole))


def spellings_of(word: str) -> tuple[str, ...]:
    """Return a word as it is compared: folded, and in Latin letters by the official tables."""
    latin = "" if word.isascii() else "".join(latin_words(word))
    return (fold(word), latin) if latin else (fold(word),)


def digits_of(text: str) -> str:
    """Return the digits of a text if it has nothing but these and punctuation, or else nothing."""
    return "" if any(map(str.isalpha, text)) else "".join(filter(str.isdecimal, text))


def forms_of(text: str) -> tuple[str, ...]:
    """Return the digits of a number as typed, and without an exit code or a trunk prefix."""
    digits = digits_of(text)
    forms = (digits, digits.removeprefix("00"), digits.removeprefix("0"))
    return tuple(dict.fromkeys(form for form in forms if len(form) >= LEAST_DIGITS))


def distance(one: str, other: str) -> int:
    """Return the edits between two words: a letter more, less or another, or two neighbours exchanged (OSA)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _searched(contact: Contact, tags: dict[str, list[str]]) -> Searched:
    details = contact.details
    names = frozenset(word for text in _names(details) for word in _words_and_latin(text))
    others = [word for text in _latin_texts(details) for word in _words_and_latin(text)]
    others += [word for text in _plain_texts(details) for word in _words(text)]
    others += [word for label_id in contact.label_ids for word in tags[label_id]]
    others += [fold(email.value) for email in details.emails]
    numbers = []
    for phone in details.phones:
        digits = "".join(filter(str.isdecimal, phone.value))
        whole = "".join(filter(str.isdecimal, (phone.e164 or "") + (phone.extension or "")))
        numbers += [digits, whole] if whole else [digits]
    text = " " + " ".join([*sorted(names), *others])
    return Searched(contact_id=contact.id, text=text, names=names, numbers=tuple(numbers))


def _names(details: ContactDetails) -> Sequence[str]:
    return (details.first_name, details.last_name, details.phonetic_first_name, details.phonetic_last_name)


def _latin_texts(details: ContactDetails) -> Iterator[str]:
    """Yield the other texts that are found in Latin letters, too."""
    yield from (organization.name for organization in details.organizations)
    yield from (address.city for address in details.addresses)
    yield from (relation.value for relation in details.relations)


def _plain_texts(details: ContactDetails) -> Iterator[str]:
    yield details.notes
    for handle in details.handles:
        yield from (handle.user_name, handle.service)
    yield from (value.value for value in details.custom)


def _words_and_latin(text: str) -> Iterator[str]:
    yield from _words(text)
    if not text.isascii():
        yield from (latin for word in _WORD.findall(text) for latin in latin_words(word))
        if not _WITHOUT_VOWELS.search(text):
            read = anyascii(text)
            yield from _words(read)
            yield from map(fold, _SYLLABLE.findall(read))


def _words(text: str) -> Iterator[str]:
    yield from _WORD.findall(fold(text).replace("'", ""))


def _begins(searched: Searched, forms: Sequence[str]) -> bool:
    return any(number.startswith(form) for number in searched.numbers for form in forms)


def _ends(searched: Searched, forms: Sequence[str]) -> bool:
    return any(number.endswith(form) for number in searched.numbers for form in forms)
