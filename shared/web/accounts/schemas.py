"""The wire models of accounts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import ConfigDict, Field

from shared.domain.accounts.account import MAX_TOKEN_LENGTH, VERIFICATION_TOKEN_TTL, Account
from shared.domain.accounts.passwords import MAX_CHARACTERS, MIN_CHARACTERS, MIN_CHARACTERS_BESIDE_A_FACTOR
from shared.domain.accounts.rules import MAX_FULL_NAME_LENGTH, MAX_LOCALE_LENGTH
from shared.domain.books import LEAP_DAYS
from shared.domain.email_addresses import MAX_BYTES as MAX_EMAIL_BYTES
from shared.services.accounts.input import ProfileUpdate, Registration
from shared.web.http.wire import CLEANED, ReadOnly, Wire

if TYPE_CHECKING:
    from shared.domain.accounts.second_factors import SecondFactorNeeded
    from shared.services.accounts.issuing import IssuedTokens

MAX_PASSWORD_LENGTH = 1024
"""Of what is read as a password at all: an older one may be longer than a new one."""

Email = Annotated[str, Field(max_length=MAX_EMAIL_BYTES, examples=["ada@example.com"])]
NewEmail = Annotated[
    str, Field(max_length=MAX_EMAIL_BYTES, json_schema_extra={"minLength": 3}, examples=["ada@example.com"])
]
"""The address of an account; of any other it is no matter what it is like, since there is no account with it."""
GivenPassword = Annotated[
    str,
    Field(max_length=MAX_PASSWORD_LENGTH, json_schema_extra={"minLength": 1}, examples=["correct horse battery"]),
]
_CHOSEN = "none that is known from a leak of passwords, and not made of words of the service or of the account."
Password = Annotated[
    str,
    Field(
        max_length=MAX_PASSWORD_LENGTH,
        json_schema_extra={"minLength": MIN_CHARACTERS, "maxLength": MAX_CHARACTERS},
        examples=["correct horse battery"],
        description=f"{MIN_CHARACTERS} to {MAX_CHARACTERS} characters of any script; {_CHOSEN}",
    ),
]
"""The password of a new account, which has no second factor yet."""
AnotherPassword = Annotated[
    str,
    Field(
        max_length=MAX_PASSWORD_LENGTH,
        json_schema_extra={"minLength": MIN_CHARACTERS_BESIDE_A_FACTOR, "maxLength": MAX_CHARACTERS},
        examples=["correct horse battery"],
        description=f"{MIN_CHARACTERS} to {MAX_CHARACTERS} characters of any script, or from "
        f"{MIN_CHARACTERS_BESIDE_A_FACTOR} on for an account with a second factor; {_CHOSEN}",
    ),
]
FullName = Annotated[str | None, Field(max_length=MAX_FULL_NAME_LENGTH, examples=["Ada Example"]), CLEANED]
Locale = Annotated[
    str | None,
    Field(
        max_length=MAX_LOCALE_LENGTH,
        description="A language tag (BCP 47), or a locale as systems name them, such as `en_US`. Messages are in that "
        "language if we have it, else in English. Contacts are listed in the order of names of that language.",
        examples=["en", "uk"],
    ),
    CLEANED,
]
TimeZone = Annotated[
    str | None,
    Field(max_length=64, description="An IANA time zone name; decides which day is today.", examples=["Europe/Kyiv"]),
    CLEANED,
]
LeapDay = Annotated[
    Annotated[str, Field(json_schema_extra={"enum": list(LEAP_DAYS)})] | None,
    Field(
        max_length=5,
        description="When a 29 February is celebrated in common years: `02-28` or `03-01`.",
        examples=["02-28"],
    ),
    CLEANED,
]
PhoneRegion = Annotated[
    Annotated[str, Field(json_schema_extra={"pattern": "^([A-Za-z]{2})?$"})] | None,
    Field(
        max_length=2,
        description="The country (ISO 3166-1) of phone numbers without a country code. A change applies to "
        "numbers that are typed from then on, and to those without an E.164 form at the next write of their contact.",
        examples=["UA"],
    ),
    CLEANED,
]


class RegistrationIn(Wire):
    """The data of a new account."""

    email: NewEmail
    password: Password
    full_name: FullName = None
    locale: Locale = None
    time_zone: TimeZone = None
    leap_day: LeapDay = None
    phone_region: PhoneRegion = None

    def to_registration(self) -> Registration:
        """Return the registration for the service."""
        return Registration(**self.model_dump(exclude_none=True))


class RegisteredOut(Wire):
    """The response to a registration: the same for a new address and for one that is taken."""

    email: Email
    is_verified: Literal[False] = False
    detail: str = (
        "We have sent a message to this address. "
        f"Follow the link in it within {VERIFICATION_TOKEN_TTL // timedelta(hours=1)} hours."
    )


class CredentialsIn(Wire):
    """The credentials of a sign-in."""

    email: Email
    password: GivenPassword


class PasswordGrantIn(Wire):
    """The OAuth 2.0 password grant (RFC 6749 section 4.3.2). Other fields are ignored, as section 3.2 requires."""

    model_config = ConfigDict(extra="ignore")

    grant_type: Literal["password"] = "password"
    username: Annotated[Email, Field(description="The e-mail address.")]
    password: GivenPassword

    def to_credentials(self) -> CredentialsIn:
        """Return the same credentials as those sent in JSON."""
        return CredentialsIn(email=self.username, password=self.password)


class VerificationIn(Wire):
    """The token from a verification message, as the button on the page sends it."""

    token: Annotated[
        str,
        Field(
            json_schema_extra={"minLength": 1, "maxLength": MAX_TOKEN_LENGTH},
            description="The `token` in the link of the message.",
        ),
    ]


class TokensOut(Wire):
    """The tokens of a session (RFC 6749 section 5.1)."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the name of a scheme
    expires_in: Annotated[int, Field(description="How many seconds the access token is valid.")]
    refresh_token: Annotated[
        str,
        Field(
            description="Exchange it with `POST /api/v1/auth/refresh` for the next two tokens. It works once, within "
            "{session_idle_lifetime}, and for at most {session_lifetime} since the sign-in.",
            examples=["k1.01JD9Z6M3K8QF5T2V7W4X0Y1R2.01JD9Z6M3K8QF5T2V7W4X0Y1R3.secret"],
        ),
    ]
    notice: Annotated[
        str | None,
        Field(
            exclude_if=lambda notice: notice is None,
            description="`verification_mail_bounced`: the message to this address could not be delivered, or its "
            "recipient complained. Register again once the address works, or with another one. `password_short`: the "
            "password has fewer characters than a new one needs; change it. Otherwise absent.",
        ),
    ] = None

    @classmethod
    def of(cls, issued: "IssuedTokens") -> Self:
        """Return the tokens as clients see them."""
        notices = {
            "verification_mail_bounced": issued.verification_mail_bounced,
            "password_short": issued.password_is_short,
        }
        notice = next((name for name, applies in notices.items() if applies), None)
        return cls(
            access_token=issued.access_token,
            expires_in=issued.expires_in_seconds,
            refresh_token=issued.refresh_token,
            notice=notice,
        )


