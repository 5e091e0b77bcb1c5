"""The example of a calendar feed."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.domain.calendars.feeds import FeedDraft, new_feed, secret_hash
from shared.domain.labels import Labels
from shared.services.calendars.feeds import ShownFeed

_LABELS = Labels(names={"kT4nB8cW2xYz": "friends"})
_DRAFT = FeedDraft(name="Birthdays of friends", tag="friends", dates=("birthday", "anniversary"), alarm="-PT15H")
_SECRET = "v3Jm0Q2k7sWc5Xy9bTn1Rf4Hd6Gp8Lz2Aq0Ue7Io3Kw"  # noqa: S105 - an example
_AT = datetime(2026, 11, 29, 8, tzinfo=UTC)
FEED = ShownFeed.of(
    new_feed("Yk3vQ0x9TzAb", _DRAFT, _LABELS, secret_hash=secret_hash(_SECRET), at=_AT), _LABELS, secret=_SECRET
)
