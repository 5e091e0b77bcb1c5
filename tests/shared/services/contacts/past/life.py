"""Books with any history, and a record of what they were like after each of its events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Relation
from tests.support.past_world import PastWorld, Snapshot
from tests.support.task_world import BOOK

NAMES = ("Ada", "Bob", "Cleo")
LABELS = ("friend", "parent", "mother", "")
TAGS = ("work", "home", "chess")
ON_CONTACTS = ("add", "rename", "tag", "relate", "relabel", "trash", "bring back", "version", "purge")
ACTS = (*ON_CONTACTS, "label", "color", "remove", "merge")
Event = tuple[str, int, int, int]


def _events(*acts: str) -> st.SearchStrategy[list[Event]]:
    numbers = st.integers(0, 5)
    return st.lists(st.tuples(st.sampled_from(acts), numbers, numbers, st.integers(0, 7)), min_size=1, max_size=25)


EVENTS = _events(*ACTS) | _events("relate", "relate", "relabel", "version", "trash", "bring back", "add")
"""Events of all kinds, or many that concern relations."""


class Life:
    """A book with a history, and what it was like after each of its events."""

    def __init__(self, events: list[Event]) -> None:
        self.world = PastWorld()
        self.purged: dict[int, str] = {}
        self.snapshots = [self.world.snapshot()]
        self.world.pass_time()
        for name in NAMES[:2]:
            self.world.add(name)
        for act, one, other, choice in events:
            self.happen(act, one, other, choice)
            self.snapshots.append(self.world.snapshot())
            self.world.pass_time()

    def happen(self, act: str, one: int, other: int, choice: int) -> None:
        world = self.world
        contacts = world.books.list_by_id(BOOK.id, limit=100)
        live = [each for each in contacts if each.trashed_at is None]
        trashed = [each for each in contacts if each.trashed_at is not None]
        labels = sorted(world.books.get_labels(BOOK.id).names)
        tags = tuple(tag for bit, tag in enumerate(TAGS) if choice & 1 << bit)
        pick = _picked(live, one), _picked(live, other)
        acts: dict[str, Callable[[], Any]] = {
            "add": lambda: world.add(NAMES[one % 3], *tags),
            "rename": lambda: world.edit(pick[0].id, first_name=f"{NAMES[other % 3]} {choice}"),
            "tag": lambda: world.edit(pick[0].id, tags=tags),
            "relate": lambda: self.relate(*pick, choice),
            "relabel": lambda: self.relabel(pick[0], other, choice),
            "trash": lambda: world.put_in_trash(pick[0].id),
            "bring back": lambda: world.bring_back(_picked(trashed, one).id),
            "version": lambda: self.bring_back_a_version(_picked(contacts, one), other),
            "label": lambda: world.put_label(TAGS[one % 3] + "s" * other, None),
            "color": lambda: world.put_label(TAGS[one % 3] + "s" * other, "#00000" + str(choice), _picked(labels, one)),
            "remove": lambda: world.remove_label(_picked(labels, one)),
            "merge": lambda: self.merge(_picked(labels, one), _picked(labels, other)),
            "purge": lambda: self.purge(_picked(trashed, one)),
        }
        needed = {"bring back": trashed, "purge": trashed, "color": labels, "remove": labels, "merge": labels}
        if act in {"add", "label"} or needed.get(act, live):
            acts[act]()

    def relate(self, contact: Contact, other: Contact, choice: int) -> None:
        kept = contact.details.relations[: choice % 3]
        new = (Relation(value="x", label=LABELS[choice % 4], contact_id=other.id),) if other.id != contact.id else ()
        self.world.edit(contact.id, relations=(*kept, *new))

    def relabel(self, contact: Contact, number: int, choice: int) -> None:
        relations = contact.details.relations
        relabelled = [
            replace(each, label=LABELS[choice % 4]) if place == number % len(relations) else each
            for place, each in enumerate(relations)
        ]
        self.world.edit(contact.id, relations=tuple(relabelled))

    def bring_back_a_version(self, contact: Contact, number: int) -> None:
        page = self.world.address_book.history.page(BOOK.id, contact.id, limit=100)
        self.world.bring_back(contact.id, page.versions[number % len(page.versions)].change.revision)

    def merge(self, label_id: str, into: str) -> None:
        if label_id != into:
            self.world.remove_label(label_id, into)

    def purge(self, contact: Contact) -> None:
        self.world.purge(contact.id)
        self.purged[self.world.revision] = contact.id

    def expected(self, then: Snapshot) -> Snapshot:
        """Return what the book can be again: a snapshot without what has been removed for good since."""
        return then.without({contact_id for at, contact_id in self.purged.items() if at > then.revision})


def _picked(of: Any, number: int) -> Any:
    return of[number % len(of)] if of else None
