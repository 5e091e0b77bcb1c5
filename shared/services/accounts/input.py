"""The input of account use cases, and the rules that it must follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shared.domain.accounts import rules as account_rules
from shared.domain.accounts.account import DEFAULT_LOCALE, NOBODY, Account
from shared.domain.accounts.passwords import check_password, normalize_password
from shared.domain.accounts.rules import collected
from shared.domain.email_addresses import canonical_email, check_email
from shared.domain.errors import FieldProblem, InvalidEmailError, InvalidInputError

if TYPE_CHECKING:
    from shared.services.ports.phone_numbers import PhoneNumbers


def address_of(text: str) -> str:
    """Return the canonical form of an e-mail address; for a text that is not one, an address that nobody can have."""
    try:
        return canonical_email(_check_email(text))
    except InvalidEmailError:
        return NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The data of a new account."""

    email: str
    password: str = field(repr=False)
    full_name: str = ""
    locale: str = DEFAULT_LOCALE

    def checked(self) -> CheckedRegistration:
        """Return it in the form in which it is stored. Raises InvalidInputError naming every broken rule."""
        problems: list[FieldProblem] = []
        registration = CheckedRegistration(
            email=collected(_check_email, self.email, problems),
            password=collected(self._check_password, self.password, problems),
            full_name=collected(account_rules.check_full_name, self.full_name, problems),
            locale=collected(account_rules.check_locale, self.locale, problems),
        )
        if problems:
            raise InvalidInputError(*problems)
        return registration

    def _check_password(self, password: str) -> str:
        check_password(password, email=self.email)
        return normalize_password(password)


class CheckedRegistration(Registration):
    """A valid registration, which need not be checked again."""

    __slots__ = ()

    def checked(self) -> CheckedRegistration:
        """Return this very object."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileUpdate:
    """Changes of a profile; None leaves a field as it is. ``BookSettings`` explains the last three fields."""

    full_name: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    leap_day: str | None = None
    phone_region: str | None = None

    def checked(self, phone_numbers: PhoneNumbers) -> CheckedProfileUpdate:
        """Return it in the form in which it is stored. Raises InvalidInputError naming every broken rule."""

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

        checks = {
            "full_name": account_rules.check_full_name,
            "locale": account_rules.check_locale,
            "time_zone": account_rules.check_time_zone,
            "leap_day": account_rules.check_leap_day,
            "phone_region": check_region,
        }
        problems: list[FieldProblem] = []
        values = {
            name: collected(check, text, problems)
            for name, check in checks.items()
            if (text := getattr(self, name)) is not None
        }
        if problems:
            raise InvalidInputError(*problems)
        return CheckedProfileUpdate(**values)

    def applied_to(self, account: Account) -> Account:
        """Return the account with the changes; an equal one if nothing changes."""
        settings = {"time_zone": self.time_zone, "leap_day": self.leap_day, "phone_region": self.phone_region}
        return replace(
            account,
            full_name=account.full_name if self.full_name is None else self.full_name,
            locale=account.locale if self.locale is None else self.locale,
            settings=replace(
                account.settings, **{name: value for name, value in settings.items() if value is not None}
            ),
        )


class CheckedProfileUpdate(ProfileUpdate):
    """A valid profile update, which need not be checked again."""

    __slots__ = ()

    def checked(self, phone_numbers: PhoneNumbers) -> CheckedProfileUpdate:  # noqa: ARG002 - checked already
        """Return this very object."""
        return self


def _check_email(text: str) -> str:
    address = text.strip()
    check_email(address)
    if not address.rpartition("@")[0].isascii():
        raise InvalidEmailError("We cannot send mail to an address with letters other than a to z before the @.")
    return address
