"""Log lines and metrics, as JSON on standard output.

Lambda sends the lines to CloudWatch, which extracts metrics from those in the Embedded Metric Format (EMF):
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
A metric has one dimension, ``service``: every value of a further dimension would be billed as another metric.

Everything here is thread-safe. A metric is written at once and nothing is buffered, so there is nothing to flush, and
data of one request never appears in another's line.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

WITHHELD = "[withheld]"

_SECRET_NAME = re.compile(r"passw|secret|token|authori[sz]ation|cookie|credential|api_?key|e_?mail", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"""
      (?<![^\s@"'<>()\[\]{}=:,;])[^\s@"'<>()\[\]{}=:,;]+@[^\s@"'<>()\[\]{}=:,;]+    # an e-mail address
    | (?<![\w-])eyJ[\w-]*\.[\w-]*\.[\w-]*                                                   # a JSON Web Token
    | (?<![\w-])[\w-]{43}(?![\w-])                                                  # a key, or a verification token
    | (?<![\w-])[\w-]{64}(?![\w-])                                                  # what is secret of a refresh token
    """,
    re.VERBOSE,
)

_names = {"service": "contacts-api", "namespace": "ContactsApi", "level": "INFO", "error_tracking_dsn": ""}
_TRACKER_TIMEOUT_SECONDS = 2.0
_UNITS = {"Duration": "Milliseconds"}
"""Units of the metrics that are not counts."""
_OURS = frozenset({"account_id", "gateway_request_id"})
"""Members of a request's line in which nobody can put anything: ids that this service or API Gateway made."""
_bound: ContextVar[Mapping[str, str]] = ContextVar("bound", default={})  # noqa: B039 - it is never changed


def configure(*, service: str, namespace: str, level: str, error_tracking_dsn: str = "") -> None:
    """Set the service name on all lines, the namespace of its metrics, and the minimum level of log lines.

    ``error_tracking_dsn`` names the Sentry, or compatible, project that unexpected errors are sent to; empty for none.
    """
    _names.update(service=service, namespace=namespace, level=level, error_tracking_dsn=error_tracking_dsn)
    _tracker.cache_clear()
    _logger.cache_clear()
    logging.getLogger().setLevel(logging.WARNING)  # details logged by libraries may include what we withhold
    logging.getLogger("python_multipart").setLevel(logging.ERROR)  # a malformed form is the client's error


def logger() -> Logger:
    """Return the logger of this process. Its ``extra`` becomes members of the line.

    Values of names such as ``password`` or ``email`` are withheld, and so are addresses and tokens in any text,
    exceptions included.
    """
    its = _logger()
    its.thread_safe_append_keys(**_bound.get())
    return its


@cache
def _logger() -> Logger:
    """Return the logger, made and loaded with the first line: most requests write none but their own."""
    from aws_lambda_powertools import Logger  # noqa: PLC0415 - as above

    its = Logger(
        service=_names["service"],
        level=_names["level"],
        stream=cast(TextIO, _StandardOutput()),
        json_serializer=lambda line: _to_json(_harmless(line)),
        serialize_stacktrace=False,
        use_rfc3339=True,
        utc=True,
    )
    # If Lambda's log format is JSON, its application log level is set on the root logger and, through Powertools, on
    # ours: Powertools' loggers are the standard library's, under the service's name.
    logging.getLogger(_names["service"]).setLevel(_names["level"])
    return its


def log_exception(message: str, **members: object) -> None:
    """Log the exception being handled with its traceback, and send it to the error tracker, if there is one."""
    logger().exception(message, extra=members)
    if dsn := _names["error_tracking_dsn"]:
        tracker = _tracker(dsn)
        tracker.capture_exception()
        # Lambda freezes the process after the response, along with anything not yet sent.
        tracker.flush(timeout=_TRACKER_TIMEOUT_SECONDS)


def bind_request_id(request_id: str) -> None:
    """Add the request's id to all lines that this thread, or asynchronous task, writes from now on."""
    _bound.set({"request_id": request_id})


def log_request(*, route: str, status: int, duration_ms: float, request_id: str, **members: str | None) -> None:
    """Write the one line of a request, which is both its log line and its metrics.

    Metrics: ``Duration``, whose sample count is the number of requests, and, for a failed request, ``ClientErrors``
    (4xx) or ``ServerErrors`` (5xx). Every byte is paid for a million times, so nothing is repeated.
    ``route`` is the route's key, such as ``GET /api/v1/contacts/{contact_id}``: the path itself is the caller's data.
    ``members`` without a value are left out.
    """
    counted: dict[str, float] = {"Duration": round(duration_ms, 3)}
    if status >= 400:
        counted["ServerErrors" if status >= 500 else "ClientErrors"] = 1
    known = {name: value if name in _OURS else _shown(name, value) for name, value in members.items() if value}
    _write("request", counted, {"route": route, "status": status, "request_id": request_id, **known})


def count(event: str, **members: str | int) -> None:
    """Count an event, named as a fact: ``MailSent``. ``members`` become part of its line."""
    _write(event, {event: 1}, _harmless(members))


@cache
def _tracker(dsn: str) -> Any:
    """Return Sentry's SDK, loaded with the first error and set up to send neither request data nor local variables."""
    import sentry_sdk  # noqa: PLC0415 - costs nothing where it is not used

    sentry_sdk.init(
        dsn=dsn,
        server_name=_names["service"],
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        before_send=lambda event, _: _harmless(event),
    )
    return sentry_sdk


def _write(message: str, counted: Mapping[str, float], members: Mapping[str, object]) -> None:
    """Write a line with metrics. Nothing in ``members`` is withheld any more."""
    metrics = {
        "Timestamp": time.time_ns() // 1_000_000,
        "CloudWatchMetrics": _directive(_names["namespace"], tuple(counted)),
    }
    line = {"level": "INFO", "message": message, **_bound.get(), **members, "service": _names["service"]}
    _StandardOutput().write(_to_json({**line, "_aws": metrics, **counted}) + "\n")


@lru_cache(maxsize=64)
def _directive(namespace: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the EMF directive for metrics of these names, as Powertools would build it."""
    metrics = [{"Name": name, "Unit": _UNITS.get(name, "Count")} for name in names]
    return [{"Namespace": namespace, "Dimensions": [["service"]], "Metrics": metrics}]


class _StandardOutput:
    """Whatever standard output is at that moment. Each line is a single write, so that threads do not mix lines."""

    def write(self, text: str) -> None:
        sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


_to_json = json.JSONEncoder(separators=(",", ":")).encode  # in ASCII: any text can be written, and stays on one line


def _harmless(value: object) -> Any:
    """Return a value that JSON can represent, without anything that must not be logged."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): _shown(str(name), each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_harmless(each) for each in value]
    return _SECRET_TEXT.sub(WITHHELD, str(value))


def _shown(name: str, value: object) -> Any:
    """Return what the log shows for a member of this name."""
    return WITHHELD if _is_secret_name(name) else _harmless(value)


@lru_cache(maxsize=256)
def _is_secret_name(name: str) -> bool:
    return _SECRET_NAME.search(name) is not None
