"""How many contacts have each label: the counts that are kept, and what they are counted from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCounts:
    """How many live contacts refer to each label, by its id, in a revision of the book; those that none has are absent.

    A contact may refer to a label that has been removed since.
    """

    revision: int
    contacts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledContact:
    """What matters of a contact: the labels that it refers to, and none if it is in the trash."""

    id: str
    revision: int
    label_ids: tuple[str, ...]


class LabelCountStore(Protocol):
    """The counts of the labels of books. They can be lost without harm: then they are counted again."""

    def find(self, book_id: str) -> LabelCounts | None:
        """Return the counts that were saved last (strongly consistent), if any."""
        ...

    def save(self, book_id: str, counts: LabelCounts) -> None:
        """Save counts, unless there are some of the same or a later revision."""
        ...

    def all_contacts(self, book_id: str) -> Sequence[LabelledContact]:
        """Return all contacts of a book, also those in the trash (strongly consistent, but no snapshot)."""
        ...
