"""How much one request logs: in the function, in Lambda, and in API Gateway."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared import observe
from tools.template.document import read_document
from tools.template.intrinsics import Resolver

_REQUEST_ID = "7f6f1c1e-3b0a-4c55-9d0e-0d6f7f1d2c3b"
_ACCOUNT_ID = "01JD9Z6M3K8QF5T2V7W4X0Y1R2"
_REPORT = "\tDuration: 9.87 ms\tBilled Duration: 10 ms\tMemory Size: 256 MB\tMax Memory Used: 64 MB\t\n"
_PLATFORM_LINES = (
    f"START RequestId: {_REQUEST_ID} Version: $LATEST\n",
    f"END RequestId: {_REQUEST_ID}\n",
    f"REPORT RequestId: {_REQUEST_ID}{_REPORT}",
)
_LEVELS_WITHOUT_THEM = {"WARN"}  # levels of SystemLogLevel
_ACCESS = {
    "requestTime": "24/Nov/2026:12:00:00 +0000",
    "requestId": "VmXy09kLFiAEJ1g=",
    "status": "200",
    "responseLatency": "12",
    "integrationLatency": "10",
    "responseLength": "512",
    "error.message": "-",
    "integrationErrorMessage": "-",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogBytes:
    """The bytes of one request's log lines."""

    function: int
    platform: int
    access: int

    @property
    def total(self) -> int:
        """The sum of all lines."""
        return self.function + self.platform + self.access


def log_bytes(root: Path, route: str) -> LogBytes:
    """Return what a successful request to a route (``GET /health``) logs."""
    document = read_document(root / "template.yaml")
    values = {name: str(each.get("Default")) for name, each in document.get("Parameters", {}).items()}
    resolver = Resolver(document, values, stack="contacts-api-prod", region="us-east-1", account_id="000000000000")
    return LogBytes(
        function=_function_line(route),
        platform=_platform_lines(document, resolver),
        access=_access_line(document, resolver, route),
    )


def _function_line(route: str) -> int:
    written = io.StringIO()
    observe.configure(service="contacts-api-prod", namespace="ContactsApi", level="INFO")
    with redirect_stdout(written):
        observe.log_request(route=route, status=200, duration_ms=12.345, request_id=_REQUEST_ID, account_id=_ACCOUNT_ID)
    return len(written.getvalue().encode())


def _platform_lines(document: Any, resolver: Resolver) -> int:
    """Return the bytes of Lambda's own lines; SystemLogLevel can turn them off, but only with the JSON format."""
    functions = [each for each in document["Resources"].values() if each["Type"] == "AWS::Serverless::Function"]
    common = document["Globals"]["Function"].get("LoggingConfig", {})
    every = [common | each["Properties"].get("LoggingConfig", {}) for each in functions]
    if all(resolver.resolve(each.get("SystemLogLevel")) in _LEVELS_WITHOUT_THEM for each in every):
        return 0
    return sum(map(len, _PLATFORM_LINES))


def _access_line(document: Any, resolver: Resolver, route: str) -> int:
    properties = document["Resources"]["Api"]["Properties"]
    settings = resolver.resolve({name: properties[name] for name in properties if name == "AccessLogSettings"})
    if not settings:
        return 0
    values = {**_ACCESS, "routeKey": route}
    line = settings["AccessLogSettings"]["Format"]
    return len(re.sub(r"\$context\.([\w.]+)", lambda found: values.get(found[1], "-"), line).encode())
