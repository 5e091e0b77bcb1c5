"""The wire models of contacts in responses. ``shared.web.contacts.answers`` writes responses in this form."""

from datetime import datetime
from operator import not_
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from shared.web.contacts.schemas.fields import ContactFields
from shared.web.http.wire import Wire


class ContactIdentity(Wire):
    """The members of a contact that only the service writes."""

    id: Annotated[str, Field(examples=["01JZX7Q5W8N3M2K1H0G9F8E7D6"])]
    uid: Annotated[str, Field(description="The identifier of the contact across systems; it never changes.")]
    revision: Annotated[
        int, Field(description="The number of the change that wrote this state of the contact, counted per book.")
    ]
    created_at: datetime
    updated_at: datetime


class ContactOut(ContactFields, ContactIdentity):
    """A contact as the service returns it."""

    thumbnail_url: Annotated[
        str,
        Field(
            exclude_if=not_,
            description="The `photo_url` of an uploaded photo, as a square of 96 pixels; absent for other photos.",
            examples=[
                "https://res.cloudinary.com/demo/image/upload/c_fill,h_96,w_96/v1/contacts-api/prod/photos/a.jpg"
            ],
        ),
    ] = ""


def _require_identity_alone(schema: dict[str, Any]) -> None:
    schema["required"] = ["id", "revision"]


class SparseContactOut(ContactOut):
    """The members of a contact that a request names in `fields`, with `id` and `revision`."""

    model_config = ConfigDict(json_schema_extra=_require_identity_alone)


class MomentOut(Wire):
    """A moment in the life of a book."""

    revision: Annotated[int, Field(description="The revision that was the latest one then; 0 before the first change.")]
    at: Annotated[
        datetime | None, Field(description="When it was made; null before the first change, or if nothing says so.")
    ]


class ContactPageOut(Wire):
    """One page of contacts, and the cursor of the next page."""

    items: list[ContactOut | SparseContactOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` to get the next page; null on the last page.")
    ]
    as_of: Annotated[
        MomentOut | None,
        Field(exclude_if=not_, description="Only with `at`: the moment that all pages of this list are of."),
    ] = None
