"""The version that a contact is to be restored to."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.web.http.json_body import optional_json_body
from shared.web.http.wire import Wire


class RestoreIn(Wire):
    """The version to restore."""

    revision: Annotated[
        int | None,
        Field(
            ge=1,
            le=2**53 - 1,
            description="The `revision` of a version in the contact's history; null for the latest one.",
        ),
    ] = None


WantedVersion = Annotated[RestoreIn, optional_json_body(RestoreIn)]
