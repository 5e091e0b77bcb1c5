"""CloudFormation's intrinsic functions, resolved for one machine.

A reference to a resource becomes the name or ARN that the stand-in on this machine would give it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tools.template.document import TemplateError

STREAM_LABEL = "local"
_VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")
_NO_VALUE = object()


class Resolver:
    """A resolver of the values in one template.

    ``parameters`` holds every parameter's value; ``document`` is the template as read. Raises TemplateError for a
    reference to something that does not exist and for an intrinsic function that has no meaning here.
    """

    def __init__(
        self, document: Mapping[str, Any], parameters: Mapping[str, Any], *, stack: str, region: str, account_id: str
    ) -> None:
        self._resources: Mapping[str, Any] = document["Resources"]
        self._mappings: Mapping[str, Any] = document.get("Mappings") or {}
        self._conditions: Mapping[str, Any] = document.get("Conditions") or {}
        self._stack, self._region, self._account_id = stack, region, account_id
        self._values: dict[str, Any] = {
            **parameters,
            "AWS::AccountId": account_id,
            "AWS::NoValue": _NO_VALUE,
            "AWS::Partition": "aws",
            "AWS::Region": region,
            "AWS::StackId": f"arn:aws:cloudformation:{region}:{account_id}:stack/{stack}/local",
            "AWS::StackName": stack,
            "AWS::URLSuffix": "amazonaws.com",
        }
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self.holds,
            "Fn::And": lambda operands: all(self.resolve(operand) for operand in operands),
            "Fn::Base64": lambda value: base64.b64encode(self.resolve(value).encode()).decode(),
            "Fn::Equals": lambda pair: text(self.resolve(pair[0])) == text(self.resolve(pair[1])),
            "Fn::FindInMap": self._find_in_map,
            "Fn::GetAtt": self._attribute,
            "Fn::If": lambda branch: self.resolve(branch[1] if self.holds(branch[0]) else branch[2]),
            "Fn::Join": lambda call: call[0].join(text(part) for part in self.resolve(call[1])),
            "Fn::Not": lambda operands: not self.resolve(operands[0]),
            "Fn::Or": lambda operands: any(self.resolve(operand) for operand in operands),
            "Fn::Select": lambda call: self.resolve(call[1])[int(self.resolve(call[0]))],
            "Fn::Split": lambda call: self.resolve(call[1]).split(call[0]),
            "Fn::Sub": self._substitute,
            "Fn::ToJsonString": lambda value: json.dumps(self.resolve(value)),
        }

    def resolve(self, value: Any) -> Any:
        """Return the value with every intrinsic function in it resolved; AWS::NoValue is left out."""
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not _NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name in self._functions:
                return self._functions[name](argument)
            if isinstance(name, str) and name.startswith("Fn::"):
                raise TemplateError(f"{name} is not supported on one machine")
        resolved = {key: self.resolve(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not _NO_VALUE}

    def holds(self, condition: str) -> bool:
        """Return whether the named condition is true."""
        if condition not in self._conditions:
            raise TemplateError(f"there is no condition {condition}")
        return bool(self.resolve(self._conditions[condition]))

    def resources_of(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield logical id and resolved properties of every resource of a type whose condition, if any, is true."""
        for logical_id, resource in self._resources.items():
            condition = resource.get("Condition")
            if resource["Type"] == kind and (condition is None or self.holds(condition)):
                yield logical_id, self.resolve(resource.get("Properties") or {})

    def physical_name(self, logical_id: str) -> str:
        """Return a resource's name on this machine: the one in the template, or else stack and logical id."""
        properties = self._resources[logical_id].get("Properties") or {}
        for key in ("TableName", "FunctionName", "QueueName", "BucketName", "TopicName", "Name"):
            if key in properties:
                return text(self.resolve(properties[key]))
        name = f"{self._stack}-{logical_id}"
        # S3 takes no capital letters, and CloudFormation writes names of its own accordingly.
        return name.lower() if self._resources[logical_id]["Type"] == "AWS::S3::Bucket" else name

    def _ref(self, name: str) -> Any:
        if name in self._values:
            return self._values[name]
        if name in self._resources:
            return self._reference(name)
        raise TemplateError(f"!Ref {name} names neither a parameter nor a resource")

    def _reference(self, logical_id: str) -> str:
        """Return what Ref returns for a resource: its name, or the URL of a queue."""
        is_queue = self._resources[logical_id]["Type"] == "AWS::SQS::Queue"
        return self.queue_url(logical_id) if is_queue else self.physical_name(logical_id)

    def queue_url(self, logical_id: str) -> str:
        """Return the URL of a queue; the stand-in knows it by its last two parts."""
        return f"https://sqs.{self._region}.amazonaws.com/{self._account_id}/{self.physical_name(logical_id)}"

    def _attribute(self, target: list[str]) -> str:
        logical_id, attribute = target[0], text(self.resolve(target[1]))
        if logical_id not in self._resources:
            raise TemplateError(f"!GetAtt {logical_id}.{attribute} names no resource")
        name = self.physical_name(logical_id)
        service, kind = self._resources[logical_id]["Type"].split("::")[1:3]
        place = ":" if service == "S3" else f"{self._region}:{self._account_id}"
        prefix = f"arn:aws:{service.lower()}:{place}:"
        if (service, kind) == ("DynamoDB", "Table"):
            arn = f"{prefix}table/{name}"
            return f"{arn}/stream/{STREAM_LABEL}" if attribute == "StreamArn" else arn
        if (service, kind) == ("Events", "EventBus"):
            return f"{prefix}event-bus/{name}"
        if attribute in {"Arn", "QueueArn", "TopicArn"}:
            return prefix + name
        return name if attribute == "QueueName" else f"{name}.{attribute}"

    def _find_in_map(self, path: list[Any]) -> Any:
        found: Any = self._mappings
        for key in (text(self.resolve(step)) for step in path[:3]):
            if key not in found:
                raise TemplateError(f"!FindInMap finds no {key}")
            found = found[key]
        return self.resolve(found)

    def _substitute(self, argument: str | list[Any]) -> str:
        pattern, local = (argument, {}) if isinstance(argument, str) else (argument[0], self.resolve(argument[1]))

        def replace(match: re.Match[str]) -> str:
            literal, name = match.group(1), match.group(2).strip()
            if literal:
                return "${" + name + "}"
            if name in local:
                return text(local[name])
            if name not in self._values and "." in name:
                return self._attribute(name.split(".", maxsplit=1))
            return text(self._ref(name))

        return _VARIABLE.sub(replace, pattern)


def text(value: Any) -> str:
    """Return a scalar as CloudFormation writes it into a string: booleans in lower case."""
    return str(value).lower() if isinstance(value, bool) else str(value)
