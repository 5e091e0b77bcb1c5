"""The wire models of a contact's history."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from shared.domain.contacts.differences import MAX_VALUE_LENGTH
from shared.web.http.wire import Wire


class DifferenceOut(Wire):
    """One thing that a version changed."""

    path: Annotated[
        str,
        Field(
            description="A JSON pointer (RFC 6901) into the contact. A value in a list is named by its id, a tag by "
            "its name: `/phones/q3Zr0pS9d1m2/value`, `/tags/friends`."
        ),
    ]
    before: Annotated[
        Any, Field(description=f"The value before, null for none. Texts are cut at {MAX_VALUE_LENGTH} characters.")
    ]
    after: Annotated[Any, Field(description="The value after, in the same way.")]
    text: Annotated[str, Field(description="The difference as a sentence in English.")]


class VersionOut(Wire):
    """A version of a contact: who made it when, by which operation, and what it changed."""

    revision: Annotated[int, Field(description="The number of the change that made it, counted per book.")]
    at: datetime
    actor: Annotated[str, Field(description="The id of the account that made it.")]
    kind: Annotated[
        str,
        Field(description="`created`, `updated`, `trashed` or `restored`; there may be more kinds some day."),
    ]
    operation_id: Annotated[
        str, Field(description="The operation that the change belongs to; `r` and the revision if it stands alone.")
    ]
    changes: Annotated[list[DifferenceOut], Field(description="Empty also if the previous version has been erased.")]


class VersionPageOut(Wire):
    """One page of versions, latest first, and the cursor of the next page."""

    items: list[VersionOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` to get the next page; null on the last page.")
    ]
