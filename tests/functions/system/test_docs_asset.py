"""GET /docs/{asset}."""

from __future__ import annotations

import gzip

import pytest

from tests.functions.client import Client


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("docs.css", "text/css; charset=utf-8", "body"),
        ("docs.js", "text/javascript; charset=utf-8", "SwaggerUIBundle("),
        ("swagger-ui.css", "text/css; charset=utf-8", ".swagger-ui"),
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8", "SwaggerUIBundle"),
    ],
)
def test_an_asset_is_served_plain_and_compressed(client: Client, name: str, media_type: str, content: str) -> None:
    plain = client.request("GET", f"/docs/{name}")
    assert (plain.status, plain.headers["content-type"]) == (200, media_type)
    assert content in plain.text
    assert "max-age" in plain.headers["cache-control"]
    packed = client.request("GET", f"/docs/{name}", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-type"] == media_type
    if packed.headers.get("content-encoding"):
        assert gzip.decompress(packed.body) == plain.body
        assert packed.headers["etag"] != plain.headers["etag"]
    else:
        assert packed.body == plain.body


def test_the_large_asset_is_sent_small(client: Client) -> None:
    packed = client.request("GET", "/docs/swagger-ui-bundle.js", headers={"Accept-Encoding": "gzip"})
    assert len(packed.body) < 600_000


@pytest.mark.parametrize("name", ["swagger-ui.js", "openapi.json", "..", "..%2fdocs.html", "docs.html", "%00"])
def test_there_are_no_other_assets(client: Client, name: str) -> None:
    answer = client.request("GET", f"/docs/{name}")
    assert (answer.status, answer.code) == (404, "route_not_found")
