"""GET /docs."""

from __future__ import annotations

import re

import pytest

from tests.support.client import Client


def test_the_page_needs_nothing_from_elsewhere(client: Client) -> None:
    answer = client.request("GET", "/docs")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for path in re.findall(r'(?:src|href)="([^#"]+)"', answer.text):
        if path != "data:,":
            assert path.startswith("/")
            assert client.request("GET", path).status == 200


def test_the_page_may_run_its_own_scripts_only(client: Client) -> None:
    policy = client.request("GET", "/docs").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/docs", "/docs/docs.css", "/docs/docs.js", "/openapi.json"])
def test_what_a_cache_may_keep_is_kept_for_each_origin_and_encoding(client: Client, path: str) -> None:
    first = client.request("GET", path, headers={"Accept-Encoding": "gzip"})
    again = client.request("GET", path, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["etag"]})
    assert [answer.status for answer in (first, again)] == [200, 304]
    for answer in (first, again):
        assert answer.headers["cache-control"] == "public, max-age=3600"
        assert answer.headers["vary"] == "Accept-Encoding, Origin"
