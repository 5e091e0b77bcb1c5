"""The wire models of the trash."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.web.contacts.schemas.output import ContactOut
from shared.web.http.wire import Wire


class TrashedContactOut(ContactOut):
    """A contact in the trash."""

    deleted_at: datetime
    purged_at: Annotated[datetime, Field(description="When it goes for good, unless it is restored before.")]


class TrashPageOut(Wire):
    """One page of contacts in the trash, and the cursor of the next page."""

    items: list[TrashedContactOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` to get the next page; null on the last page.")
    ]
