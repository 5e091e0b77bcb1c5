"""An account: who may sign in, and how ownership of an e-mail address is verified."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.accounts.erasure import GRACE
from shared.domain.accounts.errors import PasswordTooShortError
from shared.domain.books import BookSettings, NotBefore

if TYPE_CHECKING:
    from collections.abc import Collection

    from shared.domain.mails import OutgoingMail

UNVERIFIED_ACCOUNT_TTL = timedelta(days=7)
VERIFICATION_TOKEN_TTL = timedelta(hours=24)
MAILS_PER_HOUR = 5
"""How many messages with tokens an address is sent in any hour, from however many networks they are asked for."""
MAX_TOKEN_LENGTH = 256
"""Of the token in the link of a message: what is longer is none of ours."""
_HOUR = timedelta(hours=1)
DEFAULT_ROLE = "user"
ADMIN_ROLE = "admin"
ROLES = (DEFAULT_ROLE, ADMIN_ROLE)
MAX_UNDOS = 20
"""So many changes of the address can be undone one by one at a time; a further one goes with an earlier one."""
NOBODY = "nobody"
"""The id of no account: looked up when there is none, so that an unknown address costs what a known one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A registered person. ``verified_at`` is None until the address is verified, ``expires_at`` is None from then on.

    ``avatar_url`` is the public URL of the person's avatar, or None. ``not_before`` voids sessions and access tokens,
    and is the same in the account's book. An account with ``disabled_at`` is of no use until it is enabled again.
    ``reset_token_hash`` names the only token that resets the password. ``new_email`` is the address that replaces
    ``email`` once the token that was sent there, which ``change_token_hash`` names, is used. ``second_factors`` are
    those that a sign-in asks for, some of which only newer code may know; ``passkeys`` are the ids of all that there
    are. ``password_is_short``: the password would be too short if it were the only factor. ``password_hash`` is empty
    without one.
    ``undos`` are the changes of the address that can be undone, the earliest first: until when, in seconds since 1970,
    and the hash of the token that does it.
    An account with ``erase_at`` was deleted by its owner, and is erased then, unless the token that ``keep_token_hash``
    names is used before.
    """

    id: str
    email: str
    canonical_email: str
    password_hash: str = field(repr=False)
    full_name: str = ""
    role: str = DEFAULT_ROLE
    settings: BookSettings = BookSettings()
    avatar_url: str | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime
    verified_at: datetime | None = None
    expires_at: datetime | None = None
    not_before: NotBefore | None = None
    disabled_at: datetime | None = None
    reset_token_hash: str | None = field(default=None, repr=False)
    new_email: str | None = None
    change_token_hash: str | None = field(default=None, repr=False)
    undos: tuple[str, ...] = field(default=(), repr=False)
    erase_at: datetime | None = None
    keep_token_hash: str | None = field(default=None, repr=False)
    second_factors: tuple[str, ...] = ()
    passkeys: tuple[str, ...] = ()
    password_is_short: bool = False

    @property
    def locale(self) -> str:
        """The language of messages to the person, and of the names in the person's book (BCP 47)."""
        return self.settings.locale

    @property
    def is_verified(self) -> bool:
        """Whether the address has been verified."""
        return self.verified_at is not None

    @property
    def has_password(self) -> bool:
        """Whether it can be signed in to with a password; not after a sign-up with an identity, until one is set."""
        return bool(self.password_hash)

    @property
    def is_admin(self) -> bool:
        """Whether it may see and change other accounts, now."""
        return self.role == ADMIN_ROLE and self.disabled_at is None

    @property
    def book_id(self) -> str:
        """The account's default book: it has the same id, so that the common case needs no lookup."""
        return self.id

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone does not sign in."""
        return bool(self.second_factors)

    def with_second_factor(self, factor: str) -> Account:
        """Return the account with another second factor."""
        others = (one for one in self.second_factors if one != factor)
        return replace(self, second_factors=(*others, factor))

    def without_second_factor(self, factor: str) -> Account:
        """Return the account without one of its second factors.

        Raises PasswordTooShortError if its password would then be the only factor, and is too short for that.
        """
        left = tuple(one for one in self.second_factors if one != factor)
        if not left and self.password_is_short:
            raise PasswordTooShortError("choose a password that is long enough by itself first")
        return replace(self, second_factors=left)

    def without_passkeys(self, ids: Collection[str]) -> Account:
        """Return the account without the passkeys with these ids."""
        return replace(self, passkeys=tuple(each for each in self.passkeys if each not in ids))

    def without_sessions(self, now: datetime, *, but: str | None = None, personal_tokens: bool = False) -> Account:
        """Return the account with all its sessions and access tokens void, but for those of one session.

        With ``personal_tokens``, all personal access tokens are void, too.

        Access tokens say in whole seconds when they were issued, so it is the next full second that voids them. What
        has begun since an earlier ending in the same second counts as begun at the next one: then it is the one after.
        """
        last = now if self.not_before is None else max(now, self.not_before.at)
        at = last.replace(microsecond=0) + timedelta(seconds=1)
        tokens_at = at if personal_tokens else self.personal_tokens_since
        return replace(self, not_before=NotBefore(at=at, kept_session_id=but, personal_tokens_at=tokens_at))

    def with_undo(self, token_hash: str, until: datetime, now: datetime) -> Account:
        """Return the account, whose address has just changed, with the token that undoes that."""
        open_ = (one for one in self.undos if int(one.partition(" ")[0]) > now.timestamp())
        return replace(self, undos=(*open_, f"{until.timestamp():.0f} {token_hash}")[:MAX_UNDOS])

    def can_be_undone_by(self, token_hash: str) -> bool:
        """Return whether a token undoes a change of the address that has not been undone, also with an earlier one."""
        return token_hash in self._undo_hashes

    def undone_by(self, token_hash: str) -> Account:
        """Return the account as nothing undoes the change that this token does, nor any later one."""
        return replace(self, undos=self.undos[: self._undo_hashes.index(token_hash)])

    @property
    def _undo_hashes(self) -> list[str]:
        return [one.partition(" ")[2] for one in self.undos]

    def disabled(self, now: datetime) -> Account:
        """Return the account as it is of no use to anybody: its sessions and tokens are void, also later."""
        return replace(self.without_sessions(now, personal_tokens=True), disabled_at=now)

    @property
    def personal_tokens_since(self) -> datetime | None:
        """Since when a personal access token must have been made to be valid; None if that does not matter."""
        return None if self.not_before is None else self.not_before.personal_tokens_at

    def deleted(self, now: datetime, *, keep_token_hash: str) -> Account:
        """Return the account as its owner has deleted it: to be erased in a week, without sessions, all links void.

        If it was deleted before, it is erased when it was to be.
        """
        return replace(
            self.without_sessions(now),
            erase_at=self.erase_at or (now + GRACE).replace(microsecond=0),
            keep_token_hash=keep_token_hash,
            reset_token_hash=None,
            new_email=None,
            change_token_hash=None,
        )

    def kept(self) -> Account:
        """Return the account without its deletion."""
        return replace(self, erase_at=None, keep_token_hash=None)

    def is_to_be_erased(self, now: datetime) -> bool:
        """Return whether it is too late to undo the deletion."""
        return self.erase_at is not None and self.erase_at <= now

    def sessions_since(self, session_id: str) -> datetime | None:
        """Return since when a session of this id must have begun to be valid; None if that does not matter."""
        if self.not_before is None or session_id == self.not_before.kept_session_id:
            return None
        return self.not_before.at

    def issued_at(self, now: datetime) -> datetime:
        """Return when a session or a token that begins now counts as begun: never so early that it is void."""
        return now if self.not_before is None else max(now, self.not_before.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailClaim:
    """The claim that makes an e-mail address unique.

    ``token_hash`` names the only valid verification token while the account is unverified. ``mailed_at`` is when the
    latest messages with such tokens were sent, at most as many as one hour allows. ``waiting`` is the id of a message
    beyond these, ``sending`` that of one whose turn has come: with it a newer registration, or token, takes effect.
    ``held_for`` is the account that has left the address, and may have it back until the claim expires; meanwhile
    nobody can register it, and it names no account.
    """

    canonical_email: str
    account_id: str
    token_hash: str | None = None
    expires_at: datetime | None = None
    mailed_at: tuple[datetime, ...] = ()
    waiting: str | None = None
    sending: str | None = None
    held_for: str | None = None

    @property
    def is_verified(self) -> bool:
        """Whether an account has verified the address: nobody else can register it.

        Such a claim expires only if the address is held for an account that has left it.
        """
        return self.expires_at is None or self.held_for is not None

    @classmethod
    def held(cls, account: Account, *, until: datetime) -> EmailClaim:
        """Return the claim on an address that the account leaves."""
        return cls(canonical_email=account.canonical_email, account_id=NOBODY, held_for=account.id, expires_at=until)

    @classmethod
    def of(cls, account: Account, token: VerificationToken, *, mailed_at: tuple[datetime, ...] = ()) -> EmailClaim:
        """Return the claim of a new account."""
        return cls(
            canonical_email=account.canonical_email,
            account_id=account.id,
            token_hash=token.hash,
            expires_at=account.expires_at,
            mailed_at=mailed_at,
        )

    def next_mail_at(self, now: datetime) -> datetime:
        """Return when the next message may be sent: ``now``, or when an hour has had its fill."""
        if len(self.mailed_at) < MAILS_PER_HOUR:
            return now
        return max(now, self.mailed_at[-MAILS_PER_HOUR] + _HOUR)

    def awaits_mail(self, now: datetime) -> bool:
        """Return whether a message waits that has not become too old to be sent."""
        return self.waiting is not None and now < self.mailed_at[-MAILS_PER_HOUR] + _HOUR + VERIFICATION_TOKEN_TTL

    def with_waiting(self, mail: OutgoingMail) -> EmailClaim:
        """Return the claim with a message that waits; it does not expire before the message is due."""
        assert mail.due_at is not None
        return replace(self.prolonged((mail.due_at + VERIFICATION_TOKEN_TTL).replace(microsecond=0)), waiting=mail.id)

    def prolonged(self, until: datetime) -> EmailClaim:
        """Return the claim of an unverified account, which expires no earlier than then."""
        return replace(self, expires_at=max(self.expires_at or until, until))

    def mailed(self, now: datetime) -> tuple[datetime, ...]:
        """Return ``mailed_at`` after one more message."""
        return (*self.mailed_at, now)[-MAILS_PER_HOUR:]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationToken:
    """What is stored of a verification token: its hash (SHA-256, hex), never the token."""

    hash: str
    account_id: str
    canonical_email: str
    expires_at: datetime
    used_at: datetime | None = None

    @classmethod
    def of(cls, raw_token: str, account_id: str, canonical_email: str, *, now: datetime) -> VerificationToken:
        """Return what is stored of a new token. It expires on a whole second, as TTLs do."""
        return cls(
            hash=token_hash(raw_token),
            account_id=account_id,
            canonical_email=canonical_email,
            expires_at=(now + VERIFICATION_TOKEN_TTL).replace(microsecond=0),
        )


def verification_token(secret: bytes, token_id: str) -> str:
    """Return the raw token sent in a message: HMAC-SHA256 of its id, base64url without padding (43 characters)."""
    digest = hmac.new(secret, f"verify-email:{token_id}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_hash(raw_token: str) -> str:
    """Return what is stored of a raw token: its SHA-256 in hex."""
    return hashlib.sha256(raw_token.encode()).hexdigest()
