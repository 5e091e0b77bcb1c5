"""One invocation of a function from an artifact, in an interpreter that knows nothing else.

Started with ``python -I -S invoke.py ARTIFACT HANDLER ANSWER`` and the event on standard input; writes the
answer, and the calls of AWS that were made, to the file ANSWER. Finds handlers as awslambdaric does.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

Call = tuple[str, str, dict[str, Any]]


class Context:
    """What functions use of Lambda's context."""

    function_name = "contacts-api"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:contacts-api"
    memory_limit_in_mb = 512
    aws_request_id = "7f6f1c1e-3b0a-4c55-9d0e-0d6f7f1d2c3b"
    log_group_name = "contacts-api"
    log_stream_name = "2026/11/23/[$LATEST]0123456789abcdef"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 15_000


def recorded_calls() -> list[Call]:
    """Have every call of AWS noted down: service, operation, arguments."""
    from botocore.client import BaseClient  # noqa: PLC0415 - the artifact's, which is on the path only now

    calls: list[Call] = []
    make_api_call = BaseClient._make_api_call

    def record(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        calls.append((client.meta.service_model.service_name, operation, arguments))
        return make_api_call(client, operation, arguments)

    BaseClient._make_api_call = record
    return calls


def main(artifact: str, handler: str, answer_path: str) -> None:
    sys.path.insert(0, artifact)
    calls = recorded_calls()
    module, name = handler.rsplit(".", maxsplit=1)
    function = getattr(importlib.import_module(module), name)
    answer = function(json.load(sys.stdin), Context())
    outside = sorted({path for path in map(origin, list(sys.modules.values())) if "site-packages" in path})
    with open(answer_path, "w", encoding="utf-8") as file:  # noqa: PTH123 - as little of Python as possible
        json.dump({"answer": answer, "calls": calls, "outside": outside}, file, default=str)


def origin(module: Any) -> str:
    return getattr(module, "__file__", None) or ""


if __name__ == "__main__":
    main(*sys.argv[1:])
