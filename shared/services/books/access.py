"""Access control for books: who may do what to which book. Nothing else grants access to a book.

An endpoint declares the scope that it needs in the type of its ``caller`` (``web/caller.py``); this module decides
which scopes the caller has: those of its role that its token has, too. At present every account owns one book, and has
access to no other. Whatever will grant access (a share) belongs in ``Access.of``; what withdraws it, since an account
has ended its sessions, is in the head of its book, and ``admit`` is shown every head that is read.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import (
    AccountDeletedError,
    AccountDisabledError,
    InsufficientScopeError,
    SessionEndedError,
)
from shared.domain.errors import (
    AccountGoneError,
    ContactNotFoundError,
    EmailNotVerifiedError,
    InvalidAccessTokenError,
)
from shared.domain.scopes import EVERYTHING, Scope
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.books import Book, NotBefore
    from shared.services.ports.books import BookReader


class Role(StrEnum):
    """The relation of an account to a book."""

    OWNER = "owner"


SCOPES = {Role.OWNER: frozenset({Scope.CONTACTS_READ, Scope.CONTACTS_WRITE})}
"""The scopes of each role."""
NOTHING: frozenset[Scope] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The account that makes a request, and the token that says so, with its ``scopes``.

    ``verified`` is what was true when the token was issued; False for a personal access token, which does not tell.
    ``session_id`` is None in such a token, and in an access token of the former type: neither belongs to a session that
    is known. ``personal_token_id`` is None in every access token. ``must_be_fresh``: what is asked for needs a session
    whose owner has proved just now who they are; ``CurrentAccounts`` sees to that.
    """

    account_id: str
    verified: bool
    session_id: str | None
    issued_at: datetime
    scopes: frozenset[Scope] = EVERYTHING
    personal_token_id: str | None = None
    must_be_fresh: bool = False

    @property
    def book_id(self) -> str:
        """The id of the default book: the account's own id, so that the usual case needs no lookup."""
        return self.account_id

    @property
    def counted_as(self) -> str:
        """Whose requests a limit counts: each personal access token has limits of its own."""
        return self.personal_token_id or self.account_id

    def require(self, scope: Scope) -> None:
        """Raise InsufficientScopeError unless the token has the scope."""
        if scope not in self.scopes:
            raise InsufficientScopeError(scope)

    def require_valid(self, not_before: NotBefore | None, *, since: datetime | None = None) -> None:
        """Raise an error if the token is void by now, as the profile or the book of the account tells.

        ``since`` is when its session began, if that is known. Raises SessionEndedError; InvalidAccessTokenError for a
        personal access token.
        """
        if not_before is None:
            return
        if self.personal_token_id is not None:
            if not_before.voids_personal_token(self.issued_at):
                raise InvalidAccessTokenError("the access token has been revoked")
        elif not_before.voids(self.session_id or "", since or self.issued_at):
            raise SessionEndedError("this session has ended: sign in again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What an account may do to a book. Without access to it, ``role`` is None and ``scopes`` is empty.

    ``verified``: whether the account has verified its e-mail address. Before that it can use only its profile.
    ``counted_as`` is that of the caller.
    """

    account_id: str
    counted_as: str
    book_id: str
    role: Role | None
    scopes: frozenset[Scope]
    verified: bool

    def require(self, scope: Scope) -> None:
        """Raise an error unless the account has the scope and is verified.

        Raises ContactNotFoundError without any access, since such a book must not be seen to exist,
        InsufficientScopeError, and EmailNotVerifiedError.
        """
        if self.role is None:
            raise ContactNotFoundError(f"account {self.account_id} has no access to book {self.book_id}")
        if scope not in self.scopes:
            raise InsufficientScopeError(scope)
        if not self.verified:
            raise EmailNotVerifiedError("follow the link in the message that we sent you")


class Access:
    """Grants access to books."""

    def __init__(self, books: BookReader) -> None:
        self._books = books

    def of(self, caller: Caller, book_id: str) -> Grant:
        """Return what the caller may do to the book.

        A token that says that the account is verified is trusted, without a request. Otherwise the book is looked up,
        since it exists from the moment of verification, which thus takes effect at once; and for every personal access
        token, so that its account can end it. Until the request is answered, ``admit`` knows the caller.
        Raises StoreUnavailableError, SessionEndedError; for a personal access token also InvalidAccessTokenError, and
        AccountGoneError, since only verified accounts have any.
        """
        _caller.set(caller)
        if book_id != caller.book_id:
            role, scopes, verified = None, NOTHING, False
        else:
            role, scopes = Role.OWNER, SCOPES[Role.OWNER] & caller.scopes
            verified = caller.verified or self._exists(book_id)
            if not verified and caller.personal_token_id is not None:
                raise AccountGoneError("the account no longer exists")
        return Grant(
            account_id=caller.account_id,
            counted_as=caller.counted_as,
            book_id=book_id,
            role=role,
            scopes=scopes,
            verified=verified,
        )

    def _exists(self, book_id: str) -> bool:
        try:
            self._books.load(book_id)
        except BookMissingError:
            return False
        return True


_caller: ContextVar[Caller | None] = ContextVar("caller", default=None)
"""Who makes the request that is being answered, if anybody: tasks and schedules have no caller."""


def admit(book: Book) -> None:
    """Raise AccountDisabledError, or what ``Caller.require_valid`` raises, as the head of the caller's own book tells.

    AccountDeletedError, if nothing else is wrong with it, and the caller has deleted the account.
    Stores call it with every head that they read: it costs no request of its own, and no use case has to think of it.
    """
    caller = _caller.get()
    if caller is None or caller.book_id != book.id:
        return
    if book.disabled_at is not None:
        raise AccountDisabledError("this account is disabled")
    caller.require_valid(book.not_before)
    if book.erase_at is not None:
        raise AccountDeletedError("it is of no use until the link in the message that we sent undoes that")
