"""The input of account use cases, and the rules that it must follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shared.domain.accounts import rules as account_rules
from shared.domain.accounts.account import NOBODY, Account
from shared.domain.accounts.passwords import check_password, normalize_password
from shared.domain.accounts.rules import collected
from shared.domain.books import DEFAULT_LOCALE, BookSettings
from shared.domain.email_addresses import canonical_email, check_email, clean_email
from shared.domain.errors import FieldProblem, InvalidEmailError, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shared.services.ports.phone_numbers import PhoneNumbers


def address_of(text: str) -> str:
    """Return the canonical form of an e-mail address; for a text that is not one, an address that nobody can have."""
    try:
        return canonical_email(check_address(text))
    except InvalidEmailError:
        return NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The data of a new account. ``BookSettings`` explains the last four fields; None stands for its default."""

    email: str
    password: str = field(repr=False)
    full_name: str = ""
    locale: str = DEFAULT_LOCALE
    time_zone: str | None = None
    leap_day: str | None = None
    phone_region: str | None = None

    def checked(self, phone_numbers: PhoneNumbers) -> CheckedRegistration:
        """Return it in the form in which it is stored. Raises InvalidInputError naming every broken rule."""
        checks = {"email": check_address, "password": self._check_password, **_profile_checks(phone_numbers)}
        return CheckedRegistration(**_checked(self, checks))

    @property
    def settings(self) -> BookSettings:
        """The settings of the account's book."""
        return _changed(BookSettings(), self)

    def _check_password(self, password: str) -> str:
        check_password(password, email=clean_email(self.email), full_name=self.full_name)
        return normalize_password(password)


class CheckedRegistration(Registration):
    """A valid registration, which need not be checked again."""

    __slots__ = ()

    def checked(self, phone_numbers: PhoneNumbers) -> CheckedRegistration:  # noqa: ARG002 - checked already
        """Return this very object."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileUpdate:
    """Changes of a profile; None leaves a field as it is. ``BookSettings`` explains the last four fields."""

    full_name: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    leap_day: str | None = None
    phone_region: str | None = None

    def checked(self, phone_numbers: PhoneNumbers) -> CheckedProfileUpdate:
        """Return it in the form in which it is stored. Raises InvalidInputError naming every broken rule."""
        return CheckedProfileUpdate(**_checked(self, _profile_checks(phone_numbers)))

    def applied_to(self, account: Account) -> Account:
        """Return the account with the changes; an equal one if nothing changes."""
        return replace(
            account,
            full_name=account.full_name if self.full_name is None else self.full_name,
            settings=_changed(account.settings, self),
        )


class CheckedProfileUpdate(ProfileUpdate):
    """A valid profile update, which need not be checked again."""

    __slots__ = ()

    def checked(self, phone_numbers: PhoneNumbers) -> CheckedProfileUpdate:  # noqa: ARG002 - checked already
        """Return this very object."""
        return self


def check_address(text: str) -> str:
    """Return an e-mail address as it is stored. Raises InvalidEmailError."""
    address = clean_email(text)
    check_email(address)
    if not address.rpartition("@")[0].isascii():
        raise InvalidEmailError("We cannot send mail to an address with letters other than a to z before the @.")
    return address


def _profile_checks(phone_numbers: PhoneNumbers) -> Mapping[str, Callable[[str], str]]:
    """Return the check of each field that a registration and a profile have in common."""

    def check_region(text: str) -> str:
        region = text.upper()
        if region and not phone_numbers.is_region(region):
            raise InvalidInputError(
                FieldProblem(
                    pointer="/phone_region",
                    code="unknown_region",
                    detail="A region is the code of a country (ISO 3166-1) such as UA, or empty.",
                )
            )
        return region

    return {
        "full_name": account_rules.check_full_name,
        "locale": account_rules.check_locale,
        "time_zone": account_rules.check_time_zone,
        "leap_day": account_rules.check_leap_day,
        "phone_region": check_region,
    }


def _checked(data: Registration | ProfileUpdate, checks: Mapping[str, Callable[[str], str]]) -> dict[str, str]:
    """Return the fields that are set, as they are stored. Raises InvalidInputError naming every broken rule."""
    problems: list[FieldProblem] = []
    values = {
        name: collected(check, text, problems)
        for name, check in checks.items()
        if (text := getattr(data, name)) is not None
    }
    if problems:
        raise InvalidInputError(*problems)
    return values


def _changed(settings: BookSettings, data: Registration | ProfileUpdate) -> BookSettings:
    """Return the settings with those that the data sets."""
    names = ("locale", "time_zone", "leap_day", "phone_region")
    changes = {name: getattr(data, name) for name in names}
    return replace(settings, **{name: value for name, value in changes.items() if value is not None})
