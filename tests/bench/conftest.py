"""Fixtures that take the place of Lambda's own part."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    (tmp_path / "awslambdaric.py").write_text(RUNTIME, encoding="utf-8")
    return tmp_path
