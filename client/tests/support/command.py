"""The program as users run it: in this process, which is faster, or in one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from contacts.main import main


@dataclass(frozen=True, kw_only=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def contacts(*arguments: str, stdin: str = "", **environment: str) -> Ran:
    """Run ``contacts`` here, with an environment beside that of the test; no stream is a terminal."""
    streams = [io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="") for text in (stdin.encode(), b"", b"")]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            code = main(arguments)
        except SystemExit as exit_:
            code = int(exit_.code or 0)
    for stream in streams[1:]:
        stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])
    return Ran(code=code, out=out, err=err)


def contacts_process(*arguments: str, stdin: str = "", **environment: str) -> Ran:
    """Run ``contacts`` in a process, and wait for its end."""
    done = subprocess.run(
        [sys.executable, "-m", "contacts", *arguments],
        input=stdin.encode(), capture_output=True, check=False, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
