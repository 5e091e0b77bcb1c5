"""Invokes a function from an artifact: ``python -S -P invocation.py ARTIFACT HANDLER REQUEST ANSWER``.

It is no more than what awslambdaric has to do, in an interpreter that knows only the artifact. REQUEST is a JSON file:
``events``, which are handed over one after the other, and how many ``times``. ANSWER becomes one: the ``answers`` of
the last time, and the ``modules`` that are loaded then. The process ends there and takes nothing apart, which Lambda
never waits for either.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any


class Context:
    """What functions use of Lambda's context."""

    function_name = "contacts-api"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:contacts-api"
    memory_limit_in_mb = "256"
    aws_request_id = "7f6f1c1e-3b0a-4c55-9d0e-0d6f7f1d2c3b"
    log_group_name = "contacts-api"
    log_stream_name = "2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef"
    identity = None
    client_context = None

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        """Return the time that is left; here it does not pass."""
        return 15_000


def main(artifact: str, handler: str, request_path: str, answer_path: str) -> None:
    """Import the handler, hand it the events, write its answers."""
    sys.path.insert(0, artifact)
    with open(request_path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be counted with the function
        request = json.load(file)
    module, name = handler.rsplit(".", maxsplit=1)
    function = getattr(importlib.import_module(module), name)
    answers: list[Any] = []
    for _ in range(request["times"]):
        answers = [function(event, Context()) for event in request["events"]]
    with open(answer_path, "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"answers": answers, "modules": sorted(sys.modules)}, file)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
