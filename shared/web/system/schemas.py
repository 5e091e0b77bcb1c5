"""The wire models of the service itself."""

from typing import Literal

from shared.web.http.wire import Wire


class HealthOut(Wire):
    """The health of the service."""

    status: Literal["ok", "ready"]
