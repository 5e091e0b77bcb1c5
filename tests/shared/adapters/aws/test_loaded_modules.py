"""What the lean transport costs a function that starts: next to nothing of botocore."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LOADED = """
import sys
from shared.settings import Settings
from shared.wiring.process import Wiring
before = set(sys.modules)
from shared.adapters.aws.transport import ClientConfig
keys = {{"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"}}
wiring = Wiring(Settings({{**keys, "AWS_TRANSPORT": "{transport}"}}))
for service in ("dynamodb", "sesv2", "ssm"):
    wiring.aws.client(service, ClientConfig(connect_seconds=1.0, read_seconds=3.0, max_attempts=3))
print(*sorted(set(sys.modules) - before))
"""


def loaded(root: Path, transport: str) -> set[str]:
    """Return the modules that making every client adds to those of wiring."""
    code = LOADED.format(transport=transport)
    return set(
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True
        ).stdout.split()
    )


def test_the_lean_transport_loads_of_botocore_its_exceptions(root: Path) -> None:
    modules = loaded(root, "lean")
    assert {name for name in modules if name.startswith("botocore.") and "vendored" not in name} == {
        "botocore.exceptions"
    }


@pytest.mark.parametrize("heavy", ["dateutil", "email", "http.client", "jmespath", "requests", "urllib3"])
def test_the_lean_transport_loads_nothing_that_is_slow_to_load(root: Path, heavy: str) -> None:
    modules = loaded(root, "lean")
    assert not {name for name in modules if f"{name}.".startswith(f"{heavy}.")}


def test_botocore_is_one_setting_away(root: Path) -> None:
    assert {"botocore.client", "botocore.session", "urllib3"} <= loaded(root, "botocore")
