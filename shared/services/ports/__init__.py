"""What the use cases need from the outside, as protocols.

tests/contracts holds one suite per port, run on every adapter.

Every method may raise StoreUnavailableError (nothing was written) besides the errors it names; a write may also raise
OutcomeUnknownError (it may or may not have happened).
"""

from shared.services.ports.accounts import AccountStore
from shared.services.ports.avatars import AvatarStore
from shared.services.ports.books import BookState, BookStore, ContactSearch, NameIndex, Position, Slice
from shared.services.ports.commits import MAX_COMMIT_BYTES, MAX_WRITES_PER_COMMIT, Commit, ContactWrite, Receipt
from shared.services.ports.conflicts import (
    AccountChangedError,
    AlreadyDoneError,
    BookMissingError,
    ClaimTakenError,
    RaceLostError,
    StoreConflictError,
    TallyChangedError,
)
from shared.services.ports.limits import LimitStore
from shared.services.ports.mail import MailSender, Outbox, RenderedMail
from shared.services.ports.phone_numbers import PhoneNumbers
from shared.services.ports.readiness import Readiness
from shared.services.ports.security import AccessClaims, AccessTokens, Credentials, PasswordHasher, Secrets

__all__ = [
    "MAX_COMMIT_BYTES",
    "MAX_WRITES_PER_COMMIT",
    "AccessClaims",
    "AccessTokens",
    "AccountChangedError",
    "AccountStore",
    "AlreadyDoneError",
    "AvatarStore",
    "BookMissingError",
    "BookState",
    "BookStore",
    "ClaimTakenError",
    "Commit",
    "ContactSearch",
    "ContactWrite",
    "Credentials",
    "LimitStore",
    "MailSender",
    "NameIndex",
    "Outbox",
    "PasswordHasher",
    "PhoneNumbers",
    "Position",
    "RaceLostError",
    "Readiness",
    "Receipt",
    "RenderedMail",
    "Secrets",
    "Slice",
    "StoreConflictError",
    "TallyChangedError",
]
