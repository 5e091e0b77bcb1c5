"""Phone numbers, parsed with Google's libphonenumber (without its data on carriers and places).

It is imported with the first number: that takes about 10 ms, and functions that only show contacts never parse one.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.phones import PhoneReading
from shared.domain.text.cleaning import visible_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonenumbers import PhoneNumber

_NOTHING = PhoneReading()
_SEPARATORS = frozenset("/\\|&,;~\uff5e")
"""What people put between two numbers. A slash also stands between area code and number."""
_RANGES = frozenset("~\uff5e")
_MAX_PAUSED_DIGITS = 6


class LibPhoneNumbers:
    """A ports.PhoneNumbers.

    The library's parser alone is too liberal: it takes any text with enough digits for a number, ``112`` in Germany for
    +49112, and ``030 123456 / 57`` for +493012345657. So a number must be valid, and no part of the text another one.
    """

    def read(self, typed: str, region: str) -> PhoneReading:
        """See ports.PhoneNumbers."""
        visible = visible_part(typed)
        known_region = region if self.is_region(region) else None
        parsed = _parsed(visible, known_region)
        if parsed is None:
            return _NOTHING
        number, label, extension = _parts(visible, parsed.extension or "")
        e164 = _e164(parsed)
        if _separates(label, extension) or _begins_with_another(number, known_region, e164):
            return _NOTHING
        has_extension = extension and (e164 or _is_marked(label)) and not visible.startswith(("*", "#"))
        return PhoneReading(e164=e164, extension=extension if has_extension else None)

    def is_region(self, region: str) -> bool:
        """See ports.PhoneNumbers."""
        import phonenumbers

        return region in phonenumbers.SUPPORTED_REGIONS


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    """Return what the library reads, which need not be valid; without a region, also a number of no country."""
    import phonenumbers

    try:
        return phonenumbers.parse(text, region, _check_region=False)
    except phonenumbers.NumberParseException:
        return None


def _e164(parsed: PhoneNumber) -> str | None:
    import phonenumbers

    if not parsed.country_code or not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _parts(text: str, extension: str) -> tuple[str, str, str]:
    """Return the number, what stands between it and its extension, and the extension in the digits 0 to 9.

    The extension is empty if more digits follow it, as in ``x12/x13``.
    """
    import phonenumbers

    if not extension:
        return text, "", ""
    before, _, after = text.rpartition(extension)
    end = 1 + max((index for index, char in enumerate(before) if char.isdecimal()), default=-1)
    is_last = not any(char.isdecimal() for char in after)
    return before[:end], before[end:], phonenumbers.normalize_digits_only(extension) if is_last else ""


def _separates(label: str, extension: str) -> bool:
    """Return whether what the library takes for an extension is another number: ``030 123456, 57``.

    Directly behind a comma or semicolon a few digits are dialled after a pause, and any number of them behind ``,,``.
    """
    if not _RANGES.isdisjoint(label):
        return True
    return label.strip() in {",", ";"} and (label[-1].isspace() or len(extension) > _MAX_PAUSED_DIGITS)


def _is_marked(label: str) -> bool:
    """Return whether a label says that an extension follows, so that the number itself need not be valid."""
    return "#" in label or any(char.isalpha() for char in label)


def _begins_with_another(number: str, region: str | None, e164: str | None) -> bool:
    """Return whether a part of the text, up to a separator or a word, is a valid number other than the whole."""
    for beginning in _beginnings(number):
        parsed = _parsed(beginning, region)
        if parsed and _e164(parsed) not in {None, e164}:
            return True
    return False


def _beginnings(number: str) -> Iterator[str]:
    """Yield what precedes each separator or word, if it has a digit more than what was yielded before."""
    has_new_digit = False
    for index, char in enumerate(number):
        if char.isdecimal():
            has_new_digit = True
        elif has_new_digit and (char in _SEPARATORS or char.isalpha()):
            has_new_digit = False
            yield number[:index]
