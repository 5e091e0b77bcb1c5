"""Botocore's descriptions of AWS reduced to the operations that are called.

Three quarters of them are documentation, and most describe operations that nothing here calls. botocore parses their
JSON when it creates a client, so smaller ones also speed up the start where ``AWS_TRANSPORT=botocore`` is set.

Gain: 15076 kB of the zip file.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from tools.bundle.patching.tree import EditError, Tree

AWS_OPERATIONS = {
    "dynamodb": {
        "BatchGetItem", "BatchWriteItem", "DeleteItem", "DescribeTable", "GetItem", "PutItem", "Query", "Scan",
        "TransactGetItems", "TransactWriteItems", "UpdateItem",
    },
    "events": {"PutEvents"},
    "s3": {"DeleteObject", "GetObject", "ListObjectsV2", "PutObject"},
    "sesv2": {"SendEmail"},
    "sqs": {"SendMessage"},
    "ssm": {"GetParameters"},
}  # fmt: skip
"""The operations that shared/ calls, directly or through PynamoDB."""

Json = dict[str, Any]


def apply(tree: Tree) -> None:
    """Reduce the descriptions to AWS_OPERATIONS."""
    try:
        _reduce(tree.path / "botocore" / "data")
    except (FileNotFoundError, KeyError) as error:
        raise EditError(f"botocore/data is not what it was: {error}") from error


def _reduce(data: Path) -> None:
    prefixes = set()
    for folder in [path for path in data.iterdir() if path.is_dir()]:
        if folder.name not in AWS_OPERATIONS:
            shutil.rmtree(folder)
            continue
        *outdated, newest = sorted(folder.iterdir())
        for version in outdated:
            shutil.rmtree(version)
        model = json.loads(gzip.decompress((newest / "service-2.json.gz").read_bytes()))
        prefixes.add(model["metadata"]["endpointPrefix"])
        rules = gzip.decompress((newest / "endpoint-rule-set-1.json.gz").read_bytes())
        shutil.rmtree(newest)
        newest.mkdir()
        _write(newest / "service-2.json", reduced_model(model, AWS_OPERATIONS[folder.name]))
        _write(newest / "endpoint-rule-set-1.json", json.loads(rules))
    endpoints = json.loads((data / "endpoints.json").read_bytes())
    for partition in endpoints["partitions"]:
        partition["services"] = {name: each for name, each in partition["services"].items() if name in prefixes}
    _write(data / "endpoints.json", endpoints)


def reduced_model(model: Json, operations: Collection[str]) -> Json:
    """Return a service's model with only these operations and the shapes they use, without documentation."""
    kept = {name: operation for name, operation in model["operations"].items() if name in operations}
    wanted = list(_references(kept))
    reached = set()
    while wanted:
        shape = wanted.pop()
        if shape not in reached:
            reached.add(shape)
            wanted.extend(_references(model["shapes"][shape]))
    shapes = {name: shape for name, shape in model["shapes"].items() if name in reached}
    reduced: Json = _without_documentation({**model, "operations": kept, "shapes": shapes})
    return reduced


def _references(node: Any) -> Iterator[str]:
    """Yield the name of every shape that a part of a model refers to."""
    if isinstance(node, dict):
        if isinstance(name := node.get("shape"), str):
            yield name
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _without_documentation(node: Any) -> Any:
    """Return a part of a model without its texts named ``documentation``; a member of that name is kept."""
    if isinstance(node, dict):
        return {
            name: _without_documentation(value)
            for name, value in node.items()
            if not (name == "documentation" and isinstance(value, str))
        }
    return [_without_documentation(value) for value in node] if isinstance(node, list) else node


def _write(path: Path, document: Json) -> None:
    path.write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")
