"""The rules for passwords: long, and nothing that an attacker tries first (NIST SP 800-63B-4, section 3.1.1.2).

There are no rules about kinds of characters. What counts besides the length is how many different pieces a password is
made of. A single character is a piece; so is, whatever its length, a word that is common in passwords, a run on the
keyboard, or a number of up to four digits. Words of the service, and of the account (parts of the address and of the
name), count for nothing. ``Password2026!`` has three different pieces, ``monkeymonkey`` has one, ``two short cats`` has
nine. Passwords that are known from leaks are refused besides, by ``ports.BreachedPasswords``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from shared.domain.accounts.common_words import WORDS
from shared.domain.errors import WeakPasswordError
from shared.domain.text.cleaning import has_control_characters

if TYPE_CHECKING:
    from collections.abc import Set

MIN_CHARACTERS = 15
"""Where the password is the only factor."""
MIN_CHARACTERS_BESIDE_A_FACTOR = 12
MAX_CHARACTERS = 128
"""Twice what NIST asks for, of any script. The check of a longer one would take too long."""

_MIN_DIFFERENT_CHARACTERS = 5
_MIN_PIECES = 4
_LOOK_ALIKES = str.maketrans("01345@$!", "oleasasi")
_SERVICE_WORDS = frozenset(
    {"contacts-api", "contacts", "contact", "addressbook", "address", "book", "api"}
    | {"контакти", "контакт", "контакты", "адресна", "адресная", "книга"}
)
"""Words of this service, case-folded, in the languages of its messages."""
_ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "1234567890-=",
    "!@#$%^&*()_+",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertzuiopü",
    "azertyuiop",
    "йцукенгшщзхї",
    "йцукенгшщзхъ",
    "фівапролджє",
    "фывапролджэ",
    "ячсмитьбю",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7,ki8.lo9/;p0",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
"""Characters in alphabetical and keyboard order (US, German, French, Ukrainian, Russian)."""

_RUNS = "\n".join([*_ROWS, *(row[::-1] for row in _ROWS)])
_LONGEST_RUN = max(map(len, _ROWS))
"""No word is longer."""


def normalize_password(password: str) -> str:
    """Return the form of a password that is hashed and compared, which is the same however it was typed.

    Applies the mappings of the OpaqueString profile (RFC 8265, section 4.2.2): any space becomes U+0020, then NFC. Case
    and width are unchanged.
    """
    spaced = "".join(" " if category(character) == "Zs" else character for character in password)
    return normalize("NFC", spaced)


def is_long_enough(password: str, *, has_second_factor: bool = False) -> bool:
    """Return whether a normalized password has as many characters (code points) as one that is chosen today needs."""
    return len(password) >= (MIN_CHARACTERS_BESIDE_A_FACTOR if has_second_factor else MIN_CHARACTERS)


def check_password(password: str, *, email: str, full_name: str = "", has_second_factor: bool = False) -> None:
    """Raise WeakPasswordError unless the password is acceptable for the account of this person.

    The checks, in order: ``control_characters`` (and lone surrogates, which have no bytes), ``too_short`` (under 15
    code points, or under 12 for an account with a second factor), ``too_long`` (over 128), ``common`` (fewer than five
    different characters, or fewer than four different pieces), ``like_email``, ``like_name``, ``like_service`` (fewer
    than four pieces if parts of the address, of the name, or words of the service count for nothing). Lengths are those
    of the normalized password.
    """
    normalized = normalize_password(password)
    if has_control_characters(normalized):
        raise WeakPasswordError("control_characters", "must not contain control characters")
    if not is_long_enough(normalized, has_second_factor=has_second_factor):
        least = MIN_CHARACTERS_BESIDE_A_FACTOR if has_second_factor else MIN_CHARACTERS
        raise WeakPasswordError("too_short", f"must have at least {least} characters")
    if len(normalized) > MAX_CHARACTERS:
        raise WeakPasswordError("too_long", f"must have at most {MAX_CHARACTERS} characters")
    text = normalized.casefold()
    if len(set(text)) < _MIN_DIFFERENT_CHARACTERS:
        raise WeakPasswordError("common", "is too easy to guess: choose several unrelated words")
    given: set[str] = set()
    for reason, terms, rule in (
        ("common", frozenset[str](), "is too easy to guess: choose several unrelated words"),
        ("like_email", _terms(email), "must not be made of the e-mail address"),
        ("like_name", _terms(full_name), "must not be made of the name of the account"),
        ("like_service", _SERVICE_WORDS, "must not be made of words of this service"),
    ):
        if terms <= given and reason != "common":
            continue
        given |= terms
        if _fewest_pieces(text, given) < _MIN_PIECES:
            raise WeakPasswordError(reason, rule)


def _fewest_pieces(text: str, given: Set[str]) -> int:
    """Return the smallest number of different pieces of a case-folded password; those that are ``given`` do not count.

    A part of a password may be a piece as it is, or without its look-alike characters.
    """
    plain = text.translate(_LOOK_ALIKES)
    longest = max([_LONGEST_RUN, *map(len, given)])
    fewest: list[frozenset[str]] = [frozenset()]
    for end in range(1, len(text) + 1):
        ways = []
        for start in range(max(0, end - longest), end):
            part, bare = text[start:end], plain[start:end]
            if part in given or bare in given:
                ways.append(fewest[start])
            elif _is_piece(part, bare):
                ways.append(fewest[start] | {part})
        fewest.append(min(ways, key=len))
    return len(fewest[-1])


def _is_piece(part: str, plain: str) -> bool:
    """Return whether a part of a password is a single piece; ``plain`` is the part without look-alike characters."""
    words = _words()
    return len(part) == 1 or part in words or plain in words or part in _RUNS or (len(part) <= 4 and part.isdecimal())


def _terms(text: str) -> frozenset[str]:
    """Return an address or a name, the parts of an address, and their words of at least three characters, folded."""
    folded = normalize("NFC", text).casefold()
    terms = (folded, *folded.split("@"), *re.split(r"[\W_]+", folded))
    return frozenset(term for term in terms if len(term) >= 3)


@cache
def _words() -> frozenset[str]:
    return frozenset(WORDS.split())
