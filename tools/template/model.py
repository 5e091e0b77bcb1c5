"""The parts of a deployment that matter on one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNLIMITED_RETRIES = -1
NO_AGE_LIMIT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """A token bucket: ``burst`` requests at once, refilled at ``rate`` requests a second, all callers together."""

    rate: float
    burst: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route of the HTTP API.

    ``key`` is API Gateway's route key, ``"POST /api/v1/contacts"`` or ``"$default"``; ``method`` may be ``ANY``.
    """

    key: str
    method: str
    path: str
    function_id: str
    throttle: Throttle | None

    @property
    def is_default(self) -> bool:
        """Whether this route serves the requests that no other route matches."""
        return self.key == "$default"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorsRules:
    """The API's CorsConfiguration; names are as written in the template, origins may be ``*``."""

    allow_origins: tuple[str, ...] = ()
    allow_methods: tuple[str, ...] = ()
    allow_headers: tuple[str, ...] = ()
    expose_headers: tuple[str, ...] = ()
    allow_credentials: bool = False
    max_age_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpApi:
    """The HTTP API: its routes, the throttle of routes without their own, and its CORS rules (None: no CORS)."""

    routes: tuple[Route, ...]
    default_throttle: Throttle | None
    cors: CorsRules | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A DynamoDB table.

    ``create_arguments`` are the keyword arguments of boto3's ``create_table``; time to live is a call of its own
    and therefore apart.
    """

    logical_id: str
    name: str
    create_arguments: Mapping[str, Any]
    ttl_attribute: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSource:
    """An event source mapping from a table's stream to a function.

    Defaults are Lambda's own: unlimited retries, no age limit, no splitting of batches. ``filters`` are event patterns,
    one of which a record must match; none means every record.
    https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
    """

    name: str
    function_id: str
    table_name: str
    starting_position: str
    batch_size: int = 100
    maximum_retry_attempts: int = UNLIMITED_RETRIES
    maximum_record_age_seconds: int = NO_AGE_LIMIT
    bisect_batch_on_error: bool = False
    report_batch_item_failures: bool = False
    on_failure_destination: str | None = None
    filters: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """An SQS queue; ``attributes`` are those of CreateQueue, and may name the queue of its dead letters."""

    logical_id: str
    name: str
    url: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSource:
    """An event source mapping from a queue to a function.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """

    name: str
    function_id: str
    queue_name: str
    batch_size: int = 10
    report_batch_item_failures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSource:
    """A rule of a bus other than the default one, whose events a function is invoked with, asynchronously.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
    """

    name: str
    function_id: str
    bus_name: str
    pattern: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A function's schedule: ``rate(15 minutes)`` or ``cron(0 8 * * ? *)`` in the named time zone.

    ``source`` is ``aws.scheduler`` (ScheduleV2) or ``aws.events`` (Schedule); ``payload`` replaces the standard
    event when the template sets ``Input``.
    """

    name: str
    function_id: str
    expression: str
    time_zone: str
    source: str
    payload: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A Lambda function: where its handler is, its resources, and what invokes it besides HTTP.

    ``asynchronous_retries`` is how often Lambda retries a failed asynchronous invocation (such as a schedule's):
    two unless EventInvokeConfig says otherwise. ``other_events`` names events that have no stand-in on one machine.
    """

    logical_id: str
    name: str
    handler: str
    timeout_seconds: float
    memory_mb: int
    environment: Mapping[str, str]
    asynchronous_retries: int = 2
    streams: tuple[StreamSource, ...] = ()
    queues: tuple[QueueSource, ...] = ()
    rules: tuple[RuleSource, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    other_events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A deployment as one machine needs it; mappings are by logical id. Of buckets only the names matter here."""

    path: Path
    parameters: Mapping[str, Any]
    region: str
    account_id: str
    tables: Mapping[str, Table]
    queues: Mapping[str, Queue]
    buckets: Mapping[str, str]
    functions: Mapping[str, Function]
    api: HttpApi

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes of the HTTP API, in the template's order."""
        return self.api.routes

    @property
    def described_routes(self) -> tuple[Route, ...]:
        """Those without HEAD, which has the function and the throttle of the GET of its path, and says the same."""
        return tuple(route for route in self.routes if route.method != "HEAD")
