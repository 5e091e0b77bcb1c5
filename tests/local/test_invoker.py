from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from local.invoker import FunctionError, Invoker
from local.lambda_context import LambdaContext
from tests.support.sample_template import HEADER, template_of

MODULE = __name__


def invoker(folder: Path, handler: str, timeout: str = "5") -> Invoker:
    text = f"""{HEADER}
Resources:
  OneFunction:
    Type: AWS::Serverless::Function
    Properties: {{Handler: {handler}, Timeout: {timeout}, MemorySize: 256}}
"""
    return Invoker(template_of(folder, text))


def shows_context(event: Any, context: LambdaContext) -> dict[str, Any]:
    return {
        "name": context.function_name,
        "arn": context.invoked_function_arn,
        "version": context.function_version,
        "memory": context.memory_limit_in_mb,
        "id": context.aws_request_id,
        "left": context.get_remaining_time_in_millis(),
    }


def changes_event(event: dict[str, Any], context: Any) -> dict[str, Any]:
    event["changed"] = True
    return event


def returns_no_json(event: Any, context: Any) -> object:
    return object()


def exits(event: Any, context: Any) -> None:
    sys.exit(3)


MEETING = threading.Barrier(2)


def meets(event: Any, context: Any) -> str:
    MEETING.wait(timeout=5)
    return "met"


def sleeps(event: Any, context: Any) -> None:
    threading.Event().wait(1)


def test_a_handler_gets_the_context_of_its_function(tmp_path: Path) -> None:
    runner = invoker(tmp_path, f"{MODULE}.shows_context")
    first, second = (runner.invoke("OneFunction", {}) for _ in range(2))
    assert first["name"] == "contacts-api-local-OneFunction"
    assert first["arn"] == "arn:aws:lambda:us-east-1:000000000000:function:contacts-api-local-OneFunction"
    assert (first["version"], first["memory"]) == ("$LATEST", "256")
    assert 4000 < first["left"] <= 5000
    assert first["id"] != second["id"]


def test_a_handler_cannot_change_the_callers_event(tmp_path: Path) -> None:
    event: dict[str, Any] = {}
    assert invoker(tmp_path, f"{MODULE}.changes_event").invoke("OneFunction", event) == {"changed": True}
    assert event == {}


def test_invocations_run_at_the_same_time(tmp_path: Path) -> None:
    runner = invoker(tmp_path, f"{MODULE}.meets")
    futures = [runner.submit("OneFunction", "{}") for _ in range(2)]
    assert [future.result(5) for future in futures] == ["met", "met"]


@pytest.mark.parametrize(
    ("handler", "message"),
    [
        (f"{MODULE}.returns_no_json", "OneFunction: TypeError: Object of type object is not JSON serializable"),
        (f"{MODULE}.exits", "OneFunction: SystemExit: 3"),
        (f"{MODULE}.nothing", "nothing cannot be imported"),
        ("no.such.module", "no.such.module cannot be imported: No module named 'no'"),
    ],
)
def test_whatever_goes_wrong_is_a_function_error(
    tmp_path: Path, handler: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(FunctionError, match=message):
        invoker(tmp_path, handler).invoke("OneFunction", {})
    assert "request id" in caplog.text


def returns_text(event: dict[str, int], context: Any) -> str:
    return "ж" * (event["size"] // 6) + "x" * (event["size"] % 6)


def test_a_response_has_the_size_that_lambda_allows_with_everything_escaped(tmp_path: Path) -> None:
    one = invoker(tmp_path, f"{MODULE}.returns_text")
    largest = 6_291_556 - len('""')
    assert len(one.invoke("OneFunction", {"size": largest})) == largest // 6 + largest % 6
    with pytest.raises(FunctionError, match="more than 6 MB"):
        one.invoke("OneFunction", {"size": largest + 1})


def test_a_function_has_as_long_as_its_timeout(tmp_path: Path) -> None:
    with pytest.raises(FunctionError, match=r"OneFunction timed out after 0\.05 seconds"):
        invoker(tmp_path, f"{MODULE}.sleeps", timeout="0.05").invoke("OneFunction", {})


def test_handlers_can_be_imported_ahead_and_failures_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    invoker(tmp_path, f"{MODULE}.shows_context").import_all()
    assert caplog.text == ""
    invoker(tmp_path, "no.such.module").import_all()
    assert "no.such.module cannot be imported" in caplog.text


def test_no_time_is_left_after_the_deadline(tmp_path: Path) -> None:
    (function,) = template_of(
        tmp_path,
        f"{HEADER}\nResources: {{F: {{Type: 'AWS::Serverless::Function', Properties: {{Handler: a.b, Timeout: 0}}}}}}",
    ).functions.values()
    context = LambdaContext.of(function, request_id="1", region="r", account_id="a")
    assert context.get_remaining_time_in_millis() == 0
