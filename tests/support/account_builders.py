"""Builders of accounts, tokens and mail for tests of their stores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
from shared.domain.books import BookSettings
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.ports.accounts import AccountStore

NOON = datetime(2026, 5, 17, 12, 0, 0, 123_000, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_NUMBERS = count(1)


def new_address() -> str:
    """Return an address that no other test uses."""
    return f"someone-{next(_NUMBERS)}@example.com"


def new_account(address: str | None = None, **more: Any) -> Account:
    """Return an unverified account, registered at noon, that expires in seven days."""
    number = next(_NUMBERS)
    address = address or new_address()
    return Account(
        id=f"account-{number}",
        email=address.title(),
        canonical_email=address,
        password_hash=f"hash-{number}",
        full_name="Олена O'Hara",
        settings=BookSettings(locale="uk-UA", time_zone="Europe/Kyiv", leap_day="03-01", phone_region="UA"),
        created_at=NOON,
        updated_at=NOON,
        expires_at=whole_seconds(NOON + 7 * DAY),
        **more,
    )


def whole_seconds(time: datetime) -> datetime:
    """Return the time without its fraction of a second, as what expires is stored."""
    return time.replace(microsecond=0)


def new_token(account: Account, *, expires_at: datetime = NOON + DAY) -> VerificationToken:
    """Return a verification token of an account, with a hash that no other test uses."""
    return VerificationToken(
        hash=f"token-hash-{next(_NUMBERS)}",
        account_id=account.id,
        canonical_email=account.canonical_email,
        expires_at=whole_seconds(expires_at),
    )


def new_mail(
    account_id: str = "account", *, created_at: datetime = NOON, kind: str = MailKind.VERIFY_EMAIL
) -> OutgoingMail:
    """Return a pending mail with an id that no other test uses."""
    number = next(_NUMBERS)
    return OutgoingMail(
        id=f"mail-{number}",
        kind=kind,
        account_id=account_id,
        created_at=created_at,
        token_id=f"token-{number}",
        key_id="k1",
    )


def verified(account: Account, *, at: datetime = NOON) -> Account:
    """Return the next version of an account, verified."""
    return replace(account, version=account.version + 1, verified_at=at, updated_at=at, expires_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A stored account, with what was stored along with it."""

    account: Account
    token: VerificationToken
    mail: OutgoingMail

    @property
    def claim(self) -> EmailClaim:
        """The claim of the account's address, which names the token."""
        return EmailClaim.of(self.account, self.token)

    @property
    def address(self) -> str:
        """The canonical address of the account."""
        return self.account.canonical_email


def register(
    store: AccountStore,
    account: Account | None = None,
    *,
    replaces: EmailClaim | None = None,
    now: datetime = NOON,
) -> Registered:
    """Store an account with a token and a mail."""
    account = account or new_account()
    registered = Registered(account=account, token=new_token(account), mail=new_mail(account.id))
    store.register(account, registered.claim, registered.token, registered.mail, replaces=replaces, now=now)
    return registered


def renew(store: AccountStore, registered: Registered, *, at: datetime = NOON) -> Registered:
    """Replace the registered token by a new one."""
    token = new_token(registered.account, expires_at=at + DAY)
    mail = new_mail(registered.account.id, created_at=at)
    claim = replace(registered.claim, token_hash=token.hash)
    store.renew_token(claim, token, mail, replaces=registered.claim)
    return Registered(account=registered.account, token=token, mail=mail)


def verify(store: AccountStore, registered: Registered, *, at: datetime = NOON) -> Account:
    """Use the registered token, and return the resulting account."""
    account = verified(registered.account, at=at)
    store.verify(account, replace(registered.token, used_at=at))
    return account
