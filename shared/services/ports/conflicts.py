"""A condition on a write did not hold: what the services need to know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import ContactsApiError

if TYPE_CHECKING:
    from shared.domain.accounts.account import EmailClaim
    from shared.domain.books import Book
    from shared.domain.limits import BucketState
    from shared.services.ports.commits import Receipt


class StoreConflictError(ContactsApiError):
    """A condition on a write did not hold: somebody else was faster. Services decide what that means."""


class RaceLostError(StoreConflictError):
    """The book moved on.

    ``book`` is its head now when nothing but the revision had changed; None when all must be read again.
    """

    def __init__(self, book: Book | None = None) -> None:
        super().__init__("the book has moved on")
        self.book = book


class BookMissingError(StoreConflictError):
    """There is no such book."""


class AlreadyDoneError(StoreConflictError):
    """A commit with this receipt was made before."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__("this was done before")
        self.receipt = receipt


class ClaimTakenError(StoreConflictError):
    """The address is claimed by another account, or by another version of this one.

    ``claim`` is the one in the way; None when the store cannot tell, because somebody was writing at that moment.
    """

    def __init__(self, claim: EmailClaim | None) -> None:
        super().__init__("the address is claimed")
        self.claim = claim


class AccountChangedError(StoreConflictError):
    """The account, or its token, is no longer the version that was read."""


class BucketChangedError(StoreConflictError):
    """The tally is no longer the one that was expected. ``current`` is the one there is now; None: there is none."""

    def __init__(self, current: BucketState | None) -> None:
        super().__init__("somebody else was counted first")
        self.current = current
