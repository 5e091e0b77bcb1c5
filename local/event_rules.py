"""Creates the rules of the template's event buses in an EventBridge, each with a queue for the pump to read.

Lambda's own queue of asynchronous invocations cannot be seen; this one takes its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from local.stand_in import StandIn
from tools.template import QueueSource, RuleSource, Template

_TARGET = "pump"
_GRACE_SECONDS = 30
"""How long after its function has timed out an event comes back, if nobody was there to take it away."""


def rules_of(template: Template) -> list[RuleSource]:
    """Return the rules of all functions."""
    return [rule for function in template.functions.values() for rule in function.rules]


def queue_of(rule: RuleSource) -> QueueSource:
    """Return the queue that the events of a rule are put into."""
    return QueueSource(name=rule.name, function_id=rule.function_id, queue_name=f"local-rule-{rule.name}", batch_size=1)


def create_rules(aws: StandIn, template: Template) -> None:
    """Create the buses and rules that do not exist yet, and give the others the pattern of the template."""
    events, sqs = aws.client("events"), aws.client("sqs")
    rules = rules_of(template)
    _create_buses(events, {rule.bus_name for rule in rules})
    for rule in rules:
        wait = int(template.functions[rule.function_id].timeout_seconds) + _GRACE_SECONDS
        url = sqs.create_queue(QueueName=queue_of(rule).queue_name)["QueueUrl"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(wait)})
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name=rule.name, EventBusName=rule.bus_name, EventPattern=json.dumps(rule.pattern))
        events.put_targets(Rule=rule.name, EventBusName=rule.bus_name, Targets=[{"Id": _TARGET, "Arn": arn}])


def _create_buses(events: Any, names: Iterable[str]) -> None:
    existing = {bus["Name"] for bus in events.list_event_buses()["EventBuses"]}
    for name in names:
        if name not in existing:
            events.create_event_bus(Name=name)
