from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.instructions import Instructions
from bench.results import Capacity, Measured, answer_bytes, results, size_mb
from bench.running import Outcome
from bench.runtime_api import Run

RUN = Run(init_ms=90.0, cold_ms=100.0, first_invoke_ms=10.0, warm_ms=1.0, rss_mb=40.04)
ANSWER = {"statusCode": 200, "headers": {"a": "b"}, "body": "ї"}
FIGURES = {
    "cold_ratio", "warm_ratio", "cold_cpu_ratio", "warm_cpu_ratio", "cold_minstructions", "warm_minstructions",
    "cold_cpu_ms", "init_cpu_ms", "cold_cpu_ms_tls", "first_invoke_cpu_ms", "warm_cpu_ms", "rss_mb", "modules",
    "answer_bytes",
}  # fmt: skip
CAPACITY = {"dynamodb_requests", "dynamodb_operations", "read_units", "write_units", "engine_consumed_capacity"}


def measured(cold: int, warm: int, capacity: Capacity | None = None) -> Measured:
    return Measured(
        instructions=Instructions(cold=cold, warm=warm),
        plain=RUN,
        tls=RUN,
        outcome=Outcome(answers=[ANSWER], modules=("json", "sys")),
        capacity=capacity,
    )


@pytest.fixture
def found(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "module.py").write_bytes(b"x" * 100_000)
    once = Capacity(operations=("GetItem",), read_units=1.0, write_units=0.0, engine_units=1.0)
    names = ("auth.login", "contacts.get", "contacts.list", "contacts.create")
    references = {
        "bare": measured(1000, 10),
        "bare.create": measured(2000, 20),
        "bare.list": measured(1000, 40),
        "expert": measured(185, 2),
        **{f"lambdalith.{endpoint}": measured(3000, 30) for endpoint in ("get", "list", "create")},
    }
    return results(
        {name: measured(1100, 4, once) for name in names},
        references,
        container={"get": 1.0, "list": 2.0, "create": 3.0},
        login_bcrypt_ratio=1.02,
        bcrypt_ms=230.0,
        folders=dict.fromkeys(("artifact", "bare", "expert", "lambdalith"), tmp_path),
    )


def test_work_is_compared_with_a_bare_get(found: dict[str, Any]) -> None:
    for name in ("contacts.get", "contacts.list"):
        assert (found[name]["cold_ratio"], found[name]["warm_ratio"]) == (1.1, 0.4)
    assert found["references"]["lambdalith"]["contacts.list"]["warm_ratio"] == 3.0


def test_creating_is_compared_with_creating(found: dict[str, Any]) -> None:
    assert (found["contacts.create"]["cold_ratio"], found["contacts.create"]["warm_ratio"]) == (0.55, 0.2)
    assert found["references"]["bare"]["contacts.create"]["cold_ratio"] == 1.0
    assert found["references"]["bare"]["contacts.list"]["warm_ratio"] == 4.0


def test_every_function_has_every_figure(found: dict[str, Any]) -> None:
    assert found["contacts.get"].keys() == FIGURES | CAPACITY
    assert found["references"]["bare"]["contacts.get"].keys() == FIGURES
    assert found["contacts.get"]["dynamodb_requests"] == 1
    assert found["login_bcrypt_ratio"] == found["auth.login"]["login_bcrypt_ratio"] == 1.02
    assert found["references"]["container"]["contacts.list"] == {"warm_cpu_ms": 2.0}
    assert found["environment"].keys() == {"python", "architecture"}


def test_what_was_measured_last_has_the_same_figures(root: Path) -> None:
    kept = json.loads((root / "bench" / "results.json").read_text(encoding="utf-8"))
    for name in ("contacts.get", "contacts.list", "contacts.create", "contacts.birthdays", "auth.register"):
        assert kept[name].keys() == FIGURES | CAPACITY, name
    assert {"artifact_zip_mb", "artifact_unzipped_mb", "bcrypt_cpu_ms", "login_bcrypt_ratio"} <= kept.keys()
    assert kept["references"].keys() == {"bare", "expert", "lambdalith", "container"}


def test_a_folder_is_weighed_packed_and_unpacked(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(b"x" * 2_000_000)
    packed, unpacked = size_mb(tmp_path)
    assert packed < 0.1
    assert unpacked == 2.0


def test_an_answer_is_weighed_as_it_is_sent() -> None:
    assert answer_bytes(ANSWER) == len("HTTP/1.1 200 OK\r\na: b\r\n\r\n") + 2
    assert answer_bytes({"batchItemFailures": []}) == len('{"batchItemFailures": []}')
