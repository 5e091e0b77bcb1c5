"""The same person as somebody else typed it, or as it was years later."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.details import ContactDetails, TextValue
from shared.domain.partial_dates import PartialDate

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from shared.domain.contacts.details import Phone

_PRESS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "yu",
    "я": "ya", "'": "", "’": "",
}  # fmt: skip
_SCHOLARLY = {
    **_PRESS, "г": "h", "є": "je", "ж": "ž", "ї": "ji", "й": "j", "х": "ch", "ц": "c", "ч": "č", "ш": "š", "щ": "šč",
    "ю": "ju", "я": "ja",
}  # fmt: skip
_PASSPORT = {**_PRESS, "г": "h", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_PAIRS = {"ου": "ou", "αυ": "av", "ευ": "ef", "γγ": "ng", "μπ": "b"}
_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_SHORT = {
    "Олександр": "Сашко", "Олена": "Оленка", "Дмитро": "Діма", "Володимир": "Вова", "Катерина": "Катя",
    "Микола": "Коля", "Михайло": "Михась", "Тетяна": "Таня", "Юрій": "Юра", "Наталія": "Наталка", "Іван": "Іванко",
    "Петро": "Петрик", "Сергій": "Сергійко", "Анастасія": "Настя", "Марія": "Марічка", "Вікторія": "Віка",
    "Robert": "Bob", "William": "Bill", "James": "Jim", "Elizabeth": "Liz", "Jennifer": "Jenny", "Michael": "Mike",
    "Thomas": "Tom", "Joseph": "Joe", "Christopher": "Chris", "Daniel": "Dan", "Matthew": "Matt", "Susan": "Sue",
    "Γεώργιος": "Γιώργος", "Ιωάννης": "Γιάννης", "Κωνσταντίνος": "Κώστας", "Δημήτριος": "Δημήτρης",
    "Johannes": "Hans", "Katarzyna": "Kasia", "Jan": "Janek", "Tomasz": "Tomek", "Małgorzata": "Gosia",
}  # fmt: skip
_NEW_LAST_NAMES = ("Захарчук", "Мороз", "Ткаченко", "Lindgren", "Parker", "Vogel", "Zielińska", "Δημητρίου", "Moreau")
_LETTERS = "abcdefghijklmnoprstuvyz"


def written_differently(known: ContactDetails, chance: random.Random, *, new_phone: Phone) -> ContactDetails:
    """Return another contact of the same person. One in thirty has nothing but the name."""
    first, last = _names(known, chance)
    if chance.random() < 0.03:
        return ContactDetails(first_name=first, last_name=last)
    phones = known.phones if chance.random() < 0.75 else ()
    emails = known.emails if chance.random() < 0.6 else ()
    if not phones and not emails:
        phones, emails = (known.phones, ()) if known.phones else ((), known.emails)
    if chance.random() < 0.2:
        phones = (*phones, new_phone)
    if not emails and chance.random() < 0.3:
        emails = (TextValue(label="work", value=f"{chance.getrandbits(48):x}@example.com"),)
    return ContactDetails(
        first_name=first,
        last_name=last,
        phones=phones,
        emails=emails,
        organizations=known.organizations if chance.random() < 0.4 else (),
        addresses=known.addresses if chance.random() < 0.3 else (),
        birthday=_birthday(known.birthday, chance),
    )


def _names(known: ContactDetails, chance: random.Random) -> tuple[str, str]:
    """Return first and last name as the other contact has them."""
    first, last = known.first_name, known.last_name
    change = chance.choices(list(_CHANGES), weights=list(_CHANGES.values()))[0]
    return change(first, last, chance)


def _kept(first: str, last: str, _chance: random.Random) -> tuple[str, str]:
    return first, last


def _with_slip(first: str, last: str, chance: random.Random) -> tuple[str, str]:
    return (_mistyped(first, chance), last) if chance.random() < 0.5 else (first, _mistyped(last, chance))


def _exchanged(first: str, last: str, _chance: random.Random) -> tuple[str, str]:
    return last, first


def _in_another_case(first: str, last: str, chance: random.Random) -> tuple[str, str]:
    return (bare(first), bare(last)) if chance.random() < 0.5 else (first.upper(), last.upper())


def _shortened(first: str, last: str, _chance: random.Random) -> tuple[str, str]:
    return _SHORT.get(first, first), last


def _in_one_field(first: str, last: str, _chance: random.Random) -> tuple[str, str]:
    return f"{first} {last}", ""


def _without_last_name(first: str, _last: str, _chance: random.Random) -> tuple[str, str]:
    return first, ""


def _married(first: str, _last: str, chance: random.Random) -> tuple[str, str]:
    return first, chance.choice(_NEW_LAST_NAMES)


def _romanized(first: str, last: str, chance: random.Random) -> tuple[str, str]:
    """Return a name in one of the romanizations of its script that people use."""
    script = unicodedata.name(first[0], "")
    if script.startswith("CYRILLIC"):
        table: Mapping[str, str] = chance.choice((_PRESS, _SCHOLARLY, _PASSPORT))
        return _spelled(first, table), _spelled(last, table)
    if script.startswith("GREEK"):
        table = chance.choice((_GREEK, _GREEK, {**_GREEK, "χ": "h", "ξ": "ks"}))
        return _spelled_greek(first, table), _spelled_greek(last, table)
    return _spelled(first, _GERMAN), _spelled(last, _GERMAN)


def _spelled(word: str, table: Mapping[str, str]) -> str:
    return "".join([table.get(letter, letter) for letter in word.lower()]).title()


def _spelled_greek(word: str, table: Mapping[str, str]) -> str:
    plain = bare(word).lower()
    for pair, latin in _PAIRS.items():
        plain = plain.replace(pair, latin)
    return _spelled(plain, table)


def bare(word: str) -> str:
    """Return a word without its accents."""
    return "".join([each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each)])


def _mistyped(word: str, chance: random.Random) -> str:
    """Return a word with one letter too few, too many, wrong, or exchanged, but for the first one."""
    if len(word) < 4:
        return word
    place, kind = chance.randrange(1, len(word) - 1), chance.randrange(4)
    letter = chance.choice(_LETTERS) if word.isascii() else chance.choice(word[1:])
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + letter + word[place:]
    if kind == 2:
        return word[:place] + letter + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _birthday(known: PartialDate | None, chance: random.Random) -> PartialDate | None:
    """Return the birthday, as it is, without its year, or unknown."""
    if known is None or chance.random() < 0.4:
        return None
    return replace(known, year=None) if chance.random() < 0.25 else known


_CHANGES = {
    _kept: 15,
    _romanized: 25,
    _with_slip: 20,
    _exchanged: 10,
    _in_another_case: 8,
    _shortened: 8,
    _in_one_field: 4,
    _without_last_name: 4,
    _married: 6,
}
"""How often, in percent, a name is written in which other way."""
