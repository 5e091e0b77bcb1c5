"""Feeds: calendars of a book's dates, each at an address that only those know who were given it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.members import Text
from shared.domain.contacts.text_rules import clean_text, problem
from shared.domain.errors import FeedNotFoundError, FieldProblem, InvalidInputError
from shared.domain.moments import canonical, read_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from shared.domain.contacts.documents import Members
    from shared.domain.labels import Labels

FEED_NAME = Text(max_length=100)
MAX_FEEDS = 20
"""In a book. They are one item, and take some 20 KB of its 400 KB at their longest."""
DATES = ("birthday", "anniversary", "dates")
"""The members of a contact that have dates, and that a feed may show."""
MAX_ALARM_MINUTES = 28 * 24 * 60
_ALARM = re.compile(r"-P(?:(\d{1,2})W|(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?)", re.ASCII)
_UNIT_MINUTES = (7 * 24 * 60, 24 * 60, 60, 1)
_OWN = ("name", "label_id", "tag", "dates", "alarm", "secret_hash")
_TIMES = ("created_at", "rotated_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDraft:
    """What a client says of a feed. ``alarm`` is empty for none, otherwise as ``Feed`` has it."""

    name: str
    tag: str = ""
    dates: tuple[str, ...] = DATES
    alarm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it is stored; nothing of it changes but its secret, and the label if that is merged into another.

    ``label_id`` is the label that contacts must have, if any, and ``tag`` what it was called when the feed was made.
    ``alarm`` is how long before the beginning of a day programs remind of it, as a negative duration of RFC 5545:
    ``-PT15H`` is 9:00 on the day before. ``secret_hash`` is what is kept of the secret, and ``rotated_at`` when it was
    made. ``later`` has members that only newer code knows.
    """

    id: str
    name: str
    label_id: str = ""
    tag: str = ""
    dates: tuple[str, ...] = DATES
    alarm: str = ""
    secret_hash: str
    created_at: datetime
    rotated_at: datetime
    later: Mapping[str, Any] = field(default_factory=dict)

    def members(self) -> dict[str, Any]:
        """Return the feed as the members of a JSON object, without its id."""
        return {
            **self.later,
            **{name: getattr(self, name) for name in _OWN},
            **{name: canonical(getattr(self, name)) for name in _TIMES},
        }

    @classmethod
    def read(cls, feed_id: str, members: Members) -> Feed:
        """Return the feed that ``members`` returned as JSON."""
        own: dict[str, Any] = {name: members[name] for name in _OWN if name in members}
        times: dict[str, Any] = {name: read_time(members[name]) for name in _TIMES}
        return cls(
            id=feed_id,
            **{**own, **times, "dates": tuple(own.get("dates", DATES))},
            later={name: members[name] for name in members if name not in {*_OWN, *_TIMES}},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """The feeds of a book by id. ``version`` counts the changes of all of them."""

    version: int = 0
    feeds: Mapping[str, Feed] = field(default_factory=dict)

    def get(self, feed_id: str) -> Feed:
        """Return a feed. Raises FeedNotFoundError."""
        found = self.feeds.get(feed_id)
        if found is None:
            raise FeedNotFoundError("there is no such feed")
        return found

    @property
    def secret_hashes(self) -> Mapping[str, str]:
        """The ids of the feeds by the hashes of their secrets."""
        return {feed.secret_hash: feed.id for feed in self.feeds.values()}

    def with_feed(self, feed: Feed) -> Feeds:
        """Return the feeds with a new or changed one. Raises InvalidInputError if there are too many."""
        feeds = {**self.feeds, feed.id: feed}
        if len(feeds) > MAX_FEEDS and feed.id not in self.feeds:
            raise InvalidInputError(problem("", "too_many", f"A book has at most {MAX_FEEDS} feeds."))
        return Feeds(version=self.version + 1, feeds=feeds)

    def rotated(self, feed_id: str, secret_hash: str, *, at: datetime) -> Feeds:
        """Return the feeds with another secret of this one. Raises FeedNotFoundError."""
        return self.with_feed(replace(self.get(feed_id), secret_hash=secret_hash, rotated_at=at))

    def without(self, feed_id: str) -> Feeds:
        """Return the feeds without one of them. Raises FeedNotFoundError."""
        self.get(feed_id)
        feeds = {each: feed for each, feed in self.feeds.items() if each != feed_id}
        return Feeds(version=self.version + 1, feeds=feeds)

    def moved(self, label_id: str, into: str) -> Feeds:
        """Return the feeds with another label in the place of this one; themselves if none of them has it."""
        moved = {each: replace(feed, label_id=into) for each, feed in self.feeds.items() if feed.label_id == label_id}
        return Feeds(version=self.version + 1, feeds={**self.feeds, **moved}) if moved else self


def new_feed(feed_id: str, draft: FeedDraft, labels: Labels, *, secret_hash: str, at: datetime) -> Feed:
    """Return a new feed. Raises InvalidInputError, also if the book has no label for the tag."""
    checked = checked_draft(draft)
    label = labels.find(checked.tag) if checked.tag else None
    if checked.tag and label is None:
        raise InvalidInputError(problem("/tag", "unknown_tag", "The book has no such tag."))
    label_id, tag = label or ("", "")
    return Feed(
        id=feed_id,
        name=checked.name,
        label_id=label_id,
        tag=tag,
        dates=checked.dates,
        alarm=checked.alarm,
        secret_hash=secret_hash,
        created_at=at,
        rotated_at=at,
    )


def checked_draft(draft: FeedDraft) -> FeedDraft:
    """Return a draft as it is stored. Raises InvalidInputError with all rules that it breaks by itself."""
    problems: list[FieldProblem] = []
    name = clean_text(draft.name, FEED_NAME, "/name", problems)
    if not name:
        problems.append(problem("/name", "empty", "A feed needs a name: calendar programs show it."))
    if not draft.dates:
        problems.append(problem("/dates", "empty", f"A feed shows at least one of: {', '.join(DATES)}."))
    if draft.alarm and not _is_alarm(draft.alarm):
        detail = "An alarm is a time before the day, of up to four weeks, such as -PT15H, -P1D or -P1DT6H30M."
        problems.append(problem("/alarm", "wrong_form", detail))
    if problems:
        raise InvalidInputError(*problems)
    return replace(draft, name=name, dates=tuple([each for each in DATES if each in draft.dates]))


def secret_hash(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256, in hexadecimal. It is random enough to need no salt."""
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _is_alarm(text: str) -> bool:
    """Return whether a text is a negative duration of whole minutes, not zero and not too long (RFC 5545, 3.3.6)."""
    match = _ALARM.fullmatch(text)
    if match is None:
        return False
    minutes = sum(int(count or 0) * unit for count, unit in zip(match.groups(), _UNIT_MINUTES, strict=True))
    return 0 < minutes <= MAX_ALARM_MINUTES
