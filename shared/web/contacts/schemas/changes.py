"""The wire models of changes. ``shared.web.contacts.changes`` writes responses in this form."""

from typing import Annotated

from pydantic import Field

from shared.web.contacts.schemas.labels import LabelOut
from shared.web.contacts.schemas.output import ContactOut
from shared.web.http.wire import Wire


class ChangeOut(Wire):
    """A contact in its present state, or that it is deleted."""

    id: Annotated[str, Field(description="The id of the contact.")]
    uid: Annotated[str, Field(description="The identifier of the contact across systems.")]
    revision: Annotated[int, Field(description="The number of the change, counted per book.")]
    deleted: Annotated[bool, Field(description="Whether the contact is deleted: remove it from your copy.")]
    etag: Annotated[str | None, Field(description="The `ETag` of the contact, for `If-Match`; null if deleted.")]
    label_ids: Annotated[
        list[str], Field(description="The ids of the labels of the contact; `labels` has their names.")
    ]
    contact: Annotated[ContactOut | None, Field(description="The contact; null if it is deleted.")]


class SyncedLabelOut(LabelOut):
    """A label of the book, or one that was merged into another and that contacts may still refer to."""

    merged_into: Annotated[
        str | None, Field(description="The id of the label that it was merged into, whose name and colour it shows.")
    ]


class ChangePageOut(Wire):
    """One page of changes, in the order in which they were made, and the token of the next page."""

    items: list[ChangeOut]
    labels: Annotated[
        list[SyncedLabelOut] | None,
        Field(description="All labels of the book, if they have changed since: replace yours. Otherwise null."),
    ]
    next_since: Annotated[
        str, Field(description="Send it as `since` to get the next page, at once or within {sync_token_lifetime}.")
    ]
    has_more: Annotated[bool, Field(description="Whether there are already more changes: request the next page.")]
