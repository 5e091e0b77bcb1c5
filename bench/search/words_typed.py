"""How people type what they look for: a rule for each kind of query, which draws a contact and types some of it.

A rule returns nothing when the contact that it has drawn has no such thing; then another one is drawn.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from functools import cached_property
from unicodedata import combining, name, normalize

from bench.search.chance import Chance
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import ContactDetails
from shared.domain.text.folding import fold
from shared.domain.text.transliteration import latin_words

_GREEK_SHARE = 0.2
"""Every Greek name has an accent: without a limit few others were drawn."""


class Drawer:
    """Contacts to draw from, at random."""

    def __init__(self, contacts: Sequence[Contact], chance: Chance) -> None:
        self.contacts = contacts
        self.chance = chance

    def details(self) -> ContactDetails:
        """Return what is known of somebody."""
        return self.chance.choice(self.contacts).details

    def name(self) -> str:
        """Return a first or last name."""
        details = self.details()
        return self.chance.choice((details.first_name, details.last_name))

    def word(self, at_least: int) -> str | None:
        """Return a word of a name, an organization or a city, if it has so many letters."""
        details = self.details()
        texts = [details.first_name, details.last_name, *_organizations_and_cities(details)]
        word = self.chance.choice(self.chance.choice(texts).split() or [""])
        return word if len(word) >= at_least and word.isalpha() else None

    @cached_property
    def cyrillic(self) -> dict[str, str]:
        """The names in Cyrillic letters, by how they are written in Latin ones."""
        names = [name for each in self.contacts for name in (each.details.first_name, each.details.last_name)]
        return {"".join(latin_words(name)): name for name in names if script_of(name) == "CYRILLIC"}


def prefix(drawer: Drawer) -> str | None:
    """Type how a word begins: the three to five letters after which people look at what they have found."""
    word = drawer.word(at_least=4)
    return word and fold(word)[: drawer.chance.randint(3, 5)]


def infix(drawer: Drawer) -> str | None:
    """Type some letters from within a word, not its first ones."""
    word = fold(drawer.word(at_least=6) or "")
    if not word:
        return None
    begin = drawer.chance.randint(1, len(word) - 4)
    return word[begin : begin + drawer.chance.randint(3, 5)]


def two_words(drawer: Drawer) -> str | None:
    """Type two words of one contact: names in any order, shortened, with a comma, with a place, or with a number."""
    details, chance = drawer.details(), drawer.chance
    first, last = details.first_name, details.last_name
    more = [text.split()[0] for text in _organizations_and_cities(details) if text]
    ways = [f"{first} {last}", f"{last} {first}", f"{last}, {first}", f"{first[:3]} {last}", f"{last} {first[:1]}"]
    ways += [f"{last} {word}" for word in more if word.isalpha()]
    if e164 := next((phone.e164 for phone in details.phones if phone.e164), None):
        ways.append(f"{last} {e164[:7]}")
    text = chance.choice(ways)
    return text if first.isalpha() and last.isalpha() else None


def accents(drawer: Drawer) -> str | None:
    """Type a name without its accents, or one that has none in capitals, with one."""
    word = drawer.name()
    script, is_drawn = script_of(word), drawer.chance.happens(_GREEK_SHARE)
    if word.isascii() or not word.isalpha() or not (script == "LATIN" or (script == "GREEK" and is_drawn)):
        return None
    return fold(word) if drawer.chance.happens(0.7) else _with_another_accent(word)


def transliterated(drawer: Drawer) -> str | None:
    """Type a name in the letters of another alphabet: Latin for Cyrillic and Greek, and Cyrillic for Latin."""
    word = drawer.name()
    script = script_of(word)
    if script in ("CYRILLIC", "GREEK"):
        return "".join(latin_words(word))
    return drawer.cyrillic.get(word.lower()) if script == "LATIN" else None


def phone(drawer: Drawer) -> str | None:
    """Type a number: its last digits, as in the country, or as from abroad."""
    details, chance = drawer.details(), drawer.chance
    number = chance.choice(details.phones)
    if not number.e164 or number.extension:
        return None
    digits = number.e164[1:]
    national = digits[-9:]
    ways = (
        digits[-chance.randint(4, 7) :],
        f"{digits[-7:-4]}-{digits[-4:-2]}-{digits[-2:]}",
        f"0{national}" if not digits.startswith("1") else f"({digits[1:4]}) {digits[4:7]}-{digits[7:]}",
        number.e164,
        f"00{digits}",
        f"+{digits[:-7]} {digits[-7:-4]} {digits[-4:]}",
    )
    return chance.choice(ways)


def email(drawer: Drawer) -> str | None:
    """Type an address, how it begins, or its last part and the domain."""
    details, chance = drawer.details(), drawer.chance
    address = details.emails[0].value
    local, _, domain = address.partition("@")
    return chance.choice((address, address, local, local[: chance.randint(4, 8)], f"{local[-4:]}@{domain}"))


def typo(drawer: Drawer) -> str | None:
    """Type a name of at least five letters with one of them wrong, missing, too many, or exchanged."""
    word = fold(drawer.name())
    return _mistyped(word, drawer.chance) if len(word) >= 5 and word.isalpha() else None


def two_typos(drawer: Drawer) -> str | None:
    """Type a name of at least eight letters with two slips."""
    word = fold(drawer.name())
    if len(word) < 8 or not word.isalpha():
        return None
    return _mistyped(_mistyped(word, drawer.chance), drawer.chance)


def miss(drawer: Drawer) -> str | None:
    """Type what nobody has."""
    return "".join(drawer.chance.choices("bcdfghjkqvwxz", k=drawer.chance.randint(5, 9)))


def script_of(word: str) -> str:
    """Return the script of the first letter, as Unicode names it: ``LATIN``."""
    return name(word[0], "").partition(" ")[0] if word else ""


def _organizations_and_cities(details: ContactDetails) -> list[str]:
    return [each.name for each in details.organizations] + [each.city for each in details.addresses]


def _with_another_accent(word: str) -> str:
    """Return a word in capitals, with a grave accent on the first vowel that has none, in place of its own accents."""
    plain = "".join([each for each in normalize("NFD", word) if not combining(each)]).upper()
    for vowel in "AEIOU":
        if vowel in plain:
            return normalize("NFC", plain.replace(vowel, vowel + "\u0300", 1))
    return plain


def _mistyped(word: str, chance: Chance) -> str:
    """Return a word with one slip at a place that is not its first."""
    place, kind = chance.randrange(1, len(word) - 1), chance.randrange(4)
    letter = chance.choice(string.ascii_lowercase) if word.isascii() else chance.choice(word)
    ways = (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    )
    return ways[kind] if ways[kind] != word else word[:place] + word[place + 1 :]
