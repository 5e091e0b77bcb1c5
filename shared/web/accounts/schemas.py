"""Accounts on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field

from shared.domain.accounts.account import Account
from shared.domain.accounts.rules import MAX_FULL_NAME_LENGTH, MAX_LOCALE_LENGTH
from shared.services.accounts.input import ProfileUpdate, Registration
from shared.web.http.wire import ReadOnly, Wire

Email = Annotated[str, Field(max_length=254, examples=["ada@example.com"])]
Password = Annotated[
    str,
    Field(
        max_length=1024,
        examples=["correct horse battery"],
        description="12 characters or more, at most 72 bytes in UTF-8, and none that everybody uses.",
    ),
]
FullName = Annotated[str | None, Field(max_length=MAX_FULL_NAME_LENGTH, examples=["Ada Example"])]
Locale = Annotated[
    str | None, Field(max_length=MAX_LOCALE_LENGTH, description="A language tag (BCP 47).", examples=["en", "uk"])
]
TimeZone = Annotated[
    str | None, Field(max_length=64, description="An IANA name; decides what today is.", examples=["Europe/Kyiv"])
]
LeapDay = Annotated[
    str | None,
    Field(
        max_length=5, description="Where a 29 February falls in common years: `02-28` or `03-01`.", examples=["02-28"]
    ),
]
PhoneRegion = Annotated[
    str | None,
    Field(max_length=2, description="Country (ISO 3166-1) of phone numbers without a country code.", examples=["UA"]),
]


class RegistrationIn(Wire):
    """What somebody signs up with."""

    email: Email
    password: Password
    full_name: FullName = None
    locale: Locale = None

    def to_registration(self) -> Registration:
        """Return what the service works with."""
        given = self.model_dump(exclude_none=True)
        return Registration(**given)


class RegisteredOut(Wire):
    """The same for an address that is new and for one that is taken."""

    email: Email
    is_verified: Literal[False] = False
    detail: str = "We have sent a mail to this address. Follow the link in it within 24 hours."


class CredentialsIn(Wire):
    """Who signs in."""

    email: Email
    password: Annotated[str, Field(max_length=1024)]


class PasswordGrantIn(Wire):
    """Who signs in, as OAuth 2.0 says it (RFC 6749 section 4.3.2). Other fields are ignored, as it asks for."""

    model_config = ConfigDict(extra="ignore")

    grant_type: Literal["password"] = "password"
    username: Annotated[Email, Field(description="The e-mail address.")]
    password: Annotated[str, Field(max_length=1024)]

    def to_credentials(self) -> CredentialsIn:
        """Return the same as JSON has it."""
        return CredentialsIn(email=self.username, password=self.password)


class VerificationIn(Wire):
    """The token of a verification mail, as a page's button sends it."""

    token: str


class AccessTokenOut(Wire):
    """An access token (RFC 6749 section 5.1)."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the name of a scheme
    expires_in: Annotated[int, Field(description="Seconds.")]


class ResendIn(Wire):
    """Whom to send another mail."""

    email: Email


class DetailOut(Wire):
    """A sentence for people."""

    detail: str


class ProfileIn(Wire):
    """What to change; what is absent or null stays as it is. What only the service writes is ignored."""

    full_name: FullName = None
    locale: Locale = None
    time_zone: TimeZone = None
    leap_day: LeapDay = None
    phone_region: PhoneRegion = None
    id: ReadOnly = None
    email: ReadOnly = None
    is_verified: ReadOnly = None
    role: ReadOnly = None
    avatar_url: ReadOnly = None
    created_at: ReadOnly = None

    def to_update(self) -> ProfileUpdate:
        """Return what the service works with."""
        return ProfileUpdate(**self.model_dump(exclude_none=True))


class ProfileOut(Wire):
    """The caller's account."""

    id: str
    email: Email
    is_verified: bool
    role: str
    full_name: str
    locale: str
    time_zone: str
    leap_day: str
    phone_region: str
    avatar_url: Annotated[str | None, Field(description="A picture of 300 by 300 pixels; a new one has a new address.")]
    created_at: datetime

    @classmethod
    def of(cls, account: Account) -> Self:
        """Return the wire form of an account."""
        return cls(
            id=account.id,
            email=account.email,
            is_verified=account.is_verified,
            role=account.role,
            full_name=account.full_name,
            locale=account.locale,
            time_zone=account.settings.time_zone,
            leap_day=account.settings.leap_day,
            phone_region=account.settings.phone_region,
            avatar_url=account.avatar_url,
            created_at=account.created_at,
        )
