"""Failed conditions of writes, in the terms of the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import ContactsApiError

if TYPE_CHECKING:
    from shared.domain.accounts.account import EmailClaim
    from shared.domain.accounts.sessions import Session
    from shared.domain.books import Book
    from shared.domain.limits import BucketState
    from shared.services.ports.receipts import Receipt


class StoreConflictError(ContactsApiError):
    """A condition on a write did not hold: another writer was faster. Services decide what that means."""


class RaceLostError(StoreConflictError):
    """The book has a newer revision, or its contacts are getting other name keys.

    ``book`` is its current head if nothing but the revision stood in the way; None if everything must be read again.
    """

    def __init__(self, book: Book | None = None) -> None:
        super().__init__("the book has moved on")
        self.book = book


class BookMissingError(StoreConflictError):
    """There is no such book."""


class AlreadyDoneError(StoreConflictError):
    """A commit with this receipt was made earlier."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__("this was done before")
        self.receipt = receipt


class OperationMovedError(StoreConflictError):
    """The operation is no longer in the state that was read: it must be read again."""


class AlreadyCreatedError(StoreConflictError):
    """A contact that was to be created exists.

    ``fingerprint`` is that of the request that created it, or None if that had no key.
    """

    def __init__(self, fingerprint: str | None) -> None:
        super().__init__("this was created before")
        self.fingerprint = fingerprint


class TooManyDismissedError(StoreConflictError):
    """A contact has as many dismissed pairs as are kept."""

    def __init__(self) -> None:
        super().__init__("one of the contacts has too many dismissed pairs")


class ViewsChangedError(StoreConflictError):
    """The views of the book are no longer in the version that was read."""

    def __init__(self) -> None:
        super().__init__("the views have changed")


class FeedsChangedError(StoreConflictError):
    """The feeds of the book are no longer in the version that was read."""

    def __init__(self) -> None:
        super().__init__("the feeds have changed")


class ClaimTakenError(StoreConflictError):
    """The address is claimed by another account, or by another version of this one.

    ``claim`` is the conflicting one; None if the store cannot tell, because it was being written at that moment.
    """

    def __init__(self, claim: EmailClaim | None) -> None:
        super().__init__("the address is claimed")
        self.claim = claim


class AccountChangedError(StoreConflictError):
    """The account, or its token, is no longer the version that was read."""


class PersonalTokensChangedError(StoreConflictError):
    """The personal access tokens of the account, or the account, are no longer in the version that was read."""

    def __init__(self) -> None:
        super().__init__("the personal access tokens have changed")


class TokenNotCurrentError(StoreConflictError):
    """The refresh token is not the current one of a session that is alive. ``session`` is as it is; None if gone."""

    def __init__(self, session: Session | None) -> None:
        super().__init__("the refresh token is not the current one")
        self.session = session


class ProofUsedError(StoreConflictError):
    """A challenge, a code or whatever else proves something once was used before, so nothing was written."""


class SessionBusyError(StoreConflictError):
    """The session was being written by somebody else, so nothing was written."""


class BucketChangedError(StoreConflictError):
    """The bucket is no longer in the expected state. ``current`` is the state it is in; None if there is none."""

    def __init__(self, current: BucketState | None) -> None:
        super().__init__("somebody else was counted first")
        self.current = current


class IdentityClaimedError(StoreConflictError):
    """An account has the identity, or was being given it at that moment."""

    def __init__(self) -> None:
        super().__init__("the identity is claimed")


class ProofExistsError(StoreConflictError):
    """An identity was proven with this code before."""

    def __init__(self) -> None:
        super().__init__("the code was issued before")
