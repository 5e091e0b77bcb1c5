"""What the service says about itself: log lines and metrics, as JSON on standard output.

Lambda takes the lines to CloudWatch, which makes metrics of those in the Embedded Metric Format (EMF):
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
A metric has one dimension, ``service``: each value of a further one would be another metric to pay for.

Everything here may be called from several threads at a time. A metric is written at once and nothing is collected, so
nothing needs to be flushed, and nothing of one request gets into the line of another.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, TextIO, cast

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

WITHHELD = "[withheld]"

_SECRET_NAME = re.compile(r"passw|secret|token|authori[sz]ation|cookie|credential|api_?key|e_?mail", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"""
      (?<![^\s@"'<>()\[\]{}=:,;])[^\s@"'<>()\[\]{}=:,;]+@[^\s@"'<>()\[\]{}=:,;]+    # an e-mail address
    | (?<![\w-])eyJ[\w-]*\.[\w-]*\.[\w-]*                                                   # a JSON Web Token
    | (?<![\w-])[\w-]{43}(?![\w-])                                                  # a key, or a verification token
    """,
    re.VERBOSE,
)

_names = {"service": "contacts-api", "namespace": "ContactsApi", "level": "INFO", "error_tracking_dsn": ""}
_TRACKER_PATIENCE_SECONDS = 2.0
_UNITS = {"Duration": MetricUnit.Milliseconds}
"""Of metrics that do not count."""


def configure(*, service: str, namespace: str, level: str, error_tracking_dsn: str = "") -> None:
    """Set the name of the service in all lines, the namespace of its metrics, and the least level of log lines.

    ``error_tracking_dsn`` is where Sentry, or what speaks its protocol, is told of unexpected errors; empty: nowhere.
    """
    _names.update(service=service, namespace=namespace, level=level, error_tracking_dsn=error_tracking_dsn)
    _tracker.cache_clear()
    logger.cache_clear()
    logger()
    # Where Lambda's log format is JSON, its application level reaches the root logger, and by way of Powertools, whose
    # loggers are the standard library's under the service's name, ours.
    logging.getLogger(service).setLevel(level)
    logging.getLogger().setLevel(logging.WARNING)  # details of libraries may hold what we withhold
    logging.getLogger("python_multipart").setLevel(logging.ERROR)  # a damaged form is the client's matter, and answered


@cache
def logger() -> Logger:
    """Return the logger of this process. What it is given as ``extra`` becomes members of the line.

    Values under names such as ``password`` or ``email``, and addresses and tokens in any text, exceptions included, are
    withheld.
    """
    return Logger(
        service=_names["service"],
        level=_names["level"],
        stream=cast(TextIO, _StandardOutput()),
        json_serializer=lambda line: _to_json(_harmless(line)),
        serialize_stacktrace=False,
        use_rfc3339=True,
        utc=True,
    )


def log_exception(message: str, **members: object) -> None:
    """Log the exception that is being handled with its whole story, and tell the error tracker, if there is one."""
    logger().exception(message, extra=members)
    if dsn := _names["error_tracking_dsn"]:
        tracker = _tracker(dsn)
        tracker.capture_exception()
        # Lambda freezes the process after the answer, and with it whatever is still to be sent.
        tracker.flush(timeout=_TRACKER_PATIENCE_SECONDS)


def bind_request_id(request_id: str) -> None:
    """Put the request's id into all lines that this thread, or asynchronous task, writes from now on."""
    logger().thread_safe_append_keys(request_id=request_id)


def log_request(*, route: str, status: int, duration_ms: float, request_id: str, account_id: str | None) -> None:
    """Write a request's one line, which is its log line and its metrics.

    Metrics: ``Duration``, whose number of samples is that of requests, and, when it failed, ``ClientErrors`` (4xx) or
    ``ServerErrors`` (5xx). Every byte is paid for a million times, so nothing is said twice.
    ``route`` is the route's key, such as ``GET /api/v1/contacts/{contact_id}``: the path itself is the caller's.
    """
    counted: dict[str, float] = {"Duration": round(duration_ms, 3)}
    if status >= 400:
        counted["ServerErrors" if status >= 500 else "ClientErrors"] = 1
    members = {"route": route, "status": status, "request_id": request_id}
    _write("request", counted, members | ({"account_id": account_id} if account_id else {}))


def count(event: str, **members: str | int) -> None:
    """Count something worth knowing, named as a fact: ``MailSent``. ``members`` become part of its line."""
    _write(event, {event: 1}, members)


@cache
def _tracker(dsn: str) -> Any:
    """Return Sentry's SDK, which is loaded with the first error, and is told nothing of the request or of variables."""
    import sentry_sdk  # noqa: PLC0415 - costs nothing where it is not wanted

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
    line = {"level": "INFO", "message": message, **logger().thread_safe_get_current_keys(), **members}
    directive = _directive(_names["namespace"], _names["service"], tuple(counted))
    emf = {"_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": directive}, **counted}
    _StandardOutput().write(_to_json({**_harmless(line), "service": _names["service"], **emf}) + "\n")


@lru_cache(maxsize=64)
def _directive(namespace: str, service: str, names: tuple[str, ...]) -> Any:
    """Return what tells CloudWatch of metrics with these names: always the same, so Powertools makes it once.

    Its usual metrics share what they hold with all threads; these are of their own.
    """
    metrics = EphemeralMetrics(namespace=namespace, service=service)
    for name in names:
        metrics.add_metric(name, _UNITS.get(name, MetricUnit.Count), 1)
    return metrics.serialize_metric_set()["_aws"]["CloudWatchMetrics"]


class _StandardOutput:
    """Whatever is standard output at that moment. A line is one write, so that lines of threads do not mix."""

    def write(self, text: str) -> None:
        sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


def _to_json(line: Mapping[str, Any]) -> str:
    return json.dumps(line, separators=(",", ":"))  # in ASCII: any text can be written, and stays on its line


def _harmless(value: object) -> Any:
    """Return a value as JSON has it, without what must not be in a log."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): WITHHELD if _is_secret_name(str(name)) else _harmless(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_harmless(each) for each in value]
    return _SECRET_TEXT.sub(WITHHELD, str(value))


@lru_cache(maxsize=256)
def _is_secret_name(name: str) -> bool:
    return _SECRET_NAME.search(name) is not None
