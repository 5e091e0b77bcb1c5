"""The gate: who may do what to which book. Nothing else grants access to one.

An endpoint says which scope it needs, in the type of its ``caller`` (``web/caller.py``); what the caller has is found
out here. Today everybody is the owner of one book, their own. Whoever else shall get at a book, or no longer at theirs
- by a share, a token with fewer scopes, a disabled account -, gets it, or loses it, in ``Access.of``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.errors import ContactNotFoundError, EmailNotVerifiedError
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from shared.services.ports.books import BookStore


class Scope(StrEnum):
    """A kind of access to a book (RFC 6749 section 3.3)."""

    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"


class Role(StrEnum):
    """What an account is to a book."""

    OWNER = "owner"


SCOPES = {Role.OWNER: frozenset(Scope)}
"""What a role may do."""
NOTHING: frozenset[Scope] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The account that asks. ``verified`` is what was true when its token was issued."""

    account_id: str
    verified: bool

    @property
    def book_id(self) -> str:
        """The default book: the account's own id, so that the usual path needs no look-up."""
        return self.account_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What an account may do to a book: nothing, in no ``role``, to one that it has no part in.

    ``verified``: whether the account has proved its e-mail address. Before that it has nothing but a profile.
    """

    account_id: str
    book_id: str
    role: Role | None
    scopes: frozenset[Scope]
    verified: bool

    def require(self, scope: Scope) -> None:
        """Let pass who has the scope.

        Raises ContactNotFoundError: what somebody has no access to does not exist for them. Raises
        EmailNotVerifiedError.
        """
        if scope not in self.scopes:
            raise ContactNotFoundError(f"account {self.account_id} lacks {scope} on book {self.book_id}")
        if not self.verified:
            raise EmailNotVerifiedError("follow the link in the mail that we sent you")


class Access:
    """Grants access to books."""

    def __init__(self, books: BookStore) -> None:
        self._books = books

    def of(self, caller: Caller, book_id: str) -> Grant:
        """Return what the caller may do to the book.

        A token that says verified is trusted, and nobody is asked. One that says unverified costs a request, so that
        proving the address takes effect at once: the book exists since then. Raises StoreUnavailableError.
        """
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
