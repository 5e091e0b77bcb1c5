"""The wire models of views."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from shared.domain.contacts.queries import Order
from shared.domain.contacts.views import VIEW_NAME, ViewDraft, checked_name
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.web.contacts.filters import Having, Kind
from shared.web.contacts.schemas.filters import ContactFilterIn
from shared.web.http.wire import ReadOnly, Wire

_NAME_JSON = {"type": "string", "minLength": 1, "maxLength": VIEW_NAME.max_length}
_SORT = Field(description="The order of the list, unless a request names another; null for the usual one.")


class ViewIn(ContactFilterIn):
    """A new view. Members that only the service writes may be included, and are ignored."""

    name: Annotated[str, Field(json_schema_extra=_NAME_JSON, description="What people call it; no two views have one.")]
    sort: Annotated[Order | None, Field(strict=False), _SORT] = None
    id: ReadOnly = None
    tag_removed: ReadOnly = None
    created_at: ReadOnly = None
    updated_at: ReadOnly = None

    def to_draft(self, *, keeps_tag: bool = False) -> ViewDraft:
        """Return the draft."""
        return ViewDraft(name=self.name, query=self.to_query(), sort=self.sort or "", keeps_tag=keeps_tag)


def view_problems(body: Any) -> Sequence[FieldProblem]:
    """Return the rules of views that a body breaks which may not have the form of one, as far as it has."""
    name = body.get("name") if isinstance(body, dict) else None
    try:
        checked_name(name if isinstance(name, str) else "any")
    except InvalidInputError as error:
        return error.problems
    return ()


class ViewOut(Wire):
    """A view: what a list of contacts is asked for, kept under a name."""

    id: Annotated[str, Field(description="The id of the view; it never changes.")]
    name: str
    q: Annotated[str, Field(description="Words that contacts contain.")]
    tag: Annotated[str, Field(description="The tag that contacts have, as it is called now; empty for any.")]
    tag_removed: Annotated[
        bool,
        Field(
            description="Whether there is no such tag any more: then `tag` is what it was called last, and no contact "
            "matches.",
        ),
    ]
    favorite: bool | None
    organization: str
    has: list[Having]
    updated_since: datetime | None
    created_since: datetime | None
    birthday_month: int | None
    kind: Kind | None
    sort: Annotated[Order | None, _SORT]
    created_at: datetime
    updated_at: datetime


class ViewListOut(Wire):
    """All views of a book, in the order of their names."""

    items: list[ViewOut]
