"""Unexpected errors reach an error tracker where one is set, and cost nothing where none is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from shared import observe

DSN = "https://public@errors.example.com/1"


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Return what the tracker has been told since the last call, as it would travel."""
    envelopes: list[Envelope] = []

    class Recorder(Transport):
        def capture_envelope(self, envelope: Envelope) -> None:
            envelopes.append(envelope)

    init = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: init(**options, transport=Recorder))
    names = dict(observe._names)
    observe.configure(**{**names, "error_tracking_dsn": DSN})

    def told() -> list[dict[str, Any]]:
        events = [json.loads(item.get_bytes()) for envelope in envelopes for item in envelope.items]
        envelopes.clear()
        return events

    yield told
    observe.configure(**names)
    init(default_integrations=False)  # its own would stay in Starlette for every test that comes after


def fail(message: str) -> None:
    password = "violet tram"
    try:
        raise LookupError(f"{message} for {len(password)}")
    except LookupError:
        observe.log_exception("unexpected error")


def test_an_unexpected_error_is_reported_with_its_stack(reported: Callable[[], list[dict[str, Any]]]) -> None:
    fail("no such thing")
    [event] = reported()
    [exception] = event["exception"]["values"]
    assert exception["type"] == "LookupError"
    assert exception["stacktrace"]["frames"][-1]["function"] == "fail"


def test_nothing_secret_or_personal_is_reported(reported: Callable[[], list[dict[str, Any]]]) -> None:
    fail("ada@example.com")
    text = json.dumps(reported())
    assert "ada@example.com" not in text
    assert '"vars"' not in text
    assert observe.WITHHELD in text


def test_without_a_tracker_its_sdk_is_never_loaded(root: Path) -> None:
    program = (
        "import sys\nfrom shared import observe\n"
        "try: 1 / 0\nexcept ZeroDivisionError: observe.log_exception('x')\n"
        "assert 'sentry_sdk' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True, capture_output=True)
