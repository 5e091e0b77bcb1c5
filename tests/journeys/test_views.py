"""Views over HTTP: several devices of one person keep, change and use them at the same time."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from local.loopback_http import request
from tests.journeys.conftest import together
from tests.journeys.test_demo_account import demo
from tests.support.product import RunningProduct

DEVICES = 8


@together
def test_views_of_several_devices_are_all_kept_and_show_who_matches(product: RunningProduct) -> None:
    login = request("POST", f"{product.url}/api/v1/auth/login", content=demo(product)).json()
    headers = {"authorization": f"Bearer {login['access_token']}"}

    def send(method: str, path: str, content: Any = None, **more: str) -> Any:
        return request(method, f"{product.url}/api/v1{path}", content=content, headers={**headers, **more})

    def create(device: int) -> str:
        body = {"name": f"view {device}", "has": ["phone"], "sort": "-updated"}
        made = send("POST", "/views", body, **{"idempotency-key": f"device {device}".replace(" ", "-")})
        assert made.status == 201, made.body
        return str(made.json()["id"])

    with ThreadPoolExecutor(DEVICES) as threads:
        ids = list(threads.map(create, range(DEVICES)))
    assert [view["name"] for view in send("GET", "/views").json()["items"]] == [
        f"view {device}" for device in range(DEVICES)
    ]
    assert [create(device) for device in range(DEVICES)] == ids, "each is created once"

    shown = send("GET", f"/contacts?view={ids[0]}&fields=phones").json()["items"]
    everybody = send("GET", "/contacts").json()["items"]
    assert {item["id"] for item in shown} == {item["id"] for item in everybody if item["phones"]}
    assert shown
    assert all(item.keys() == {"id", "revision", "phones"} for item in shown)

    with ThreadPoolExecutor(DEVICES) as threads:
        patches = threads.map(
            lambda device: send("PATCH", f"/views/{ids[0]}", {"q": f"device {device}"}, **{"if-match": '"1"'}),
            range(DEVICES),
        )
        statuses = sorted(patch.status for patch in patches)
    assert statuses == [200] + [412] * (DEVICES - 1), "one of them was first"
    assert send("DELETE", f"/views/{ids[0]}").status == 204
    gone = send("GET", f"/contacts?view={ids[0]}")
    assert (gone.status, json.loads(gone.body)["errors"][0]["code"]) == (422, "unknown_view")
