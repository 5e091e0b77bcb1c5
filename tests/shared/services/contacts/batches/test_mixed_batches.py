"""Batches of everything at once do what single requests in the same order would have done."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.services.contacts.batches import planning
from shared.services.contacts.batches.items import BatchItem
from shared.services.contacts.batches.running import BatchResult
from tests.support.batch_world import BatchWorld, create, deletion, note, outcomes, replacement
from tests.support.book_builder import live_contact
from tests.support.task_world import BOOK

KNOWN = 5
MISSING = "7" * 26


@dataclass(frozen=True)
class Step:
    """An item, before it is known which ids the contacts have. ``asks`` for the version at the beginning."""

    action: str
    target: int = 0
    asks: bool = False


STEPS = st.lists(
    st.builds(
        Step,
        action=st.sampled_from(["create", "note", "replace", "same", "delete"]),
        target=st.integers(0, KNOWN),
        asks=st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


@dataclass
class Model:
    """What the book should have: name and notes of each contact by number, and which ones have changed."""

    live: dict[int, tuple[str, str]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    room: int = 1_000

    def apply(self, step: Step, number: int) -> str:
        """Carry out a step, and return what should become of its item."""
        if step.action == "create":
            if len(self.live) >= self.room:
                return "BookFullError"
            self.live[KNOWN + 1 + number] = (f"new {number}", "")
            return "created"
        if step.target not in self.live:
            return "ContactNotFoundError"
        if step.asks and step.target in self.changed:
            return "PreconditionFailedError"
        name, notes = self.live[step.target]
        after = {"note": (name, notes + f"{number}."), "replace": ("other", ""), "same": (name, notes)}.get(step.action)
        if after != (name, notes):
            self.changed.add(step.target)
        if after is None:
            del self.live[step.target]
            return "trashed"
        self.live[step.target] = after
        return "updated"


def item_of(step: Step, number: int, contacts: list[Contact]) -> BatchItem:
    contact = contacts[step.target] if step.target < KNOWN else None
    contact_id = contact.id if contact else MISSING
    allowed = {str(contact.revision)} if step.asks and contact else None
    if step.action == "create":
        return create(f"new {number}")
    if step.action == "replace":
        return replacement(contact_id, "other", allowed)
    if step.action == "delete":
        return deletion(contact_id, allowed)
    return note(contact_id, f"{number}." if step.action == "note" else "", allowed)


@given(steps=STEPS, size=st.integers(1, 4), room=st.integers(KNOWN - 1, KNOWN + 4))
def test_items_do_what_single_requests_in_the_same_order_would(steps: list[Step], size: int, room: int) -> None:
    at = BatchWorld(max_contacts=room)
    contacts = [at.world.pen.add(f"old {number}") for number in range(KNOWN)]
    model = Model(live={number: (f"old {number}", "") for number in range(KNOWN)}, room=room)
    expected = [model.apply(step, number) for number, step in enumerate(steps)]
    items = [item_of(step, number, contacts) for number, step in enumerate(steps)]
    with pytest.MonkeyPatch.context() as context:
        context.setattr(planning, "MAX_CONTACTS_PER_RANGE", size)
        result = at.send(*items, key="key")
        assert outcomes(result) == expected
        assert at.contents == sorted(model.live.values())
        require_true_versions(at, result)
        assert told(at.send(*items, key="key")) == told(result)


def told(result: BatchResult) -> list[tuple[str, str, str | None]]:
    return [(item.contact_id, str(item.outcome), item.version) for item in result.items]


def require_true_versions(at: BatchWorld, result: BatchResult) -> None:
    for item in result.items:
        contact = live_contact(at.world.books, BOOK.id, item.contact_id)
        if item.version is not None:
            assert contact is not None
            assert item.version == str(contact.revision)
        elif outcomes(result)[result.items.index(item)] in {"created", "updated"}:
            assert contact is None


@given(steps=STEPS)
def test_all_or_nothing_is_either(steps: list[Step]) -> None:
    at = BatchWorld()
    contacts = [at.world.pen.add(f"old {number}") for number in range(KNOWN)]
    before = at.contents
    model = Model(live={number: (f"old {number}", "") for number in range(KNOWN)})
    expected = [model.apply(step, number) for number, step in enumerate(steps)]
    result = at.send(*[item_of(step, number, contacts) for number, step in enumerate(steps)], all_or_nothing=True)
    fails = any(outcome.endswith("Error") for outcome in expected)
    assert outcomes(result) == [
        "NotCarriedOutError" if fails and not outcome.endswith("Error") else outcome for outcome in expected
    ]
    assert at.contents == (before if fails else sorted(model.live.values()))


def test_items_that_fail_differently_say_so_again_after_having_been_stored() -> None:
    at = BatchWorld(max_contacts=2)
    contact = at.world.pen.add("Taras")
    items = [
        create("x" * 10_000),
        deletion(contact.id, {"99"}),
        replacement(contact.id, ""),
        create("Lesia"),
        create("Ivan"),
    ]
    result = at.send(*items, key="key")
    assert outcomes(result) == [
        "InvalidInputError",
        "PreconditionFailedError",
        "InvalidInputError",
        "created",
        "BookFullError",
    ]
    assert told(at.send(*items, key="key")) == told(result)


def test_labels_that_no_contact_has_make_room_for_those_of_a_batch() -> None:
    at = BatchWorld()
    full = tuple(f"tag {number}" for number in range(20))
    for number in range(25):
        at.send(create("old", tuple(f"{number} {tag}" for tag in full)))
    [one, two, *_] = at.world.books.list_by_id(BOOK.id, limit=100)
    result = at.send(create("Lesia", ("new",)), create("Maria", ("0 tag 0",)), replacement(one.id, "untagged"))
    assert outcomes(result) == ["InvalidInputError", "created", "updated"]
    assert outcomes(at.send(deletion(two.id), create("Lesia", ("new", "newer")))) == ["trashed", "created"]
    labels = at.world.books.get_labels(BOOK.id)
    shown = [labels.names_of(contact.label_ids) for contact in at.world.books.list_by_id(BOOK.id, limit=100)]
    assert sorted(map(len, shown)) == [0, 1, 2] + [20] * 24
    assert len(labels.names) <= 500
