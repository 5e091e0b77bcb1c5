from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.running import Function, FunctionFailedError
from bench.runtime_api import cpu_ms, peak_rss_mb, run_function

FUNCTIONS = """
import hashlib

taken = bytearray(30_000_000)

def handler(event, context):
    hashlib.pbkdf2_hmac("sha256", b"", b"", event["rounds"])
    return {"statusCode": event["status"]}

def broken(event, context):
    raise ValueError("on purpose")
"""


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
