"""make seed fills the demo account of what runs, and says so when nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest

from local import fill_book
from local.data_folder import RUNNING_FILE, DataFolder
from local.loopback_http import request
from tests.support.product import ROOT, running_product


def test_a_running_product_is_filled_and_lists_and_finds_its_contacts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    for name in ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "")  # what the command sets goes with the test
    with running_product(ROOT, data) as product:
        assert fill_book.main(["--data", str(data), "--count", "60"]) == 0
        demo = DataFolder(data).read("demo.json")
        credentials = {name: demo[name] for name in ("email", "password")}
        token = request("POST", f"{product.url}/api/v1/auth/login", content=credentials).json()["access_token"]
        bearer = {"authorization": f"Bearer {token}"}
        page = request("GET", f"{product.url}/api/v1/contacts?limit=100", headers=bearer).json()
    said = capsys.readouterr().out
    assert "60/60" in said
    assert said.endswith("60 contacts were added to demo@example.com\n")
    assert len(page["items"]) == 63


def test_nothing_is_filled_when_nothing_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fill_book.main(["--data", str(tmp_path)]) == 1
    assert "make run starts it" in capsys.readouterr().err


def test_a_product_that_was_killed_is_told_from_one_that_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = dict.fromkeys(("ACCOUNTS_TABLE", "CONTACTS_TABLE", "OUTBOX_TABLE"), "t")
    nobody = "http://127.0.0.1:9"
    aws = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": "us-east-1"}
    for name in (*aws, "AWS_ENDPOINT_URL"):
        monkeypatch.setenv(name, "")
    data = DataFolder(tmp_path)
    data.write(RUNNING_FILE, {"environment": {**tables, **aws, "AWS_ENDPOINT_URL": nobody}})
    data.write("demo.json", {"email": "demo@example.com"})
    assert fill_book.main(["--data", str(tmp_path)]) == 1
    assert "does not answer" in capsys.readouterr().err
