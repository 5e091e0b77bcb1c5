"""A calendar feed over HTTP: made, read by several programs, rotated and revoked; its secrets stay out of the logs."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from local.loopback_http import request
from tests.journeys.test_demo_account import demo
from tests.support.calendars import events_of
from tests.support.product import ROOT, running_product

PROGRAMS = 4


def test_programs_read_a_feed_until_it_is_revoked(tmp_path: Path) -> None:
    with running_product(ROOT, tmp_path / "data") as product:
        login = request("POST", f"{product.url}/api/v1/auth/login", content=demo(product)).json()
        headers = {"authorization": f"Bearer {login['access_token']}"}

        def send(method: str, path: str, content: Any = None) -> Any:
            return request(method, f"{product.url}/api/v1{path}", content=content, headers=headers)

        feed = send("POST", "/feeds", {"alarm": "-PT15H"}).json()
        assert feed["url"].startswith(product.url)
        with ThreadPoolExecutor(PROGRAMS) as threads:
            answers = list(threads.map(lambda _: request("GET", feed["url"]), range(PROGRAMS)))
        assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
        birthdays = send("GET", "/contacts/birthdays?days=366&limit=100").json()["items"]
        titles = [str(event["SUMMARY"]) for event in events_of(answers[0].body.decode())]
        assert sum(": birthday" in title for title in titles) == len(birthdays) > 0
        packed = request("GET", feed["url"], headers={"accept-encoding": "gzip"})
        assert gzip.decompress(packed.body) == answers[0].body

        rotated = send("POST", f"/feeds/{feed['id']}/rotate").json()
        assert [request("GET", each["url"]).status for each in (feed, rotated)] == [404, 200]
        assert send("DELETE", f"/feeds/{feed['id']}").status == 204
        assert request("GET", rotated["url"]).status == 404
        assert send("GET", "/feeds").json() == {"items": []}
    kept = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert any(b"GET /api/v1/feeds/{file}" in content for content in kept.values()), "the log is among the files"
    for each in (feed, rotated):
        secret = each["url"].rpartition("/")[2].removesuffix(".ics").encode()
        assert not [path for path, content in kept.items() if secret in content]
