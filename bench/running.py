"""Runs functions of an artifact in isolated processes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.events import Event
from bench.fixed_clock import MEASURED_AT

INVOCATION = Path(__file__).with_name("invocation.py")
INTERPRETER = Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
"""The interpreter without the virtual environment, which the functions must not see."""
# -S -P: only Python itself and what is named can be imported.
PYTHON = (str(INTERPRETER), "-S", "-P")
TIME_LIMIT_SECONDS = 300


class FunctionFailedError(Exception):
    """A function did not do what it was measured for; the text says what it did."""


_REFUSALS = {
    "system.not_found": 404,
}
"""What functions answer that find nothing, and are there for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A handler in an artifact, the complete environment of its process, and the time it sees."""

    artifact: Path
    handler: str
    environment: Mapping[str, str]
    time: datetime = MEASURED_AT

    @property
    def command(self) -> tuple[str, ...]:
        """Return the command that starts it; append the request and response files, unless awslambdaric serves it."""
        return (*PYTHON, str(INVOCATION), str(self.artifact), self.handler, f"{self.time.timestamp():.0f}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a run: the responses of the last repetition, the modules loaded by then, and what was logged."""

    answers: list[Any]
    modules: tuple[str, ...]
    log: str = ""


def call(
    function: Function,
    events: Sequence[Event],
    *,
    times: int = 1,
    under: Sequence[str] = (),
    read_seconds: float | None = None,
) -> Outcome:
    """Pass events to a function, all of them ``times`` over, in a new process, which may run ``under`` a command.

    ``read_seconds`` is how long it waits for DynamoDB if not as usual. Raises FunctionFailedError if the process fails,
    or a response is an error.
    """
    outcome = run(function, events, times=times, under=under, read_seconds=read_seconds)
    for each in outcome.answers:
        require_success(function.handler, each, outcome.log)
    return outcome


def run(
    function: Function,
    events: Sequence[Event],
    *,
    times: int = 1,
    under: Sequence[str] = (),
    read_seconds: float | None = None,
    predictable: bool = False,
) -> Outcome:
    """Do what ``call`` does, whatever the responses are; if ``predictable``, what is random is the same every time."""
    with tempfile.TemporaryDirectory() as folder:
        request, answer = Path(folder, "request.json"), Path(folder, "answer.json")
        asked = {"events": list(events), "times": times, "read_seconds": read_seconds, "predictable": predictable}
        request.write_text(json.dumps(asked), encoding="utf-8")
        process = subprocess.run(
            [*under, *function.command, str(request), str(answer)], env=closed(function.environment), cwd=folder,
            capture_output=True, text=True, check=False, timeout=TIME_LIMIT_SECONDS,
        )  # fmt: skip
        if process.returncode:
            raise FunctionFailedError(f"{function.handler}: {process.stderr[-2000:]}{process.stdout[-2000:]}")
        outcome = json.loads(answer.read_bytes())
    return Outcome(answers=outcome["answers"], modules=tuple(outcome["modules"]), log=process.stdout)


def closed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment plus variables that make runs reproducible, and nothing from this process's own."""
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **environment}


def require_success(handler: str, answer: Any, log: str = "") -> None:
    """Raise FunctionFailedError for a response that is an error, or that reports messages that were not sent."""
    if not isinstance(answer, dict):
        return
    status = answer.get("statusCode", 200)
    refusal = _REFUSALS.get(handler.removeprefix("functions.").removesuffix(".handler"))
    if (status != refusal if refusal else status >= 400) or answer.get("batchItemFailures"):
        raise FunctionFailedError(f"{handler} answers {json.dumps(answer)[:1000]}\n{log[-2000:]}")
