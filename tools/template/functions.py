"""Functions with their environment and their events other than HTTP.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tools.template.document import TemplateError
from tools.template.intrinsics import Resolver, text
from tools.template.model import (
    NO_AGE_LIMIT,
    UNLIMITED_RETRIES,
    Function,
    QueueSource,
    RuleSource,
    Schedule,
    StreamSource,
)

_RUN_LOCALLY = {"HttpApi", "DynamoDB", "SQS", "Schedule", "ScheduleV2"}


def read_functions(resolver: Resolver, defaults: Mapping[str, Any]) -> dict[str, Function]:
    """Return the template's functions by logical id; ``defaults`` is the Function section of its Globals."""
    return {
        logical_id: _function(logical_id, _with_defaults(properties, defaults), resolver)
        for logical_id, properties in resolver.resources_of("AWS::Serverless::Function")
    }


def _function(logical_id: str, properties: Mapping[str, Any], resolver: Resolver) -> Function:
    if "Handler" not in properties:
        raise TemplateError(f"{logical_id} has no Handler")
    variables = (properties.get("Environment") or {}).get("Variables") or {}
    retries = (properties.get("EventInvokeConfig") or {}).get("MaximumRetryAttempts", 2)
    return Function(
        logical_id=logical_id,
        name=resolver.physical_name(logical_id),
        handler=properties["Handler"],
        # Lambda's own defaults: three seconds, 128 MB.
        timeout_seconds=float(properties.get("Timeout", 3)),
        memory_mb=int(properties.get("MemorySize", 128)),
        environment={name: text(value) for name, value in variables.items()},
        asynchronous_retries=int(retries),
        streams=tuple(_streams(logical_id, properties)),
        queues=tuple(_queues(logical_id, properties)),
        rules=tuple(_rules(logical_id, properties)),
        schedules=tuple(_schedules(logical_id, properties)),
        other_events=tuple(
            name for name, kind, event in _events(properties) if kind not in _RUN_LOCALLY and not _is_rule(kind, event)
        ),
    )


def _with_defaults(properties: dict[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resource's properties over the Globals: mappings are merged, everything else is replaced."""
    merged = dict(defaults)
    for key, value in properties.items():
        inherited = merged.get(key)
        merge = isinstance(value, dict) and isinstance(inherited, dict)
        merged[key] = _with_defaults(value, inherited) if merge and inherited is not None else value
    return merged


def _events(properties: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, event in (properties.get("Events") or {}).items():
        yield name, event["Type"], event.get("Properties") or {}


def _streams(function_id: str, properties: Mapping[str, Any]) -> Iterator[StreamSource]:
    for name, kind, event in _events(properties):
        if kind != "DynamoDB" or event.get("Enabled") is False:
            continue
        failure = (event.get("DestinationConfig") or {}).get("OnFailure") or {}
        filters = (event.get("FilterCriteria") or {}).get("Filters") or []
        yield StreamSource(
            name=f"{function_id}{name}",
            function_id=function_id,
            # arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>
            table_name=event["Stream"].split("/")[1],
            starting_position=event["StartingPosition"],
            batch_size=int(event.get("BatchSize", 100)),
            maximum_retry_attempts=int(event.get("MaximumRetryAttempts", UNLIMITED_RETRIES)),
            maximum_record_age_seconds=int(event.get("MaximumRecordAgeInSeconds", NO_AGE_LIMIT)),
            bisect_batch_on_error=bool(event.get("BisectBatchOnFunctionError", False)),
            report_batch_item_failures="ReportBatchItemFailures" in (event.get("FunctionResponseTypes") or []),
            on_failure_destination=failure.get("Destination"),
            filters=tuple(json.loads(entry["Pattern"]) for entry in filters),
        )


def _queues(function_id: str, properties: Mapping[str, Any]) -> Iterator[QueueSource]:
    for name, kind, event in _events(properties):
        if kind != "SQS" or event.get("Enabled") is False:
            continue
        yield QueueSource(
            name=f"{function_id}{name}",
            function_id=function_id,
            # arn:aws:sqs:<region>:<account>:<name>
            queue_name=event["Queue"].rpartition(":")[2],
            batch_size=int(event.get("BatchSize", 10)),
            report_batch_item_failures="ReportBatchItemFailures" in (event.get("FunctionResponseTypes") or []),
        )


def _is_rule(kind: str, event: Mapping[str, Any]) -> bool:
    """Return whether it is a rule of a bus other than the default one, on which only AWS itself publishes."""
    return kind == "EventBridgeRule" and event.get("EventBusName", "default") != "default"


def _rules(function_id: str, properties: Mapping[str, Any]) -> Iterator[RuleSource]:
    for name, kind, event in _events(properties):
        if _is_rule(kind, event) and event.get("State") != "DISABLED":
            yield RuleSource(
                name=f"{function_id}{name}",
                function_id=function_id,
                bus_name=event["EventBusName"],
                pattern=event["Pattern"],
            )


def _schedules(function_id: str, properties: Mapping[str, Any]) -> Iterator[Schedule]:
    for name, kind, event in _events(properties):
        if kind not in {"Schedule", "ScheduleV2"}:
            continue
        if event.get("State") == "DISABLED" or event.get("Enabled") is False:
            continue
        yield Schedule(
            name=f"{function_id}{name}",
            function_id=function_id,
            expression=event["ScheduleExpression" if kind == "ScheduleV2" else "Schedule"],
            time_zone=event.get("ScheduleExpressionTimezone", "UTC"),
            source="aws.scheduler" if kind == "ScheduleV2" else "aws.events",
            payload=json.loads(event["Input"]) if "Input" in event else None,
        )
