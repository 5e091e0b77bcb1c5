"""The service itself, as ``make run`` starts it, with its demo account."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv" / "bin" / "python"


@dataclass(frozen=True, kw_only=True)
class Product:
    url: str
    email: str
    password: str


@contextmanager
def running_product(folder: Path) -> Iterator[Product]:
    if not PYTHON.exists():
        pytest.skip("the service is not installed: make test-client does that")
    log = folder / "log"
    # The limits of the template are for people; tests are faster.
    generous = [f"--parameter={name}Throttle=1000,2000" for name in ("Guess", "Account", "Default")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [PYTHON, "-m", "local", "--port", "0", "--data", str(folder / "data"), *generous],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 90
        while "Ctrl-C stops" not in (said := log.read_text()):
            assert process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        url, email, password = (
            re.search(pattern, said)[1]  # type: ignore[index]
            for pattern in (r"API +(\S+)", r"demo +(\S+) /", r"demo +\S+ / (.+)")
        )
        yield Product(url=url, email=email, password=password)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
