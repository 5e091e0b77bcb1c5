"""A book: the unit of ownership, ordering and consistency. Its revision counts all changes of all its contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.domain.text.name_orders import IN_COMMON_ORDER, NameOrder, order_of_new_book

DEFAULT_LOCALE = "en"
DEFAULT_TIME_ZONE = "UTC"
DEFAULT_LEAP_DAY = "02-28"
LEAP_DAYS = ("02-28", "03-01")
MAX_CONTACTS = 100_000
"""Live contacts in a book, unless a deployment allows fewer. So many of the largest ones, with the ids that the service
gives to their values, fit into the 10 GB that a partition key with local indexes may hold (docs/limits.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSettings:
    """The settings that a book copies from its owner's profile.

    ``time_zone`` is an IANA name; ``leap_day`` (``02-28`` or ``03-01``) replaces 29 February in common years;
    ``phone_region`` is the ISO 3166-1 alpha-2 country of phone numbers without a country code, or empty. The order of
    names follows the language of ``locale`` (BCP 47).
    """

    locale: str = DEFAULT_LOCALE
    time_zone: str = DEFAULT_TIME_ZONE
    leap_day: str = DEFAULT_LEAP_DAY
    phone_region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBefore:
    """The moment, a whole second, before which all sessions and access tokens of an account are void.

    Those of one session may be kept. Personal access tokens are void if they were made before ``personal_tokens_at``.
    """

    at: datetime
    kept_session_id: str | None = None
    personal_tokens_at: datetime | None = None

    def voids(self, session_id: str, since: datetime) -> bool:
        """Return whether a session that began, or an access token that was issued, at that time is void."""
        return since < self.at and session_id != self.kept_session_id

    def voids_personal_token(self, made_at: datetime) -> bool:
        """Return whether a personal access token that was made at that time is void."""
        return self.personal_tokens_at is not None and made_at < self.personal_tokens_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The head of a book.

    Revisions are gapless and ordered by commit; ``last_commit_id`` is the commit that made the latest one.
    ``labels_revision`` is that of the labels, or lower if older code has changed them since.
    ``not_before``, ``disabled_at`` and ``erase_at`` are those of the account that owns the book.
    """

    id: str
    revision: int = 0
    contact_count: int = 0
    last_commit_id: str = ""
    labels_revision: int = 0
    settings: BookSettings = BookSettings()
    name_order: NameOrder = IN_COMMON_ORDER
    not_before: NotBefore | None = None
    disabled_at: datetime | None = None
    erase_at: datetime | None = None

    @classmethod
    def new(
        cls,
        book_id: str,
        settings: BookSettings,
        not_before: NotBefore | None = None,
        disabled_at: datetime | None = None,
    ) -> Book:
        """Return the head of an empty book, which is in the order of its locale from the start."""
        order = NameOrder(current=order_of_new_book(settings.locale))
        return cls(id=book_id, settings=settings, name_order=order, not_before=not_before, disabled_at=disabled_at)
