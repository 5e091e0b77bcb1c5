from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from local.announcement import announce
from local.data_folder import DataFolder
from tests.local.test_process_environment import TEMPLATE
from tests.support.sample_template import template_of


def test_the_demo_account_can_be_tried_by_copying_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo = {"email": "demo@example.com", "password": "it's"}
    announce("http://127.0.0.1:8000", "http://127.0.0.1:1", DataFolder(tmp_path), template_of(tmp_path, TEMPLATE), demo)
    said = capsys.readouterr().out
    assert "demo@example.com / it's" in said
    found = re.search(r"curl .*", said)
    assert found is not None
    arguments = shlex.split(found.group())
    assert json.loads(arguments[-1]) == demo


def test_what_differs_from_the_cloud_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    announce("http://127.0.0.1:8000", "http://127.0.0.1:1", DataFolder(tmp_path), template_of(tmp_path, TEMPLATE), None)
    assert "note: LEVEL differs between functions, which share one environment here" in capsys.readouterr().out
