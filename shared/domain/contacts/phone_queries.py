"""Finding phone numbers by what people type: as stored, in the national form, or with the country's code.

A search does not know the book's region and parses no number: it compares digits. That finds every number by each of
its usual forms, and now and then one too many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shared.domain.contacts.documents import Members

_PUNCTUATION = frozenset("+-().,/#*~;= ")
EXTENSION_MARKS = ("extension", "ext.", "ext", "x", "доб.", "доб")
_MIN_NATIONAL_DIGITS = 4
_MIN_WHOLE_DIGITS = 7
_MAX_COUNTRY_CODE_DIGITS = 3
_MIN_INTERNATIONAL_DIGITS = 9
_DIGITS_WITH_TRUNK_8 = (9, 11)
_EXIT_CODES = ("00", "011", "0011", "010", "001", "810")
"""What is dialled before a country's code: in most countries, North America, Australia, Japan, Asia, and Russia."""
_URI_SCHEME = "tel:"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneTexts:
    """What the phones of a contact are compared by.

    ``numbers`` are all runs of digits that may be a number; ``nationals`` are those that may lack a country code, since
    nothing is known of them but what was typed; ``texts`` are letters and digits as typed (``1800flowers``).
    """

    numbers: str
    nationals: Sequence[str]
    texts: str

    @classmethod
    def of(cls, phones: Iterable[Members]) -> PhoneTexts:
        """Return the texts for the ``phones`` of a document."""
        numbers, nationals, texts = [], [], []
        for phone in phones:
            typed = fold(phone.get("value", ""))
            digits = digits_of(typed)
            numbers.append(digits)
            texts.append(letters_and_digits(typed))
            if e164 := phone.get("e164"):
                numbers.append(digits_of(e164) + digits_of(phone.get("extension", "")))
            else:
                forms = _forms(_digits_before_extension(typed))
                nationals += [form for form in forms if len(form) >= _MIN_WHOLE_DIGITS]
        return cls(numbers="\n".join(numbers), nationals=nationals, texts="\n".join(texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuery:
    """Words of a query that follow each other and consist of digits and punctuation.

    They match as one number, or each by itself: ``parts`` are they, as text and as digits.
    """

    forms: Sequence[str]
    parts: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, words: Sequence[str]) -> NumberQuery | None:
        """Return the query for folded words; None if there is no digit in them."""
        digits = digits_of("".join(words))
        if not digits:
            return None
        parts = [(word.replace("-", "").strip(","), digits_of(word)) for word in words]
        return cls(forms=_forms(digits), parts=[(text, number) for text, number in parts if number])

    def matches(self, text: str, phones: PhoneTexts) -> bool:
        """Return whether a contact with this searched text and these phones matches."""
        if any(form in phones.numbers for form in self.forms):
            return True
        if any(_is_with_country_code(form, number) for number in phones.nationals for form in self.forms):
            return True
        return all(part in text or digits in phones.numbers for part, digits in self.parts)


def is_numeric(word: str) -> bool:
    """Return whether a folded word may be a part of a phone number: digits and punctuation, or ``0143x12``."""
    bare = word
    for mark in EXTENSION_MARKS:
        bare = bare.replace(mark, "")
    if bare != word and not digits_of(bare):
        return False
    return all(char in _PUNCTUATION or char.isdecimal() for char in bare)


def without_scheme(words: Sequence[str]) -> Sequence[str]:
    """Return folded words without the ``tel:`` of a URI (RFC 3966) that was copied from a link."""
    bare = [word.removeprefix(_URI_SCHEME) for word in words]
    return [word for word in bare if word]


def are_typed(words: Iterable[str], phones: Iterable[Members]) -> bool:
    """Return whether all folded words are in what was typed in place of numbers, such as ``ask at the reception``."""
    texts = [value for phone in phones if not any(map(str.isdecimal, value := phone.get("value", "")))]
    return bool(texts) and all(letters_and_digits(word) in letters_and_digits(fold("\n".join(texts))) for word in words)


def has_letters(phones: Iterable[Members]) -> bool:
    """Return whether anything but signs and digits may have been typed for one of the ``phones`` of a document."""
    values = [phone.get("value", "") for phone in phones]
    return any(not value.isascii() or value.lower() != value.upper() for value in values)


def letters_and_digits(text: str) -> str:
    """Return the letters and digits of a folded text."""
    return "".join([char for char in text if char.isalnum()])


def digits_of(text: str) -> str:
    """Return the digits of a folded text, without the trunk prefix in ``+44 (0)20``."""
    return "".join([char for char in text.replace("(0)", "") if char.isdecimal()])


def _digits_before_extension(typed: str) -> str:
    for mark in EXTENSION_MARKS:
        typed = typed.partition(mark)[0]
    return digits_of(typed)


def _forms(digits: str) -> Sequence[str]:
    """Return digits as typed, and what is left of them without an exit code or a trunk prefix."""
    forms = {digits: None}
    for code in _EXIT_CODES:
        if digits.startswith(code) and len(digits) - len(code) >= _MIN_INTERNATIONAL_DIGITS:
            forms[digits.removeprefix(code)] = None
    national = _national(digits)
    if len(national) >= _MIN_NATIONAL_DIGITS:
        forms[national] = None
    return tuple(forms)


def _national(digits: str) -> str:
    """Return a number without the exit code 00, or else without its trunk prefix.

    Trunk prefixes are 0, and the 8 of Russia and its neighbours, before ten digits, and of Lithuania, before eight.
    """
    if digits.startswith("00"):
        return digits[2:]
    if digits.startswith("8") and len(digits) in _DIGITS_WITH_TRUNK_8:
        digits = digits[1:]
    return digits.removeprefix("0")


def _is_with_country_code(digits: str, national: str) -> bool:
    """Return whether the digits are the national number after at most three others."""
    return digits.endswith(national) and len(digits) - len(national) <= _MAX_COUNTRY_CODE_DIGITS
