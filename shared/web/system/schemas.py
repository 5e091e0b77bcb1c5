"""The service itself on the wire."""

from typing import Literal

from shared.web.http.wire import Wire


class HealthOut(Wire):
    """How the service is."""

    status: Literal["ok", "ready"]
