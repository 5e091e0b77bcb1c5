"""The wire models of batches."""

from operator import not_
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.services.contacts.batches.items import MAX_ITEMS
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE
from shared.web.contacts.schemas.input import ContactIn
from shared.web.http.wire import MAX_ENTITY_TAGS_LENGTH, ULID_JSON, Wire

_ITEMS = Field(min_length=1, max_length=MAX_ITEMS, description="What to do, in this order.")
_ALL_OR_NOTHING = Field(
    description=f"Nothing is written if an item fails. Then a batch has at most {MAX_CONTACTS_PER_RANGE} items, and "
    "changes no more contacts than that, other ends of relations included."
)


def _is_unknown(value: object) -> bool:
    return value is None


class BatchEnvelope(Wire):
    """A batch, whose items have not been looked at."""

    items: Annotated[list[Any], _ITEMS]
    all_or_nothing: Annotated[bool, _ALL_OR_NOTHING] = False


class BatchItemEnvelope(Wire):
    """An item, whose contact has not been looked at."""

    action: Literal["create", "replace", "patch", "delete"]
    id: str | None = None
    contact: Any = None
    if_match: str | None = None


class BatchItemIn(Wire):
    """One change of a contact."""

    action: Annotated[
        Literal["create", "replace", "patch", "delete"],
        Field(description="What `POST`, `PUT`, `PATCH` and `DELETE` do to a contact."),
    ]
    id: Annotated[
        Annotated[str, Field(json_schema_extra=ULID_JSON)] | None,
        Field(description="The contact's id; not for `create`."),
    ] = None
    contact: Annotated[
        ContactIn | None, Field(description="The contact, or the patch (JSON Merge Patch); not for `delete`.")
    ] = None
    if_match: Annotated[
        Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_ENTITY_TAGS_LENGTH})] | None,
        Field(
            examples=['"7"'],
            description='As the header `If-Match`: only if the contact still has this version, `"\\"7\\""`. With '
            "`Prefer: handling=merge`, a replacement or patch of an earlier version is merged.",
        ),
    ] = None


class BatchIn(Wire):
    """Changes of contacts: at most {batch_items} of them, and {batch_size}."""

    items: Annotated[list[BatchItemIn], _ITEMS]
    all_or_nothing: Annotated[bool, _ALL_OR_NOTHING] = False


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
