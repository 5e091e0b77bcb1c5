"""The items of the Accounts table: profiles, claims on e-mail addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import (
    IntegerAttribute,
    MillisecondsAttribute,
    MomentsAttribute,
    SecondsAttribute,
    TextListAttribute,
    stored,
)
from shared.adapters.dynamo.reading import members
from shared.domain.accounts.account import DEFAULT_ROLE, Account, EmailClaim
from shared.domain.books import DEFAULT_LEAP_DAY, DEFAULT_LOCALE, DEFAULT_TIME_ZONE, BookSettings, NotBefore
from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pynamodb.exceptions import CancellationReason
    from pynamodb.expressions.update import Action

    from shared.adapters.dynamo.reading import Item

PROFILE = "PROFILE"
WAITING = "WAITING"
CLAIM = "CLAIM"
_MEMBERS = (
    "password_hash",
    "full_name",
    "role",
    "avatar_url",
    "disabled_at",
    "reset_token_hash",
    "new_email",
    "change_token_hash",
    "erase_at",
    "keep_token_hash",
)
_SETTINGS = ("locale", "time_zone", "leap_day", "phone_region")
_LISTS = ("second_factors", "passkeys", "undos")
"""What may be changed of an account, by the names that both it and its item have."""


class ProfileItem(AccountsTableItem):
    """An account: ``ACCOUNT#id / PROFILE``. ``verified_by`` is the hash of the token that verified it."""

    account_id = UnicodeAttribute()
    email = UnicodeAttribute()
    canonical_email = UnicodeAttribute()
    password_hash = UnicodeAttribute()
    full_name = UnicodeAttribute(default="")
    locale = UnicodeAttribute(default=DEFAULT_LOCALE)
    role = UnicodeAttribute(default=DEFAULT_ROLE)
    time_zone = UnicodeAttribute(default=DEFAULT_TIME_ZONE)
    leap_day = UnicodeAttribute(default=DEFAULT_LEAP_DAY)
    phone_region = UnicodeAttribute(default="")
    avatar_url = UnicodeAttribute(null=True)
    version = IntegerAttribute()
    created_at = MillisecondsAttribute()
    updated_at = MillisecondsAttribute()
    verified_at = MillisecondsAttribute(null=True)
    sessions_not_before = SecondsAttribute(null=True)
    kept_session = UnicodeAttribute(null=True)
    personal_tokens_not_before = SecondsAttribute(null=True)
    disabled_at = MillisecondsAttribute(null=True)
    reset_token_hash = UnicodeAttribute(null=True)
    new_email = UnicodeAttribute(null=True)
    change_token_hash = UnicodeAttribute(null=True)
    verified_by = UnicodeAttribute(null=True)
    erase_at = MillisecondsAttribute(null=True)
    keep_token_hash = UnicodeAttribute(null=True)
    undos = TextListAttribute(null=True)
    second_factors = TextListAttribute(null=True)
    passkeys = TextListAttribute(null=True)
    password_is_short = BooleanAttribute(null=True)

    @classmethod
    def key(cls, account_id: str) -> tuple[str, str]:
        """Return the key of an account's profile."""
        return f"ACCOUNT#{account_id}", PROFILE

    @classmethod
    def of(cls, account: Account) -> Self:
        """Return the item of an account."""
        not_before = account.not_before
        return cls(
            *cls.key(account.id),
            account_id=account.id,
            email=account.email,
            canonical_email=account.canonical_email,
            password_hash=account.password_hash,
            full_name=account.full_name,
            locale=account.locale,
            role=account.role,
            time_zone=account.settings.time_zone,
            leap_day=account.settings.leap_day,
            phone_region=account.settings.phone_region,
            avatar_url=account.avatar_url,
            version=account.version,
            created_at=account.created_at,
            updated_at=account.updated_at,
            verified_at=account.verified_at,
            expires_at=account.expires_at,
            sessions_not_before=not_before and not_before.at,
            kept_session=not_before and not_before.kept_session_id,
            personal_tokens_not_before=not_before and not_before.personal_tokens_at,
            disabled_at=account.disabled_at,
            reset_token_hash=account.reset_token_hash,
            new_email=account.new_email,
            change_token_hash=account.change_token_hash,
            erase_at=account.erase_at,
            keep_token_hash=account.keep_token_hash,
            undos=list(account.undos) or None,
            second_factors=list(account.second_factors) or None,
            passkeys=list(account.passkeys) or None,
            password_is_short=account.password_is_short or None,
        )

    @classmethod
    def changes(cls, account: Account, *, replaces: Account) -> list[Action]:
        """Return the updates that store what differs from the version before."""
        pairs: list[tuple[Any, Any, str]] = [(account, replaces, name) for name in _MEMBERS]
        pairs += [(account.settings, replaces.settings, name) for name in _SETTINGS]
        changed = [
            stored(getattr(cls, name), getattr(new, name))
            for new, old, name in pairs
            if getattr(new, name) != getattr(old, name)
        ]
        if account.not_before is not None and account.not_before != replaces.not_before:
            changed.append(cls.sessions_not_before.set(account.not_before.at))
            changed.append(stored(cls.kept_session, account.not_before.kept_session_id))
            changed.append(stored(cls.personal_tokens_not_before, account.not_before.personal_tokens_at))
        changed += [
            stored(getattr(cls, name), list(getattr(account, name)) or None)
            for name in _LISTS
            if getattr(account, name) != getattr(replaces, name)
        ]
        if account.password_is_short != replaces.password_is_short:
            changed.append(stored(cls.password_is_short, account.password_is_short or None))
        return [*changed, *cls.new_version(account)]

    @classmethod
    def rehashing(cls, account: Account) -> list[Action]:
        """Return the updates that store another hash of the same password."""
        is_short = stored(cls.password_is_short, account.password_is_short or None)
        return [cls.password_hash.set(account.password_hash), is_short, *cls.new_version(account)]

    @classmethod
    def new_version(cls, account: Account) -> list[Action]:
        """Return the updates that every new version takes."""
        return [cls.version.set(account.version), cls.updated_at.set(account.updated_at)]

    @classmethod
    def read(cls, item: Item) -> Account:
        """Return the account of an item."""
        values = members(cls, item)
        changeable: dict[str, Any] = {name: values.get(name) for name in _MEMBERS}
        changeable |= {name: tuple(values.get(name, ())) for name in _LISTS}
        return Account(
            id=values["account_id"],
            email=values["email"],
            canonical_email=values["canonical_email"],
            version=values["version"],
            created_at=values["created_at"],
            updated_at=values["updated_at"],
            verified_at=values.get("verified_at"),
            expires_at=values.get("expires_at"),
            settings=BookSettings(**{name: values[name] for name in _SETTINGS}),
            not_before=_not_before(values),
            password_is_short=values.get("password_is_short", False),
            **changeable,
        )


