"""Log lines and metrics say what happened, and nothing that is secret or about a person."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from shared import observe
from shared.settings import Settings

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"
KEY = "p2-39_2vSY7KWuOcefWrGpjjkeQxFMXYWw1szjuzxNw"


@pytest.fixture(autouse=True)
def _usual_names() -> Iterator[None]:
    """Whatever other tests in this process left, and for those that come after."""
    names = dict(observe._names)
    observe.configure(service="contacts-api", namespace="ContactsApi", level="INFO")
    yield
    observe.configure(**names)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what has been written since the last call, line by line."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def done(**changes: Any) -> None:
    request: dict[str, Any] = {
        "route": "GET /api/v1/contacts",
        "status": 200,
        "duration_ms": 12.34567,
        "request_id": "req-1",
        "account_id": "01JAAA",
    }
    observe.log_request(**request | changes)


def metrics_of(line: dict[str, Any]) -> dict[str, float]:
    [directive] = line["_aws"]["CloudWatchMetrics"]
    return {metric["Name"]: line[metric["Name"]] for metric in directive["Metrics"]}


def test_a_log_line_is_one_json_object(lines: Any) -> None:
    observe.logger().warning("two\nlines", extra={"book_id": "01JAAA", "attempts": 3})
    [line] = lines()
    assert (line["level"], line["message"], line["service"]) == ("WARNING", "two\nlines", "contacts-api")
    assert (line["book_id"], line["attempts"]) == ("01JAAA", 3)
    assert line["timestamp"].endswith("+00:00")


def test_lines_of_a_request_carry_its_id(lines: Any) -> None:
    observe.bind_request_id("req-7")
    observe.logger().warning("slow")
    observe.count("RaceLost")
    assert [line["request_id"] for line in lines()] == ["req-7"] * 2


def test_a_request_has_one_line_that_tells_all_about_it(lines: Any) -> None:
    done()
    [line] = lines()
    assert {name: line[name] for name in ("level", "message", "route", "status", "Duration")} == {
        "level": "INFO",
        "message": "request",
        "route": "GET /api/v1/contacts",
        "status": 200,
        "Duration": 12.346,
    }
    assert (line["request_id"], line["account_id"]) == ("req-1", "01JAAA")


def test_the_line_of_a_stranger_names_no_account(lines: Any) -> None:
    done(account_id=None)
    assert "account_id" not in lines()[0]


def test_the_line_is_also_its_metrics(lines: Any) -> None:
    done()
    [line] = lines()
    assert metrics_of(line) == {"Duration": 12.346}
    [directive] = line["_aws"]["CloudWatchMetrics"]
    assert directive["Metrics"] == [{"Name": "Duration", "Unit": "Milliseconds"}]
    assert isinstance(line["_aws"]["Timestamp"], int)


@pytest.mark.parametrize(
    ("status", "counted"),
    [(200, set()), (304, set()), (400, {"ClientErrors"}), (429, {"ClientErrors"}), (500, {"ServerErrors"})],
)
def test_failures_are_counted_by_whose_they_are(lines: Any, status: int, counted: set[str]) -> None:
    done(status=status)
    assert set(metrics_of(lines()[0])) == {"Duration"} | counted


def test_metrics_have_one_dimension(lines: Any) -> None:
    """Any other would multiply them, and their price."""
    done(status=503)
    observe.count("MailSent", mail_id="01JAAA")
    for line in lines():
        assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service"]]
        assert line["service"] == "contacts-api"


def test_an_event_is_counted_and_tells_its_story(lines: Any) -> None:
    observe.count("MailSent", mail_id="01JAAA", attempts=2)
    [line] = lines()
    assert metrics_of(line) == {"MailSent": 1}
    assert (line["message"], line["mail_id"], line["attempts"]) == ("MailSent", "01JAAA", 2)


def test_an_event_may_be_about_something_secret(lines: Any) -> None:
    observe.count("PasswordChanged")
    assert metrics_of(lines()[0]) == {"PasswordChanged": 1}


def test_names_and_level_are_those_of_the_settings(lines: Any) -> None:
    observe.configure(service="contacts-api-prod", namespace="Elsewhere", level="ERROR")
    observe.logger().warning("not worth a line")
    observe.logger().error("worth one")
    done()
    error, request = lines()
    assert (error["message"], error["service"]) == ("worth one", "contacts-api-prod")
    assert request["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Elsewhere"
    assert request["service"] == "contacts-api-prod"


def test_the_level_can_be_changed_again(lines: Any) -> None:
    for level in ("ERROR", "DEBUG"):
        observe.configure(service="contacts-api", namespace="ContactsApi", level=level)
        observe.logger().debug("details")
    assert len(lines()) == 1


@pytest.mark.parametrize(("level", "written"), [("ERROR", ["error"]), ("INFO", ["info", "error"])])
def test_the_level_is_the_settings_whatever_lambda_lets_through(
    lines: Any, monkeypatch: pytest.MonkeyPatch, level: str, written: list[str]
) -> None:
    """Lambda's must not be above INFO, the level of metrics, and Powertools takes it for the logger's, too."""
    monkeypatch.setenv("AWS_LAMBDA_LOG_LEVEL", "INFO")
    observe.configure(service="contacts-api", namespace="ContactsApi", level=level)
    observe.logger().info("info")
    observe.logger().error("error")
    assert [line["message"] for line in lines()] == written


def test_details_of_libraries_are_not_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lambda sets the root logger to its application level, and sends what that lets through to the log."""
    monkeypatch.setenv("AWS_LAMBDA_LOG_LEVEL", "DEBUG")
    logging.getLogger().setLevel(logging.DEBUG)
    observe.configure(service="contacts-api", namespace="ContactsApi", level="DEBUG")
    assert not logging.getLogger("botocore.endpoint").isEnabledFor(logging.INFO)
    assert not logging.getLogger("python_multipart.multipart").isEnabledFor(logging.WARNING)


