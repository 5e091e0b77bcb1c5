"""Phone numbers, parsed with Google's libphonenumber (without its data on carriers and places).

It is imported with the first number: that takes about 10 ms, and functions that only show contacts never parse one.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber


class LibPhoneNumbers:
    """A ports.PhoneNumbers. An extension (``ext. 5``) is not part of the result."""

    def to_e164(self, number: str, region: str) -> str | None:
        """See ports.PhoneNumbers."""
        import phonenumbers

        try:
            parsed = phonenumbers.parse(number, region or None, keep_raw_input=True)
        except phonenumbers.NumberParseException:
            return None
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if _is_good(parsed) else None

    def is_region(self, region: str) -> bool:
        """See ports.PhoneNumbers."""
        import phonenumbers

        return region in phonenumbers.SUPPORTED_REGIONS


def _is_good(parsed: PhoneNumber) -> bool:
    """Return whether a number could be in use, as far as can be known.

    A number typed with a plus is accepted if its length is possible: ranges come into use before the library knows
    them. Any other must be valid in the region, since ``1234`` may be an extension in somebody's office.
    """
    import phonenumbers

    if parsed.country_code_source == phonenumbers.CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN:
        reason = phonenumbers.is_possible_number_with_reason(parsed)
        return reason == phonenumbers.ValidationResult.IS_POSSIBLE
    return phonenumbers.is_valid_number(parsed)
