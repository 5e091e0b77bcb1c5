"""The wire model of a deleted account."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.web.http.wire import Wire


class DeletionOut(Wire):
    """A deletion that can be undone."""

    erase_at: Annotated[
        datetime,
        Field(
            examples=["2026-12-07T12:00:00Z"],
            description="Until then the link in the message that we sent undoes the deletion; then all is erased.",
        ),
    ]