def test_until_they_are_told_names_are_the_defaults_of_the_settings(root: Path) -> None:
    settings = Settings({})
    script = "import json; from shared import observe; print(json.dumps(observe._names))"
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "service": settings.service_name,
        "namespace": settings.metrics_namespace,
        "level": settings.log_level,
        "error_tracking_dsn": settings.error_tracking_dsn,
    }


SECRET_NAMES = ["password", "new_password", "token", "accessToken", "token_hash", "Authorization", "Set-Cookie"]
SECRET_NAMES += ["email", "e_mail", "client_secret", "api_key", "credentials"]


@pytest.mark.parametrize("name", SECRET_NAMES)
@pytest.mark.parametrize("nest", [lambda value: value, lambda value: {"inside": [value]}])
def test_values_under_secret_names_are_withheld(lines: Any, name: str, nest: Any) -> None:
    observe.logger().error("something", extra={"details": nest({name: "hunter2 and more"})})
    observe.count("Something", **{name: "hunter2 and more"})
    assert "hunter2" not in json.dumps(lines())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("unknown address olena.o'neill+tag@mail.example.com!", "unknown address"),
        ("<Olena@Example.COM>", "<"),
        ("Олена олена@пошта.example.com,", "Олена"),
        (f"Bearer {TOKEN}", "Bearer"),
        (f"eyJ{'x' * 5000}..", ""),
        (f"/api/v1/auth/verify-email?token={KEY}&x=1", "verify-email"),
        (f"k1:{KEY}", "k1:"),
    ],
)
def test_addresses_and_tokens_are_withheld_in_any_text(lines: Any, text: str, rest: str) -> None:
    try:
        raise LookupError(text)
    except LookupError:
        observe.logger().exception("failed with %s", text, extra={"details": [text], "cause": LookupError(text)})
    written = json.dumps(lines(), ensure_ascii=False)
    assert observe.WITHHELD in written
    assert rest in written
    for secret in ("example.com", "Example.COM", "neill", TOKEN, "xxx", KEY):
        assert secret not in written


def test_a_failure_is_told_with_its_stack(lines: Any) -> None:
    try:
        raise LookupError("no such thing")
    except LookupError:
        observe.logger().exception("unexpected error")
    [line] = lines()
    assert line["exception_name"] == "LookupError"
    assert "test_observe.py" in line["exception"]


