"""What somebody finds who has just started the product."""

from __future__ import annotations

import re
from pathlib import Path

from local.loopback_http import request
from local.seed import CONTACTS
from tests.support.product import ROOT, RunningProduct, running_product


def demo(product: RunningProduct) -> dict[str, str]:
    found = re.search(r"demo +(\S+) / (\S+)", product.log)
    assert found is not None, product.log
    return {"email": found.group(1), "password": found.group(2)}


def contacts(product: RunningProduct) -> int:
    login = request("POST", f"{product.url}/api/v1/auth/login", content=demo(product))
    assert login.status == 200, login.body
    headers = {"authorization": f"Bearer {login.json()['access_token']}"}
    listed = request("GET", f"{product.url}/api/v1/contacts", headers=headers)
    return len(listed.json()["items"])


def test_the_demo_account_that_is_announced_works_and_is_made_once(tmp_path: Path) -> None:
    with running_product(ROOT, tmp_path / "data") as product:
        first = demo(product)
        assert contacts(product) == len(CONTACTS)
    with running_product(ROOT, tmp_path / "data") as product:
        assert demo(product) == first
        assert contacts(product) == len(CONTACTS)
        assert len(request("GET", f"{product.url}/_local/mailbox.json").json()) == 1