class SecondFactorQuestionOut(Wire):
    """What asks for a second factor."""

    challenge: Annotated[
        str,
        Field(
            description="Send it, with a factor, to `POST /api/v1/auth/login/second-factor`: it is good for that only.",
            examples=["01JD9Z6M3J0A1B2C3D4E5F6G7H.q3Zr0pS9d1mYx7uVtN4bLk2hJc8wEaFgGi5oTlRnPsQx1yZ2"],
        ),
    ]
    methods: Annotated[
        Sequence[str],
        Field(
            description="What can be sent: `totp` (a `code`), `recovery_code`, `passkey`.",
            examples=[["totp", "recovery_code", "passkey"]],
        ),
    ]
    expires_in: Annotated[int, Field(description="How many seconds the challenge is valid.", examples=[300])]


class SecondFactorNeededOut(Wire):
    """A sign-in that a second factor completes."""

    second_factor: SecondFactorQuestionOut
    notice: Annotated[
        str | None,
        Field(
            exclude_if=lambda notice: notice is None, description="`password_short`, as with tokens. Otherwise absent."
        ),
    ] = None

    @classmethod
    def of(cls, needed: "SecondFactorNeeded") -> Self:
        """Return what asks for a second factor as clients see it."""
        question = SecondFactorQuestionOut(
            challenge=needed.challenge, methods=needed.methods, expires_in=needed.expires_in_seconds
        )
        return cls(second_factor=question, notice="password_short" if needed.password_is_short else None)


class ResendIn(Wire):
    """The address to send another verification message to."""

    email: Email


class DetailOut(Wire):
    """A sentence that tells people the outcome."""

    detail: str


class ProfileIn(Wire):
    """Changes of a profile. Members that are absent or null stay as they are; read-only members are ignored."""

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
        """Return the update for the service."""
        return ProfileUpdate(**self.model_dump(exclude_none=True))


class ProfileOut(Wire):
    """The profile of an account."""

    id: str
    email: Email
    is_verified: bool
    role: str
    full_name: str
    locale: str
    time_zone: str
    leap_day: str
    phone_region: str
    avatar_url: Annotated[
        str | None, Field(description="The URL of an image of 300 by 300 pixels; every new avatar has a new URL.")
    ]
    created_at: datetime

    @classmethod
    def of(cls, account: Account) -> Self:
        """Return the profile of an account."""
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
