"""Views: what a list of contacts is asked for, kept under a name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.filters import ContactFilter
from shared.domain.contacts.members import Text
from shared.domain.contacts.queries import ContactQuery
from shared.domain.contacts.text_rules import clean_text, problem
from shared.domain.errors import FieldProblem, InvalidInputError, ViewExistsError
from shared.domain.moments import canonical, read_time
from shared.domain.text.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from shared.domain.contacts.documents import Members
    from shared.domain.labels import Labels

VIEW_NAME = Text(max_length=100)
MAX_VIEWS = 100
"""In a book. They are read together, and all of them at their longest take some 250 KB of the 400 KB of an item."""
_OWN = ("name", "tag", "sort", "version")
_TIMES = ("created_at", "updated_at")
_ASKED = {"q", *ContactFilter.__slots__} - {"tag"}
"""What is stored of the query: the tag as the id of its label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDraft:
    """What a client says of a view. ``query`` has a tag by its name; with ``keeps_tag``, the view keeps its label."""

    name: str
    query: ContactQuery
    sort: str = ""
    keeps_tag: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view as it is stored. ``version`` counts its changes.

    A tag is kept as the id of its label in the filter of the ``query``, so that it may be renamed; ``tag`` is what it
    was called when the view was written. ``sort`` may be an order that only newer code knows, and ``later`` has members
    that only newer code does.
    """

    id: str
    name: str
    query: ContactQuery
    tag: str = ""
    sort: str = ""
    created_at: datetime
    updated_at: datetime
    version: int = 1
    later: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label_id(self) -> str:
        """The id of the label that contacts must have, if any."""
        return self.query.filter.label_id if self.query.filter else ""

    def members(self) -> dict[str, Any]:
        """Return the view as the members of a JSON object, without its id."""
        return {
            **self.later,
            **self.query.members(),
            **{name: getattr(self, name) for name in _OWN},
            **{name: canonical(getattr(self, name)) for name in _TIMES},
        }

    @classmethod
    def read(cls, view_id: str, members: Members) -> View:
        """Return the view that ``members`` returned as JSON."""
        return cls(
            id=view_id,
            query=ContactQuery.read({name: members[name] for name in _ASKED if name in members}),
            **{name: members[name] for name in _OWN if name in members},
            created_at=read_time(members["created_at"]),
            updated_at=read_time(members["updated_at"]),
            later={name: members[name] for name in members if name not in {*_ASKED, *_OWN, *_TIMES}},
        )

    def written(self, draft: ViewDraft, labels: Labels, *, at: datetime) -> View:
        """Return the view as the draft has it; as it was, if that is the same. Raises InvalidInputError."""
        name = checked_name(draft.name)
        label_id, tag = (self.label_id, self.tag) if draft.keeps_tag else _label_of(draft.query.tag, labels)
        query = _with_label(draft.query, label_id)
        changed = replace(self, name=name, query=query, tag=tag, sort=draft.sort)
        return self if changed == self else replace(changed, updated_at=at, version=self.version + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """The views of a book by id. ``version`` counts the changes of all of them."""

    version: int = 0
    views: Mapping[str, View] = field(default_factory=dict)

    def with_view(self, view: View) -> Views:
        """Return the views with a new or changed one.

        Raises ViewExistsError if another one has its name, and InvalidInputError if there are too many.
        """
        key = fold_name(view.name)
        for other in self.views.values():
            if other.id != view.id and fold_name(other.name) == key:
                raise ViewExistsError(other.id, other.name)
        views = {**self.views, view.id: view}
        if len(views) > MAX_VIEWS and view.id not in self.views:
            raise InvalidInputError(problem("", "too_many", f"A book has at most {MAX_VIEWS} views."))
        return Views(version=self.version + 1, views=views)

    def without(self, view_id: str) -> Views:
        """Return the views without one of them."""
        views = {each: view for each, view in self.views.items() if each != view_id}
        return Views(version=self.version + 1, views=views)

    def moved(self, label_id: str, into: str, *, at: datetime) -> Views:
        """Return the views with another label in the place of this one; themselves if none of them has it."""
        moved = {
            each: replace(view, query=_with_label(view.query, into), updated_at=at, version=view.version + 1)
            for each, view in self.views.items()
            if view.label_id == label_id
        }
        return Views(version=self.version + 1, views={**self.views, **moved}) if moved else self


def new_view(view_id: str, draft: ViewDraft, labels: Labels, *, at: datetime) -> View:
    """Return a new view. Raises InvalidInputError."""
    empty = View(id=view_id, name="", query=ContactQuery(), created_at=at, updated_at=at, version=0)
    return empty.written(draft, labels, at=at)


def checked_name(name: str) -> str:
    """Return the name of a view, cleaned. Raises InvalidInputError."""
    problems: list[FieldProblem] = []
    cleaned = clean_text(name, VIEW_NAME, "/name", problems)
    if not cleaned:
        problems.append(problem("/name", "empty", "A view needs a name."))
    if problems:
        raise InvalidInputError(*problems)
    return cleaned


def _label_of(tag: str, labels: Labels) -> tuple[str, str]:
    """Return id and name of the label of a tag, both empty if there is none to look for. Raises InvalidInputError."""
    if not tag:
        return "", ""
    found = labels.find(tag)
    if found is None:
        raise InvalidInputError(problem("/tag", "unknown_tag", "The book has no such tag."))
    return found


def _with_label(query: ContactQuery, label_id: str) -> ContactQuery:
    """Return the query with a label in the place of its tag, or its label."""
    asked = replace(query.filter or ContactFilter(), tag="", label_id=label_id)
    return replace(query, filter=None if asked.is_empty else asked)