class WaitingItem(ProfileItem):
    """An account that takes effect when its message is sent: ``ACCOUNT#id / WAITING``."""

    @classmethod
    def key(cls, account_id: str) -> tuple[str, str]:
        """Return the key of a waiting account."""
        return f"ACCOUNT#{account_id}", WAITING


class ClaimItem(AccountsTableItem):
    """Which account an e-mail address belongs to: ``EMAIL#canonical / CLAIM``."""

    canonical_email = UnicodeAttribute()
    account_id = UnicodeAttribute()
    token_hash = UnicodeAttribute(null=True)
    mailed_at = MomentsAttribute(null=True)
    waiting = UnicodeAttribute(null=True)
    sending = UnicodeAttribute(null=True)
    held_for = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, canonical_email: str) -> tuple[str, str]:
        """Return the key of the claim on an address."""
        return f"EMAIL#{canonical_email}", CLAIM

    @classmethod
    def of(cls, claim: EmailClaim) -> Self:
        """Return the item of a claim."""
        return cls(
            *cls.key(claim.canonical_email),
            canonical_email=claim.canonical_email,
            account_id=claim.account_id,
            token_hash=claim.token_hash,
            mailed_at=list(claim.mailed_at) or None,
            waiting=claim.waiting,
            sending=claim.sending,
            held_for=claim.held_for,
            expires_at=claim.expires_at,
        )

    @classmethod
    def changes(cls, claim: EmailClaim) -> list[Action]:
        """Return the updates that make it the item of another version of its claim."""
        return [
            cls.account_id.set(claim.account_id),
            stored(cls.token_hash, claim.token_hash),
            stored(cls.mailed_at, list(claim.mailed_at) or None),
            stored(cls.waiting, claim.waiting),
            stored(cls.sending, claim.sending),
            stored(cls.held_for, claim.held_for),
            stored(cls.expires_at, claim.expires_at),
        ]

    @classmethod
    def standing(cls, reason: CancellationReason | None, now: datetime) -> EmailClaim | None:
        """Return the claim that was in the way of a write, if the reason has one, and it has not expired."""
        if reason is None or not reason.raw_item:
            return None
        return unless_expired(cls.from_raw_data(reason.raw_item).to_claim(), now)

    def to_claim(self) -> EmailClaim:
        """Return the claim."""
        return EmailClaim(
            canonical_email=self.canonical_email,
            account_id=self.account_id,
            token_hash=self.token_hash,
            mailed_at=tuple(self.mailed_at or ()),
            waiting=self.waiting,
            sending=self.sending,
            held_for=self.held_for,
            expires_at=self.expires_at,
        )


def _not_before(values: Mapping[str, Any]) -> NotBefore | None:
    at: datetime | None = values.get("sessions_not_before")
    if at is None:
        return None
    return NotBefore(
        at=at, kept_session_id=values.get("kept_session"), personal_tokens_at=values.get("personal_tokens_not_before")
    )
