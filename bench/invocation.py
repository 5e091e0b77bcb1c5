"""Runs a function at a given time: ``python -S -P invocation.py ARTIFACT HANDLER TIME [REQUEST ANSWER]``.

TIME is in whole seconds since 1970, and does not pass. REQUEST is a JSON file: ``events``, which are handed over one
after the other, and how many ``times``. ANSWER becomes one: the ``answers`` of the last time, and the ``modules`` that
are loaded then. That is no more than what awslambdaric has to do, in an interpreter that knows only the artifact. The
process ends there and takes nothing apart, which Lambda never waits for either.

Without the two files awslambdaric, which must be on the path, takes over.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from datetime import datetime
from functools import partial
from types import SimpleNamespace
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


def main(artifact: str, handler: str, time: str, *files: str) -> None:
    """Import the handler, stop its clock, and let it answer the events of a file, or those of a Runtime API."""
    sys.path.insert(0, artifact)
    module, name = handler.rsplit(".", maxsplit=1)
    function = getattr(importlib.import_module(module), name)
    stop_clock(int(time))
    if files:
        answer_file(function, *files)
    else:
        serve_runtime_api(handler)


def stop_clock(seconds: int) -> None:
    """Let the service read this time from now on; what goes by other clocks, as the references do, is left alone.

    The one place where the service reads the time of day calls ``datetime.now(UTC)``; what it calls instead is written
    in C as well, and as cheap.
    """
    if "shared" in sys.modules:
        sources = sys.modules["shared.wiring.sources"]
        vars(sources)["datetime"] = SimpleNamespace(now=partial(datetime.fromtimestamp, seconds))


def answer_file(function: Any, request_path: str, answer_path: str) -> None:
    """Hand over the events of a file, write the answers to another, and end."""
    with open(request_path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be counted with the function
        request = json.load(file)
    answers: list[Any] = []
    for _ in range(request["times"]):
        answers = [function(event, Context()) for event in request["events"]]
    with open(answer_path, "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"answers": answers, "modules": sorted(sys.modules)}, file)
    sys.stdout.flush()
    os._exit(0)


def serve_runtime_api(handler: str) -> None:
    """Let awslambdaric ask for events, as ``python -m awslambdaric HANDLER`` would."""
    sys.argv = ["awslambdaric", handler]
    # Imported here, or it would be counted with every function.
    importlib.import_module("runpy").run_module("awslambdaric", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
