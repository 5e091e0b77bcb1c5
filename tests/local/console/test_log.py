"""The log of the functions, by request."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from local.console.log import FunctionLog
from local.gateway.traffic import Exchange

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def exchange(name: str, **changes: Any) -> Exchange:
    known = {"method": "GET", "path": "/a", "status": 200, "milliseconds": 1.26, "failure": ""}
    return Exchange(id=f"gateway-{name}", at=NOON, **{**known, **changes})


class Functions:
    """Write a log as functions do."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, level: str, message: str, *, ends: bool = False) -> None:
        line = {"level": level, "message": message, "request_id": name, "_aws": {"Timestamp": 1.0}}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**line, "gateway_request_id": f"gateway-{name}"} if ends else line) + "\n")


@pytest.fixture
def functions(tmp_path: Path) -> Functions:
    return Functions(tmp_path / "functions.log")


@pytest.fixture
def log(functions: Functions) -> FunctionLog:
    return FunctionLog(functions.path)


def test_there_may_be_no_log_yet(log: FunctionLog) -> None:
    (request,) = log.requests([exchange("a", status=404)])
    assert (request["status"], request["lines"], request["milliseconds"]) == (404, [], 1.3)


def test_the_line_that_says_why_comes_first(log: FunctionLog, functions: Functions) -> None:
    functions.write("a", "INFO", "began")
    functions.write("b", "INFO", "of somebody else")
    functions.write("a", "ERROR", "it broke")
    functions.write("a", "INFO", "request", ends=True)
    (request, _) = log.requests([exchange("a", status=500)])
    assert request["request_id"] == "a"
    assert [line["message"] for line in request["lines"]] == ["it broke", "began", "request"]


def test_what_the_gateway_saw_comes_before_what_was_written(log: FunctionLog, functions: Functions) -> None:
    functions.write("a", "ERROR", "written", ends=True)
    (request,) = log.requests([exchange("a", failure="Traceback: KeyError")])
    assert [line["message"] for line in request["lines"]] == ["Traceback: KeyError", "written"]


def test_what_no_request_asked_for_is_there_too(log: FunctionLog, functions: Functions) -> None:
    functions.write("mail", "INFO", "MailSent")
    functions.write("old", "INFO", "request", ends=True)  # of a request before the gateway started
    (request, task) = log.requests([exchange("a")])
    assert "status" in request
    assert (task["request_id"], [line["message"] for line in task["lines"]]) == ("mail", ["MailSent"])


def test_it_is_read_on_also_when_a_line_is_half_written(log: FunctionLog, functions: Functions) -> None:
    with functions.path.open("a", encoding="utf-8") as file:
        file.write('{"level": "INFO", "message": "half", "request')
    assert log.requests([exchange("a")])[0]["lines"] == []
    with functions.path.open("a", encoding="utf-8") as file:
        file.write('_id": "a", "gateway_request_id": "gateway-a"}\nno JSON\n[1]\n')
    assert log.requests([exchange("a")])[0]["lines"] == [{"level": "INFO", "message": "half"}]


def test_a_log_that_was_started_afresh_is_read_from_its_beginning(log: FunctionLog, functions: Functions) -> None:
    functions.write("a", "INFO", "a long line before " * 20, ends=True)
    log.requests([])
    functions.path.unlink()
    functions.write("b", "INFO", "new", ends=True)
    assert [line["message"] for line in log.requests([exchange("b")])[0]["lines"]] == ["new"]
