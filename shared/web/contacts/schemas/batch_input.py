"""The wire models of batches in requests, for the OpenAPI document; ``shared.web.contacts.batch`` reads batches."""

from typing import Annotated, Literal

from pydantic import Field

from shared.web.contacts.schemas.batch import ALL_OR_NOTHING, ITEMS
from shared.web.contacts.schemas.input import ContactIn
from shared.web.http.wire import MAX_ENTITY_TAGS_LENGTH, ULID_JSON, Wire


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

    items: Annotated[list[BatchItemIn], ITEMS]
    all_or_nothing: Annotated[bool, ALL_OR_NOTHING] = False
