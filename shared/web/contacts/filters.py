"""Filters of contacts on the wire: as query parameters of lists, and what they share with filters in bodies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from shared.domain.contacts.details import NAME, TAG
from shared.domain.text.cleaning import clean
from shared.web.http.paging import PageParameters

if TYPE_CHECKING:
    from shared.domain.contacts.filters import ContactFilter
    from shared.web.contacts.schemas.filters import ContactFilterIn

Having = Literal["birthday", "email", "phone", "photo"]
Kind = Literal["individual", "group", "org", "location"]
_HAVING = get_args(Having)


def _time(value: Any) -> Any:
    """Return the time that a text names. Raises PydanticCustomError."""
    if not isinstance(value, str):
        return value
    from shared.domain.moments import read_time  # noqa: PLC0415 - most lists name no time

    try:
        return read_time(value)
    except ValueError as error:
        raise PydanticCustomError("no_moment", str(error)) from None


def _known_names(text: str) -> str:
    """Return a list of what contacts are to have. Raises PydanticCustomError."""
    if any(name not in _HAVING for name in _names(text)):
        allowed = "birthday, email, phone and photo"
        raise PydanticCustomError("enum", f"Write one or more of {allowed}, with commas between them.")
    return text


def _names(text: str) -> Sequence[str]:
    return [name.strip() for name in text.split(",")] if text else []


Tag = Annotated[
    str, Field(max_length=TAG.max_length, description="Only contacts with this tag, ignoring case and accents.")
]
Favorite = Annotated[bool | None, Field(description="Only favorites, or with `false` only others.")]
OrganizationName = Annotated[
    str,
    Field(
        max_length=NAME.max_length,
        description="Only contacts of an organization with this whole name, ignoring case and accents.",
    ),
]
UpdatedSince = Annotated[
    datetime | None,
    BeforeValidator(_time),
    Field(description="Only contacts that have changed at this time or later (`2026-11-29T08:00:00Z`)."),
]
CreatedSince = Annotated[
    datetime | None,
    BeforeValidator(_time),
    Field(description="Only contacts that were created at this time or later."),
]
BirthdayMonth = Annotated[
    int | None, Field(ge=1, le=12, description="Only contacts whose birthday is in this month, 1 to 12.")
]
KindOfContact = Annotated[Kind | None, Field(description="Only contacts of this kind.")]


class FilterParameters(PageParameters):
    """The query parameters by which a list of contacts is filtered."""

    tag: Tag = ""
    favorite: Favorite = None
    organization: OrganizationName = ""
    has: Annotated[
        str,
        AfterValidator(_known_names),
        Field(
            description="Only contacts that have all of these: `birthday`, `email`, `phone`, `photo`, with commas "
            "between them.",
            examples=["email,phone"],
        ),
    ] = ""
    updated_since: UpdatedSince = None
    created_since: CreatedSince = None
    birthday_month: BirthdayMonth = None
    kind: KindOfContact = None

    @property
    def filter(self) -> ContactFilter | None:
        """What contacts are asked to be, if anything."""
        return filter_of(self, has=_names(self.has))


FILTERS = ("tag", "favorite", "organization", "has", "updated_since", "created_since", "birthday_month", "kind")
"""The names of these parameters."""


def filter_of(given: FilterParameters | ContactFilterIn, *, has: Sequence[str]) -> ContactFilter | None:
    """Return what contacts are asked to be; None for nothing, as in most lists, which then do not load what it is."""
    if not any(getattr(given, name) not in ("", None, []) for name in FILTERS):
        return None
    from shared.domain.contacts.filters import ContactFilter  # noqa: PLC0415 - see above

    asked = ContactFilter(
        tag=clean(given.tag),
        favorite=given.favorite,
        organization=clean(given.organization),
        has=tuple([name for name in _HAVING if name in has]),
        updated_since=given.updated_since,
        created_since=given.created_since,
        birthday_month=given.birthday_month,
        kind=given.kind or "",
    )
    return None if asked.is_empty else asked
