"""Runs a function at a given time: ``python -S -P invocation.py ARTIFACT HANDLER TIME [REQUEST ANSWER]``.

TIME is in whole seconds since 1970, and stands still. REQUEST is a JSON file with ``events``, which are passed to the
handler one after the other, ``times``, how often to repeat them, ``read_seconds``, how long to wait for DynamoDB if not
as usual, and ``predictable``, whether all that is random is the same for every event. ANSWER will be one with the
``answers`` of the last repetition, and the ``modules`` loaded by then. This does no more than awslambdaric has to, in
an interpreter that knows only the artifact. The process exits without any cleanup, which Lambda never waits for either.

Without the two files awslambdaric, which must be on the path, takes over.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from functools import partial
from types import SimpleNamespace
from typing import Any


class Context:
    """The part of Lambda's context that functions use."""

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
        """Return the time left, which is constant here."""
        return 15_000


def main(artifact: str, handler: str, time: str, *files: str) -> None:
    """Import the handler, stop its clock, and let it handle the events of a file, or those of a Runtime API."""
    sys.path.insert(0, artifact)
    module, name = handler.rsplit(".", maxsplit=1)
    function = getattr(importlib.import_module(module), name)
    stop_clock(int(time))
    if files:
        answer_file(function, *files)
    else:
        serve_runtime_api(handler)


def stop_clock(seconds: int) -> None:
    """Make the service read this time from now on; other clocks, such as those of the references, are not affected.

    The only place where the service reads the time of day calls ``datetime.now(UTC)``; its replacement is written in C
    too, and as cheap.
    """
    if "shared" in sys.modules:
        sources = vars(sys.modules["shared.wiring.sources"])
        sources["datetime"] = SimpleNamespace(now=partial(sources["datetime"].fromtimestamp, seconds))


def wait_for_tables(seconds: float) -> None:
    """Make the service wait this long for DynamoDB, whose local stand-in is slow where tables are large."""
    database = importlib.import_module("shared.adapters.dynamo.database")
    database.PATIENT = database.PATIENT._replace(read_seconds=seconds)  # type: ignore[attr-defined]


def load_dice() -> None:
    """Put a source that always yields the same bytes into the place of the operating system's randomness."""
    shake = importlib.import_module("hashlib").shake_128
    numbers = iter(range(1_000_000))
    throw = lambda size: shake(str(next(numbers)).encode()).digest(size)  # noqa: E731
    os.urandom = throw
    vars(importlib.import_module("random"))["_urandom"] = throw


def answer_file(function: Any, request_path: str, answer_path: str) -> None:
    """Handle the events of a file, write the responses to another, and exit."""
    with open(request_path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be counted with the function
        request = json.load(file)
    if request.get("read_seconds"):
        wait_for_tables(request["read_seconds"])
    answers: list[Any] = []
    for _ in range(request["times"]):
        answers = []
        for event in request["events"]:
            if request.get("predictable"):
                load_dice()
            answers.append(function(event, Context()))
    with open(answer_path, "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"answers": answers, "modules": sorted(sys.modules)}, file)
    sys.stdout.flush()
    os._exit(0)


def serve_runtime_api(handler: str) -> None:
    """Let awslambdaric fetch events, as ``python -m awslambdaric HANDLER`` would."""
    sys.argv = ["awslambdaric", handler]
    # Imported here so that it is not counted with every function.
    importlib.import_module("runpy").run_module("awslambdaric", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
