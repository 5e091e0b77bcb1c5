"""Phone numbers as people type them: as stored, in the national form, or with the country's code.

Neither a search nor a snapshot knows the book's region or parses a number: digits are compared. That finds every number
by each of its usual forms, and now and then one too many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.search.words import tokens
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shared.domain.contacts.documents import Members

NATIONAL = "~"
"""What stands before the digits of a number that may lack the country's code: they are compared as a whole only."""
MIN_DIGITS_AT_END = 4
MIN_DIGITS_INSIDE = 3
_MIN_NATIONAL_DIGITS = 4
_MIN_WHOLE_DIGITS = 7
_MAX_COUNTRY_CODE_DIGITS = 3
_MIN_INTERNATIONAL_DIGITS = 9
_DIGITS_WITH_TRUNK_8 = (9, 11)
_WITHOUT_NUMBERS = str.maketrans("", "", "0123456789+-().,/#*~;= ")
"""Takes away what numbers consist of: folded digits, and punctuation."""
_EXTENSION_MARKS = ("extension", "ext.", "ext", "x", "доб.", "доб")
_EXIT_CODES = ("00", "011", "0011", "010", "001", "810")
"""What is dialled before a country's code: in most countries, North America, Australia, Japan, Asia, and Russia."""
_URI_SCHEME = "tel:"


def numbers_of(phones: Iterable[Members]) -> tuple[str, ...]:
    """Return the numbers that the ``phones`` of a document are found by, each once.

    They are digits: in E.164, with and without the extension, and as typed. Of a phone without an E.164 form nothing
    is known but what was typed; so in addition these digits, without an exit code or a trunk prefix, are ``NATIONAL``.
    """
    found: dict[str, None] = {}
    for phone in phones:
        typed = fold(phone.get("value", ""))
        if e164 := phone.get("e164"):
            known = digits_of(e164)
            found[known + digits_of(phone.get("extension", ""))] = found[known] = None
        without_extension = digits_before_extension(typed)
        found[digits_of(typed)] = found[without_extension] = None
        if not e164:
            national = [form for form in _forms(without_extension) if len(form) >= _MIN_WHOLE_DIGITS]
            found.update(dict.fromkeys([NATIONAL + form for form in national]))
    found.pop("", None)
    return tuple(found)


def typed_words(phones: Iterable[Members]) -> Iterator[str]:
    """Yield what was typed in place of numbers, such as ``ask at the reception``, or with words: ``1-800-FLOWERS``."""
    for phone in phones:
        value = phone.get("value", "")
        if value and _has_words(value):
            yield value


def _has_words(value: str) -> bool:
    """Return whether a query of the same text would have words, or no digits."""
    digits = digits_of(fold(value))
    if digits and not value.translate(_WITHOUT_NUMBERS):
        return False
    return not digits or any(not is_numeric(run[0]) for run in runs([fold(token) for token in tokens(value)]))


def number_forms(digits: str) -> tuple[str, ...]:
    """Return the forms by which digits of a query are looked for, as typed first.

    They are those without an exit code and without a trunk prefix, and, marked as ``NATIONAL``, those without what may
    be a country's code. There are none if there are no digits.
    """
    if not digits:
        return ()
    forms = _forms(digits)
    national = [
        NATIONAL + form[length:]
        for form in forms
        if not form.startswith("0")
        for length in range(1, _MAX_COUNTRY_CODE_DIGITS + 1)
        if len(form) - length >= _MIN_WHOLE_DIGITS
    ]
    return tuple(dict.fromkeys((*forms, *national)))


def runs(folded: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield numeric tokens that follow each other together, without ``ext.`` between them, and others one by one."""
    run: list[str] = []
    for token in folded:
        if is_numeric(token):
            run.append(token)
        elif not run:
            yield [token]
        elif token not in _EXTENSION_MARKS:
            yield run
            yield [token]
            run = []
    if run:
        yield run


def is_numeric(token: str) -> bool:
    """Return whether a folded token may be a part of a phone number: digits and punctuation, or ``0143x12``."""
    bare = token
    for mark in _EXTENSION_MARKS:
        bare = bare.replace(mark, "")
    if bare != token and not digits_of(bare):
        return False
    return not bare.translate(_WITHOUT_NUMBERS)


def without_scheme(token: str) -> str:
    """Return a folded token without the ``tel:`` of a URI (RFC 3966) that was copied from a link."""
    return token.removeprefix(_URI_SCHEME)


def digits_of(text: str) -> str:
    """Return the digits of a folded text, without the trunk prefix in ``+44 (0)20``."""
    return "".join(filter(str.isdecimal, text.replace("(0)", "")))


def digits_before_extension(typed: str) -> str:
    """Return the digits of a folded number without its extension."""
    for mark in _EXTENSION_MARKS:
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
