"""The wire models of batches, but for those of ``batch_input``."""

from operator import not_
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.services.contacts.batches.items import MAX_ITEMS
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE
from shared.web.http.wire import Wire

ITEMS = Field(min_length=1, max_length=MAX_ITEMS, description="What to do, in this order.")
ALL_OR_NOTHING = Field(
    description=f"Nothing is written if an item fails. Then a batch has at most {MAX_CONTACTS_PER_RANGE} items, and "
    "changes no more contacts than that, other ends of relations included."
)


def _is_unknown(value: object) -> bool:
    return value is None


class BatchEnvelope(Wire):
    """A batch, whose items have not been looked at."""

    items: Annotated[list[Any], ITEMS]
    all_or_nothing: Annotated[bool, ALL_OR_NOTHING] = False


class BatchItemEnvelope(Wire):
    """An item, whose contact has not been looked at."""

    action: Literal["create", "replace", "patch", "delete"]
    id: str | None = None
    contact: Any = None
    if_match: str | None = None


class FieldProblemOut(Wire):
    """One broken rule."""

    pointer: Annotated[str, Field(description="A JSON pointer (RFC 6901) into the item.")]
    code: str
    detail: str


class EditConflictOut(Wire):
    """A part of a contact that an edit of an earlier version and others have changed, differently.

    Null is nothing. In the response to a repeated batch, conflicts with what the contact no longer is are paths alone.
    """

    path: Annotated[
        str,
        Field(
            description="A JSON pointer (RFC 6901) into the contact, in which a value in a list has its id for an "
            "index: `/phones/q3Zr0pS9d1m4`."
        ),
    ]
    before: Annotated[Any, Field(exclude_if=_is_unknown, description="What it was in the earlier version.")] = None
    mine: Annotated[Any, Field(exclude_if=_is_unknown, description="What this edit makes of it.")] = None
    theirs: Annotated[Any, Field(exclude_if=_is_unknown, description="What it is now.")] = None


class ItemProblemOut(Wire):
    """Why an item failed: what the response to a request of its own would say."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: Annotated[
        list[FieldProblemOut],
        Field(description="The broken rules; only the first ones, if they are many and depend on what is in the book."),
    ]
    conflicts: Annotated[
        list[EditConflictOut], Field(exclude_if=not_, description="With `edit_conflict`: what has to be decided.")
    ] = []


class BatchResultOut(Wire):
    """What became of an item."""

    status: Annotated[
        int,
        Field(description="201 created, 200 replaced or patched, 204 deleted; otherwise that of the `problem`."),
    ]
    id: Annotated[str | None, Field(description="The contact's id; null if none was created.")]
    etag: Annotated[
        str | None,
        Field(
            description="The version that the contact has now; null if it is deleted. With `edit_conflict`: the one "
            "that the conflicts are about; null if items before this one have changed the contact."
        ),
    ]
    problem: ItemProblemOut | None


class BatchOut(Wire):
    """What became of a batch."""

    operation_id: Annotated[str, Field(description="The operation that all changes belong to.")]
    state: Annotated[
        str,
        Field(
            description="`done`, whether items failed or not; `failed` if it was all or nothing and nothing was "
            "written; `cancelled` if somebody cancelled the operation, after which further items are left alone."
        ),
    ]
    items: Annotated[list[BatchResultOut], Field(description="The result of each item, in their order.")]
