from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.running import Function, FunctionFailedError
from bench.runtime_api import cpu_ms, peak_rss_mb, run_function

# What awslambdaric says to the Runtime API, in few words.
RUNTIME = """
import importlib, json, os, sys
from http.client import HTTPConnection

module, name = sys.argv[1].rsplit(".", 1)
function = getattr(importlib.import_module(module), name)
connection = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

def ask(method, path, body=None):
    connection.request(method, "/2018-06-01/runtime/" + path, body)
    answer = connection.getresponse()
    return answer.headers, answer.read()

while True:
    headers, event = ask("GET", "invocation/next")
    request = "invocation/" + headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        answer = function(json.loads(event), None)
    except Exception as error:
        ask("POST", request + "/error", repr(error))
    else:
        ask("POST", request + "/response", json.dumps(answer))
"""
FUNCTIONS = """
import hashlib

taken = bytearray(30_000_000)

def handler(event, context):
    hashlib.pbkdf2_hmac("sha256", b"", b"", event["rounds"])
    return {"statusCode": event["status"]}

def broken(event, context):
    raise ValueError("on purpose")
"""


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    (tmp_path / "awslambdaric.py").write_text(RUNTIME, encoding="utf-8")
    return tmp_path


def function(folder: Path, name: str) -> Function:
    folder.mkdir()
    (folder / "functions.py").write_text(FUNCTIONS, encoding="utf-8")
    return Function(artifact=folder, handler=f"functions.{name}", environment={})


def test_every_step_of_a_process_is_timed(runtime: Path, tmp_path: Path) -> None:
    event = {"rounds": 100_000, "status": 200}
    run = run_function(function(tmp_path / "artifact", "handler"), event, times=4, runtime=runtime)
    assert 0 < run.init_ms < run.cold_ms
    assert run.first_invoke_ms == pytest.approx(run.cold_ms - run.init_ms)
    assert run.warm_ms > 5
    assert run.rss_mb > 35


def test_an_answer_that_is_an_error_is_not_measured(runtime: Path, tmp_path: Path) -> None:
    event = {"rounds": 1, "status": 401}
    with pytest.raises(FunctionFailedError, match="401"):
        run_function(function(tmp_path / "artifact", "handler"), event, times=1, runtime=runtime)


def test_a_function_that_raises_is_not_measured(runtime: Path, tmp_path: Path) -> None:
    with pytest.raises(FunctionFailedError, match="on purpose"):
        run_function(function(tmp_path / "artifact", "broken"), {}, times=1, runtime=runtime)


def test_a_function_that_cannot_start_is_not_waited_for(runtime: Path, tmp_path: Path) -> None:
    with pytest.raises(FunctionFailedError, match="no answer"):
        run_function(function(tmp_path / "artifact", "absent"), {}, times=1, runtime=runtime)


def test_the_clock_is_that_of_the_process() -> None:
    before = cpu_ms(os.getpid())
    sum(range(200_000))
    assert cpu_ms(os.getpid()) > before


def test_memory_is_read_in_millions_of_bytes() -> None:
    assert peak_rss_mb("Name:\tpython\nVmHWM:\t   10000 kB\nVmRSS:\t 9000 kB\n") == pytest.approx(10.24)
