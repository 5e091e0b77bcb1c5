from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from local.data_folder import DataFolder
from tests.support.product import ROOT, RunningProduct, running_product
from tools.operations import smoke


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProduct]:
    data = tmp_path_factory.mktemp("product") / "data"
    with running_product(ROOT, data) as product:
        yield product


@pytest.fixture
def account(product: RunningProduct) -> dict[str, str]:
    demo = DataFolder(product.data).read("demo.json")
    return {"SMOKE_EMAIL": demo["email"], "SMOKE_PASSWORD": demo["password"]}


def test_a_deployment_that_works_is_tried_from_health_to_contacts(
    product: RunningProduct, account: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert smoke.main([product.url], account) == 0
    tried = capsys.readouterr().out.splitlines()
    assert "200 GET /health/ready" in tried
    assert tried[-1].startswith("404 GET /api/v1/contacts/")


def test_without_an_account_it_says_what_was_not_tried(
    product: RunningProduct, capsys: pytest.CaptureFixture[str]
) -> None:
    assert smoke.main([product.url], {}) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("Contacts were not tried")


def test_an_unexpected_answer_fails_and_is_shown(
    product: RunningProduct, account: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert smoke.main([product.url], account | {"SMOKE_PASSWORD": "wrong password"}) == 1
    assert "POST /api/v1/auth/login answered 401 instead of 200" in capsys.readouterr().err


def test_a_deployment_that_is_not_there_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert smoke.main([f"http://127.0.0.1:{free.getsockname()[1]}"], {}) == 1
    assert "does not answer" in capsys.readouterr().err