@pytest.mark.parametrize("text", ["\ud800", "one\u2028two", "one\ntwo", "\x1b[2K", "Ґанок 🦊"])
def test_no_text_breaks_its_line(lines: Any, text: str) -> None:
    observe.logger().warning(text, extra={"details": {text: text}})
    observe.count("Something", details=text)
    assert [line["details"] for line in lines()] == [{text: text}, text]


def test_what_json_cannot_say_is_told_all_the_same(lines: Any) -> None:
    observe.logger().info("odd", extra={"folder": Path("/tmp"), "names": {"b"}, "nothing": None})
    [line] = lines()
    assert (line["folder"], line["names"]) == ("/tmp", ["b"])


def test_a_line_is_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """In pieces, it would mix with the lines of other threads."""
    written = io.StringIO()
    writes: list[str] = []
    monkeypatch.setattr(written, "write", writes.append)
    monkeypatch.setattr(sys, "stdout", written)
    observe.logger().warning("one")
    observe.count("Two")
    assert [json.loads(text)["message"] for text in writes] == ["one", "Two"]
    assert all(text.endswith("\n") for text in writes)


def test_requests_in_threads_do_not_mix(lines: Any) -> None:
    together = Barrier(8)

    def request(number: int) -> None:
        observe.bind_request_id(f"req-{number}")
        together.wait()
        for _ in range(25):
            observe.logger().warning("within", extra={"number": number})
            observe.count("Tried", number=number)
        done(request_id=f"req-{number}", status=500 if number % 2 else 200)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(request, range(8)))
    written = lines()
    assert len(written) == 8 * (25 + 25 + 1)
    assert all(line["request_id"] == f"req-{line['number']}" for line in written if "number" in line)
    answers = [metrics_of(line) for line in written if line["message"] == "request"]
    assert [answer["Duration"] for answer in answers] == [12.346] * 8
    assert sum("ServerErrors" in answer for answer in answers) == 4


def test_requests_in_tasks_do_not_mix(lines: Any) -> None:
    async def request(number: int) -> None:
        observe.bind_request_id(f"req-{number}")
        await asyncio.sleep(0)
        observe.logger().warning("within", extra={"number": number})

    async def requests() -> None:
        await asyncio.gather(*(request(number) for number in range(8)))

    asyncio.run(requests())
    written = lines()
    assert len(written) == 8
    assert all(line["request_id"] == f"req-{line['number']}" for line in written)


def test_metrics_are_described_as_powertools_describes_them(lines: Any) -> None:
    done(status=500)
    metrics = EphemeralMetrics(namespace="ContactsApi", service="contacts-api")
    metrics.add_metric("Duration", MetricUnit.Milliseconds, 1)
    metrics.add_metric("ServerErrors", MetricUnit.Count, 1)
    assert lines()[0]["_aws"]["CloudWatchMetrics"] == metrics.serialize_metric_set()["_aws"]["CloudWatchMetrics"]


def test_what_a_client_sends_is_harmless_in_the_line_of_its_request_too(lines: Any) -> None:
    done(client_request_id=KEY, gateway_request_id="VmXy09kLFiAEJ1g=", error="anna@example.com", password="hunter2")
    [line] = lines()
    assert [line[name] for name in ("client_request_id", "error", "password")] == [observe.WITHHELD] * 3
    assert line["gateway_request_id"] == "VmXy09kLFiAEJ1g="


def test_a_request_that_logs_nothing_else_loads_no_logger(root: Path) -> None:
    script = """
import sys
from shared import observe
observe.configure(service="a", namespace="b", level="INFO")
observe.bind_request_id("1")
observe.log_request(route="GET /", status=200, duration_ms=1, request_id="1")
assert "aws_lambda_powertools" not in sys.modules
observe.logger()
assert "aws_lambda_powertools" in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_importing_it_does_nothing(root: Path) -> None:
    script = """
import logging, sys
import shared.observe
assert logging.root.handlers == [] and logging.getLogger("contacts-api").handlers == []
assert "aws_xray_sdk" not in sys.modules and "botocore.session" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
