"""Invoke a function from an artifact once, in an interpreter that can import nothing else.

Started with ``python -I -S invoke.py ARTIFACT HANDLER ANSWER`` and the event on standard input; writes the
answer, and the names of the modules that are loaded then, to the file ANSWER. Finds handlers as awslambdaric does.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any


class Context:
    """The part of Lambda's context that functions use."""

    function_name = "contacts-api"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:contacts-api"
    memory_limit_in_mb = 512
    aws_request_id = "7f6f1c1e-3b0a-4c55-9d0e-0d6f7f1d2c3b"
    log_group_name = "contacts-api"
    log_stream_name = "2026/11/23/[$LATEST]0123456789abcdef"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 28_000


def main(artifact: str, handler: str, answer_path: str) -> None:
    sys.path.insert(0, artifact)
    module, name = handler.rsplit(".", maxsplit=1)
    function = getattr(importlib.import_module(module), name)
    answer = function(json.load(sys.stdin), Context())
    outside = sorted({path for path in map(origin, list(sys.modules.values())) if "site-packages" in path})
    with open(answer_path, "w", encoding="utf-8") as file:  # noqa: PTH123 - as little of Python as possible
        told = {"answer": answer, "modules": sorted(sys.modules), "outside": outside}
        json.dump(told, file, default=str)


def origin(module: Any) -> str:
    return getattr(module, "__file__", None) or ""


if __name__ == "__main__":
    main(*sys.argv[1:])
