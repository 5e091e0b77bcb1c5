"""A model of one account's contacts in plain Python: what the service should respond.

Names consist of lower-case ASCII letters, whose order is not in doubt.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

Content = dict[str, Any]
"""The content of a contact as a client sends it, without empty members."""

MEMBERS = ("first_name", "last_name", "emails", "birthday", "notes", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A contact: its content, the revision that wrote it, and whether it has tags, which lengthen its entity tag."""

    id: str
    content: Content
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The contact that an idempotency key created, and from which content."""

    content: Content
    contact_id: str


@dataclass(slots=True)
class ExpectedBook:
    """One account's contacts, tags in their first spelling, idempotency keys that were used, and settings."""

    contacts: dict[str, Expected] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    revision: int = 0
    time_zone: str = "UTC"
    leap_day: str = "02-28"

    def write(self, contact_id: str, content: Content) -> Expected:
        """Store a contact; equal content leaves it unchanged."""
        known = self.contacts.get(contact_id)
        if known is not None and _meaning(known.content) == _meaning(content):
            return known
        new_tags = {tag.casefold(): tag for tag in reversed(content.get("tags", []))}.items() - self.tags.items()
        unknown = {key: tag for key, tag in new_tags if key not in self.tags}
        self.tags |= unknown
        self.revision += 1
        self.contacts[contact_id] = Expected(id=contact_id, content=content, revision=self.revision)
        return self.contacts[contact_id]

    def remove(self, contact_id: str) -> None:
        """Remove a contact, which is a change."""
        self.revision += 1
        del self.contacts[contact_id]

    def etag(self, contact: Expected) -> str:
        """Return the entity tag of a contact."""
        names = "\n".join(sorted(self.shown_tags(contact), key=lambda name: (name.casefold(), name)))
        digest = f"-{sha256(names.encode()).hexdigest()[:16]}" if names else ""
        return f'"{contact.revision}{digest}"'

    def shown_tags(self, contact: Expected) -> set[str]:
        """Return the tags of a contact, in the spelling in which the book first saw them."""
        return {self.tags[tag.casefold()] for tag in contact.content.get("tags", [])}

    def by_name(self) -> list[Expected]:
        """Return the contacts in the order of their names."""
        return sorted(self.contacts.values(), key=lambda contact: (_sorted_by(contact.content), contact.id))

    def by_change(self) -> list[Expected]:
        """Return the contacts, latest change first."""
        return sorted(self.contacts.values(), key=lambda contact: -contact.revision)

    def found(self, contact: Expected, words: str, tag: str) -> bool:
        """Return whether a search finds the contact: it has the tag, and every word occurs in a searched member.

        A word of less than three letters has to be the beginning of one.
        """
        content = contact.content
        texts = [content.get("first_name", ""), content.get("last_name", ""), content.get("notes", "")]
        searched = [word for text in (*texts, *self.shown_tags(contact)) for word in text.casefold().split()]
        searched += content.get("emails", [])
        if tag and tag.casefold() not in {name.casefold() for name in self.shown_tags(contact)}:
            return False
        return all(
            any(each.startswith(word) or (len(word) >= 3 and word in each) for each in searched)
            for word in words.casefold().split()
        )

    def birthdays(self, now: datetime, days: int) -> list[tuple[str, date, int | None]]:
        """Return contact, day and age of every birthday of today and the days after it, by checking each day."""
        today = now.astimezone(ZoneInfo(self.time_zone)).date()
        coming: dict[str, tuple[date, str, str, int | None]] = {}
        for day in (today + timedelta(days=number) for number in range(days + 1)):
            for contact in self.contacts.values():
                birthday = contact.content.get("birthday", "")
                if _has_a_day(birthday) and self._falls_on(birthday[-5:], day):
                    turns = None if birthday.startswith("--") else max(0, day.year - int(birthday[:4]))
                    coming.setdefault(contact.id, (day, birthday[-5:], contact.id, turns))
        return [
            (contact_id, day, turns) for day, _, contact_id, turns in sorted(coming.values(), key=lambda it: it[:3])
        ]

    def _falls_on(self, month_and_day: str, day: date) -> bool:
        if month_and_day == "02-29" and not isleap(day.year):
            month_and_day = self.leap_day
        return day.strftime("%m-%d") == month_and_day


def is_showable(content: Content) -> bool:
    """Return whether the content has anything to show: anything but tags."""
    return any(content.get(name) for name in MEMBERS if name != "tags")


def patched(content: Content, patch: Content) -> Content:
    """Return the content with members replaced, or removed where the patch has null."""
    return {name: value for name, value in {**content, **patch}.items() if value not in (None, [])}


def wire(content: Content) -> Content:
    """Return the body that a client sends for a content."""
    emails = content.get("emails")
    return {**content, "emails": [{"value": email} for email in emails]} if emails else content


def said(shown: Mapping[str, Any]) -> Content:
    """Return those parts of a response that the model predicts."""
    content = {name: shown[name] for name in MEMBERS}
    emails = [email["value"] for email in shown["emails"]]
    return {**content, "emails": emails, "tags": set(shown["tags"]), "id": shown["id"], "revision": shown["revision"]}


def said_of(book: ExpectedBook, contact: Expected) -> Content:
    """Return the same parts as the model expects them."""
    content = {name: contact.content.get(name) for name in MEMBERS}
    emails = contact.content.get("emails", [])
    tags = book.shown_tags(contact)
    return {**content, "emails": emails, "tags": tags, "id": contact.id, "revision": contact.revision}


def _has_a_day(birthday: str) -> bool:
    return birthday.startswith("--") or len(birthday) == len("1990-05-17")


def _meaning(content: Content) -> Content:
    return {**content, "tags": {tag.casefold() for tag in content.get("tags", [])}}


def _name(content: Content) -> list[str]:
    parts = [content.get("first_name", ""), content.get("last_name", ""), *content.get("emails", [])[:1]]
    return [part for part in parts if part]


def _sorted_by(content: Content) -> list[str]:
    return _name(content) or [content.get("birthday") or content["notes"]]
