"""Filters of contacts on the wire: as query parameters of lists, and what they share with filters in bodies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.domain.contacts.details import NAME, TAG
from shared.domain.text.cleaning import clean
from shared.web.http.paging import PageParameters
from shared.web.http.query_parameters import listed

if TYPE_CHECKING:
    from shared.domain.contacts.filters import ContactFilter

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
    if any(name not in _HAVING for name in listed(text)):
        allowed = "birthday, email, phone and photo"
        raise PydanticCustomError("enum", f"Write one or more of {allowed}, with commas between them.")
    return text


class FilterMembers(BaseModel):
    """What a filter has, whether it comes as query parameters or in a body."""

    model_config = ConfigDict(defer_build=True)  # it is only ever a part of another model

    tag: Annotated[
        str, Field(max_length=TAG.max_length, description="Only contacts with this tag, ignoring case and accents.")
    ] = ""
    favorite: Annotated[bool | None, Field(description="Only favorites, or with `false` only others.")] = None
    organization: Annotated[
        str,
        Field(
            max_length=NAME.max_length,
            description="Only contacts of an organization with this whole name, ignoring case and accents.",
        ),
    ] = ""
    updated_since: Annotated[
        datetime | None,
        BeforeValidator(_time),
        Field(description="Only contacts that have changed at this time or later (`2026-11-29T08:00:00Z`)."),
    ] = None
    created_since: Annotated[
        datetime | None,
        BeforeValidator(_time),
        Field(description="Only contacts that were created at this time or later."),
    ] = None
    birthday_month: Annotated[
        int | None, Field(ge=1, le=12, description="Only contacts whose birthday is in this month, 1 to 12.")
    ] = None
    kind: Annotated[Kind | None, Field(description="Only contacts of this kind.")] = None

    def filter_having(self, having: Sequence[str]) -> ContactFilter | None:
        """Return what contacts are asked to be, and to have; None for nothing, as in most lists."""
        if not having and not any(getattr(self, name) not in ("", None) for name in FilterMembers.model_fields):
            return None
        from shared.domain.contacts.filters import ContactFilter  # noqa: PLC0415 - most lists have none

        asked = ContactFilter(
            tag=clean(self.tag),
            favorite=self.favorite,
            organization=clean(self.organization),
            has=tuple([name for name in _HAVING if name in having]),
            updated_since=self.updated_since,
            created_since=self.created_since,
            birthday_month=self.birthday_month,
            kind=self.kind or "",
        )
        return None if asked.is_empty else asked


class FilterParameters(FilterMembers, PageParameters):
    """The query parameters by which a list of contacts is filtered."""

    has: Annotated[
        str,
        AfterValidator(_known_names),
        Field(
            description="Only contacts that have all of these: `birthday`, `email`, `phone`, `photo`, with commas "
            "between them.",
            examples=["email,phone"],
        ),
    ] = ""

    @property
    def filter(self) -> ContactFilter | None:
        """What contacts are asked to be, if anything."""
        return self.filter_having(listed(self.has))


FILTERS = (*FilterMembers.model_fields, "has")
"""The names of these parameters."""
