"""GET /docs/{asset}."""

from __future__ import annotations

import gzip

import pytest

from tests.support.client import Client


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("docs.css", "text/css; charset=utf-8", "body"),
        ("docs.js", "text/javascript; charset=utf-8", "SwaggerUIBundle("),
    ],
)
def test_a_small_asset_is_served_plain(client: Client, name: str, media_type: str, content: str) -> None:
    for headers in ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}):
        plain = client.request("GET", f"/docs/{name}", headers=headers)
        assert (plain.status, plain.headers["content-type"]) == (200, media_type)
        assert "content-encoding" not in plain.headers
        assert content in plain.text
        assert "max-age" in plain.headers["cache-control"]


@pytest.mark.parametrize(
    ("name", "media_type", "content", "most_bytes"),
    [
        ("swagger-ui.css", "text/css; charset=utf-8", b".swagger-ui", 30_000),
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8", b"SwaggerUIBundle", 450_000),
    ],
)
@pytest.mark.parametrize("accepted", [None, "gzip", "br, gzip", "br;q=1.0, GZIP ; q=0.001", "*", "identity;q=0, *"])
def test_a_large_asset_is_served_compressed(
    client: Client, name: str, media_type: str, content: bytes, most_bytes: int, accepted: str | None
) -> None:
    packed = client.request("GET", f"/docs/{name}", headers={"Accept-Encoding": accepted} if accepted else {})
    assert (packed.status, packed.headers["content-type"]) == (200, media_type)
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding, Origin")
    assert "max-age" in packed.headers["cache-control"]
    assert len(packed.body) < most_bytes
    assert content in gzip.decompress(packed.body)
    again = client.request("GET", f"/docs/{name}", headers={"If-None-Match": packed.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("name", ["swagger-ui.css", "swagger-ui-bundle.js"])
@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000, *", "*;q=0.0", "x-gzip-not"])
def test_a_large_asset_is_never_served_plain(client: Client, name: str, accepted: str) -> None:
    """Anybody may ask for it, and somebody pays for three times the bytes."""
    refused = client.request("GET", f"/docs/{name}", headers={"Accept-Encoding": accepted})
    assert (refused.status, refused.code) == (406, "not_acceptable")


@pytest.mark.parametrize("name", ["swagger-ui.js", "openapi.json", "..", "..%2fdocs.html", "docs.html", "%00"])
def test_there_are_no_other_assets(client: Client, name: str) -> None:
    answer = client.request("GET", f"/docs/{name}")
    assert (answer.status, answer.code) == (404, "route_not_found")
