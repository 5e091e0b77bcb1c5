"""The rules for passwords: long, and nothing that an attacker tries first (NIST SP 800-63B-4, section 3.1.1.2).

There are no rules about kinds of characters. What counts besides the length is how many different pieces a password is
made of. A single character is a piece; so is, whatever its length, a word that is common in passwords, a run on the
keyboard, a number of up to four digits, or a part of the owner's address. ``Password2026!`` has three different pieces,
``monkeymonkey`` has one, ``two short cats`` has nine.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from shared.domain.accounts.common_passwords import WORDS
from shared.domain.errors import WeakPasswordError
from shared.domain.text.cleaning import has_control_characters

if TYPE_CHECKING:
    from collections.abc import Set

MIN_CHARACTERS = 12
MAX_BYTES = 72
"""bcrypt reads no more than this."""

_MIN_DIFFERENT_CHARACTERS = 5
_MIN_PIECES = 4
_LOOK_ALIKES = str.maketrans("01345@$!", "oleasasi")
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


def normalize_password(password: str) -> str:
    """Return the form of a password that is hashed and compared, which is the same however it was typed.

    Applies the mappings of the OpaqueString profile (RFC 8265, section 4.2.2): any space becomes U+0020, then NFC. Case
    and width are unchanged.
    """
    spaced = "".join(" " if category(character) == "Zs" else character for character in password)
    return normalize("NFC", spaced)


def check_password(password: str, *, email: str) -> None:
    """Raise WeakPasswordError unless the password is acceptable for the account with this address.

    The checks, in order: ``control_characters`` (and lone surrogates, which have no bytes), ``too_short`` (under 12
    code points), ``too_long`` (over 72 bytes of UTF-8), ``common`` (fewer than five different characters, or fewer than
    four different pieces), ``like_email`` (fewer than four pieces if parts of the address count as pieces). Lengths are
    those of the normalized password.
    """
    normalized = normalize_password(password)
    if has_control_characters(normalized):
        raise WeakPasswordError("control_characters", "must not contain control characters")
    if len(normalized) < MIN_CHARACTERS:
        raise WeakPasswordError("too_short", f"must have at least {MIN_CHARACTERS} characters")
    if len(normalized.encode()) > MAX_BYTES:
        raise WeakPasswordError("too_long", f"must have at most {MAX_BYTES} bytes in UTF-8")
    text = normalized.casefold()
    if len(set(text)) < _MIN_DIFFERENT_CHARACTERS or _fewest_pieces(text, _words()) < _MIN_PIECES:
        raise WeakPasswordError("common", "is too easy to guess: choose several unrelated words")
    if _fewest_pieces(text, _words() | _email_terms(email)) < _MIN_PIECES:
        raise WeakPasswordError("like_email", "must not be made of the e-mail address")


def _fewest_pieces(text: str, words: Set[str]) -> int:
    """Return the smallest number of different pieces that a case-folded password can be made of."""
    plain = text.translate(_LOOK_ALIKES)
    fewest: list[frozenset[str]] = [frozenset()]
    for end in range(1, len(text) + 1):
        starts = [start for start in range(end) if _is_piece(text[start:end], plain[start:end], words)]
        fewest.append(min((fewest[start] | {text[start:end]} for start in starts), key=len))
    return len(fewest[-1])


def _is_piece(part: str, plain: str, words: Set[str]) -> bool:
    """Return whether a part of a password is a single piece; ``plain`` is the part without look-alike characters."""
    return len(part) == 1 or part in words or plain in words or part in _RUNS or (len(part) <= 4 and part.isdecimal())


def _email_terms(email: str) -> set[str]:
    """Return the address, its local part, its domain, and their words of at least three characters, case-folded."""
    address = normalize("NFC", email).casefold()
    return {term for term in (address, *address.split("@"), *re.split(r"[\W_]+", address)) if len(term) >= 3}


@cache
def _words() -> frozenset[str]:
    return frozenset(WORDS.split())
