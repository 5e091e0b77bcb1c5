"""What the changes after a revision say of the contacts at that revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.domain.contacts.contact import Change, Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstChange:
    """The first change of a contact after a revision, and its state ``before``: None if there was no such contact.

    ``is_lost``: there was one, but its state has been erased; then any later change may look like the first one.
    ``was_live``: whether it was outside of the trash, as far as that can be told.
    """

    revision: int
    contact_id: str
    before: Contact | None
    is_lost: bool
    was_live: bool


def first_changes(changes: Iterable[Change], revision: int) -> list[FirstChange]:
    """Return, of the changes after a revision, the first one of each contact, in order.

    The first one is the one whose previous state is of that revision, or of one before, or which has none. So nothing
    needs to be known of the changes before these.
    """
    found = []
    for change in changes:
        before = change.previous
        if change.contact_id is None or (before is not None and before.revision > revision):
            continue
        is_lost = before is None and change.kind != ChangeKind.CREATED
        from_live = change.kind in {ChangeKind.UPDATED, ChangeKind.TRASHED}
        found.append(
            FirstChange(
                revision=change.revision,
                contact_id=change.contact_id,
                before=before,
                is_lost=is_lost,
                was_live=before.trashed_at is None if before else is_lost and from_live,
            )
        )
    return found
