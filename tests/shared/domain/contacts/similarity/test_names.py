"""What two names have in common."""

from __future__ import annotations

import pytest

from shared.domain.contacts.similarity.names import NameMatch, PersonName, compare_names
from shared.domain.text.transliteration import latin_words


def name(first: str = "", last: str = "", nickname: str = "") -> PersonName:
    return PersonName(first=latin_words(first), last=latin_words(last), nicknames=latin_words(nickname))


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        (("Олена", "Коваленко"), ("OLENA", "Kovalenko"), NameMatch.SAME),
        (("Kovalenko", "Olena"), ("Olena", "Kovalenko"), NameMatch.SAME),
        (("Kovalneko", "Olena"), ("Olena", "Kovalenko"), NameMatch.ALIKE),
        (("Сергій", "Щербак"), ("Sergey", "Scherbak"), NameMatch.ALIKE),
        (("Bill", "Miller"), ("William", "Miller"), NameMatch.ALIKE),
        (("Olena", "Kovalneko"), ("Olena", "Kovalenko"), NameMatch.ALIKE),
        (("Anna Maria", "Nowak"), ("Anna", "Nowak"), NameMatch.PART),
        (("Olena", "Bondar-Kovalenko"), ("Olena", "Kovalenko"), NameMatch.PART),
        (("O", "Kovalenko"), ("Olena", "Kovalenko"), NameMatch.INITIAL),
        (("Olena",), ("Olena", "Kovalenko"), NameMatch.FIRST_ONLY),
        (("", "Kovalenko"), ("Olena", "Kovalenko"), NameMatch.LAST_ONLY),
        (("Olena", "Kovalenko"), ("Olena", "Bondar"), NameMatch.OTHER_LAST),
        (("Olena", "Kovalenko"), ("Ivan", "Kovalenko"), NameMatch.OTHER_FIRST),
        (("Maria", "Kovalenko"), ("Marta", "Kovalenko"), NameMatch.OTHER_FIRST),
        (("Oleksandr", "Kovalenko"), ("Oleksandra", "Kovalenko"), NameMatch.OTHER_FIRST),
        (("Christian", "Nguyen"), ("Christina", "Nguyen"), NameMatch.OTHER_FIRST),
        (("Olena", "Kovalenko"), ("Ivan", "Bondar"), NameMatch.UNLIKE),
        (("Olena",), ("Ivan",), NameMatch.UNLIKE),
        ((), ("Ivan",), NameMatch.UNKNOWN),
        (("Lesia",), ("Olena", "Kovalenko", "Lesia"), NameMatch.FIRST_ONLY),
        (("Lesia", "Kovalenko"), ("Olena", "Kovalenko", "Lesia"), NameMatch.ALIKE),
    ],
)
def test_names_match_as_people_would_say(one: tuple[str, ...], other: tuple[str, ...], match: NameMatch) -> None:
    assert compare_names(name(*one), name(*other)) is compare_names(name(*other), name(*one)) is match
