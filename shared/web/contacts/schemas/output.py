"""The wire models of contacts in responses. ``shared.web.contacts.answers`` writes responses in this form."""

from datetime import datetime
from operator import not_
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from shared.web.contacts.schemas.fields import ContactFields
from shared.web.http.notices import NoticeOut
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
    notices: Annotated[
        list[NoticeOut],
        Field(
            exclude_if=not_,
            description="Only in the response to a card: what was odd about it, or could not be kept.",
        ),
    ] = []


MatchKind = Literal["exact", "prefix", "substring", "fuzzy"]


class MatchOut(Wire):
    """Where a contact matches the words of a search."""

    path: Annotated[str, Field(description="A JSON pointer (RFC 6901) into the contact.", examples=["/emails/0/value"])]
    kind: Annotated[
        MatchKind,
        Field(
            description="`exact` for a whole word, address or number, `prefix` for the beginning of one, `substring` "
            "for another part of one, `fuzzy` for one that differs by a letter or two."
        ),
    ]
    text: Annotated[
        str,
        Field(description="The value that matches; of a long one, the part around.", examples=["olena@example.com"]),
    ]


class FoundContactOut(ContactOut):
    """A contact in a list, and if the list has a `q`, where it matches."""

    matches: Annotated[
        list[MatchOut],
        Field(exclude_if=not_, description="Only with `q`: for each word, where the contact matches it best."),
    ] = []


def _require_identity_alone(schema: dict[str, Any]) -> None:
    schema["required"] = ["id", "revision"]


class SparseContactOut(FoundContactOut):
    """The members of a contact that a request names in `fields`, with `id` and `revision`."""

    model_config = ConfigDict(json_schema_extra=_require_identity_alone)


class MomentOut(Wire):
    """A moment in the life of a book."""

    revision: Annotated[int, Field(description="The revision that was the latest one then; 0 before the first change.")]
    at: Annotated[
        datetime | None, Field(description="When it was made; null before the first change, or if nothing says so.")
    ]


def _is_none(value: object) -> bool:
    return value is None


class ContactPageOut(Wire):
    """One page of contacts, and the cursor of the next page."""

    items: list[FoundContactOut | SparseContactOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` to get the next page; null on the last page.")
    ]
    complete: Annotated[
        bool | None,
        Field(
            exclude_if=_is_none,
            description="Only with `q`, a filter, or by relevance: false while the book is too large to be read at "
            "once, so that contacts may be missing. Try again after `Retry-After`.",
        ),
    ] = None
    as_of: Annotated[
        MomentOut | None,
        Field(exclude_if=not_, description="Only with `at`: the moment that all pages of this list are of."),
    ] = None
