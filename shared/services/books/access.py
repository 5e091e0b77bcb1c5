"""Access control for books: who may do what to which book. Nothing else grants access to a book.

An endpoint declares the scope that it needs in the type of its ``caller`` (``web/caller.py``); this module decides
which scopes the caller has. At present every account owns one book, and has access to no other. Whatever will grant
access (a share, a token with fewer scopes) belongs in ``Access.of``; what withdraws it, since an account has ended its
sessions, is in the head of its book, and ``admit`` is shown every head that is read.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import AccountDeletedError, SessionEndedError
from shared.domain.errors import ContactNotFoundError, EmailNotVerifiedError
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.books import Book
    from shared.services.ports.books import BookReader


class Scope(StrEnum):
    """A kind of access to a book (RFC 6749 section 3.3)."""

    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"


class Role(StrEnum):
    """The relation of an account to a book."""

    OWNER = "owner"


SCOPES = {Role.OWNER: frozenset(Scope)}
"""The scopes of each role."""
NOTHING: frozenset[Scope] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The account that makes a request, and the access token that says so.

    ``verified`` is what was true when the token was issued. ``session_id`` is None in a token of the former type, which
    belongs to no session that is known. ``must_be_fresh``: what is asked for needs a session whose owner has proved
    just now who they are; ``CurrentAccounts`` sees to that.
    """

    account_id: str
    verified: bool
    session_id: str | None
    issued_at: datetime
    must_be_fresh: bool = False

    @property
    def book_id(self) -> str:
        """The id of the default book: the account's own id, so that the usual case needs no lookup."""
        return self.account_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What an account may do to a book. Without access to it, ``role`` is None and ``scopes`` is empty.

    ``verified``: whether the account has verified its e-mail address. Before that it can use only its profile.
    """

    account_id: str
    book_id: str
    role: Role | None
    scopes: frozenset[Scope]
    verified: bool

    def require(self, scope: Scope) -> None:
        """Raise an error unless the account has the scope and is verified.

        Raises ContactNotFoundError without the scope, since a book without access must not be seen to exist, and
        EmailNotVerifiedError.
        """
        if scope not in self.scopes:
            raise ContactNotFoundError(f"account {self.account_id} lacks {scope} on book {self.book_id}")
        if not self.verified:
            raise EmailNotVerifiedError("follow the link in the message that we sent you")


class Access:
    """Grants access to books."""

    def __init__(self, books: BookReader) -> None:
        self._books = books

    def of(self, caller: Caller, book_id: str) -> Grant:
        """Return what the caller may do to the book.

        A token that says that the account is verified is trusted, without a request. Otherwise the book is looked up,
        since it exists from the moment of verification, which thus takes effect at once. Until the request is answered,
        ``admit`` knows the caller. Raises StoreUnavailableError, SessionEndedError.
        """
        _caller.set(caller)
        if book_id != caller.book_id:
            return Grant(account_id=caller.account_id, book_id=book_id, role=None, scopes=NOTHING, verified=False)
        return Grant(
            account_id=caller.account_id,
            book_id=book_id,
            role=Role.OWNER,
            scopes=SCOPES[Role.OWNER],
            verified=caller.verified or self._exists(book_id),
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
    """Raise SessionEndedError if the caller's token is void by now, as the head of the caller's own book tells.

    AccountDeletedError, if nothing else is wrong with it, and the caller has deleted the account.
    Stores call it with every head that they read: it costs no request of its own, and no use case has to think of it.
    """
    caller = _caller.get()
    if caller is None or caller.book_id != book.id:
        return
    if book.not_before is not None and book.not_before.voids(caller.session_id or "", caller.issued_at):
        raise SessionEndedError("this session has ended: sign in again")
    if book.erase_at is not None:
        raise AccountDeletedError("it is of no use until the link in the message that we sent undoes that")
