"""What of ministack the stand-in relies on. Fails when a new version changes it."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys

import pytest

PROGRAM = """
import asyncio, json, sys
from local.stand_in.engine import KEPT_MAILS, Engine
from ministack import app as ministack

def call(service, target, **arguments):
    headers = {"x-amz-target": f"X.{target}", "authorization": "Credential=local/20260101/us-east-1/x/aws4_request"}
    body = json.dumps(arguments).encode()
    handler = ministack._get_module(service).handle_request
    status, _, answer = asyncio.run(handler("POST", "/", headers, body, {}))
    assert status == 200, answer
    return json.loads(answer) if answer else None

engine = Engine()
if sys.argv[1] == "capture":
    call("ssm", "PutParameter", Name="/a/key", Value="secret", Type="SecureString")
    mailbox = ministack._get_module("ses")._sent_emails_list()
    mailbox += [{"Subject": str(number)} for number in range(KEPT_MAILS + 1)]
    assert set(engine.capture({"ssm"})) == {"ssm"}
    states = engine.capture()
    assert "dynamodb" not in states, sorted(states)
    print(json.dumps(states))
else:
    engine.restore(json.loads(sys.stdin.read()))
    engine.restore({"kms": json.dumps({"_keys": {"__account_region_scoped__": True, "data": {}}})})
    print(json.dumps({
        "loaded": sorted(name for name in sys.modules if name.startswith("ministack.services.")),
        "parameter": call("ssm", "GetParameters", Names=["/a/key"], WithDecryption=True)["Parameters"][0]["Value"],
        "mails": ministack._get_module("ses")._sent_emails_list(),
    }))
"""


def run(step: str, given: bytes = b"") -> bytes:
    # ministack changes the process that imports it, so it gets one of its own.
    return subprocess.run([sys.executable, "-c", PROGRAM, step], input=given, stdout=subprocess.PIPE, check=True).stdout


@pytest.fixture(scope="module")
def restored() -> dict[str, list[dict[str, object]]]:
    loaded: dict[str, list[dict[str, object]]] = json.loads(run("restore", run("capture")))
    return loaded


def test_ministack_is_the_version_whose_internals_are_known() -> None:
    assert importlib.metadata.version("ministack") == "1.5.33"


def test_secrets_are_restored(restored: dict[str, object]) -> None:
    assert restored["parameter"] == "secret"


def test_the_newest_mails_are_restored(restored: dict[str, list[dict[str, object]]]) -> None:
    subjects = [mail["Subject"] for mail in restored["mails"]]
    assert (len(subjects), subjects[0], subjects[-1]) == (500, "1", "500")


def test_a_service_that_holds_nothing_is_not_loaded(restored: dict[str, list[str]]) -> None:
    assert "ministack.services.ssm" in restored["loaded"]
    assert "ministack.services.kms" not in restored["loaded"]
