"""GET /docs/{asset}."""

from __future__ import annotations

import gzip

import pytest

from tests.support.client import Client


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("docs.css", "text/css; charset=utf-8", "body {"),
        ("docs.js", "text/javascript; charset=utf-8", "use strict"),
        ("theme.js", "text/javascript; charset=utf-8", "use strict"),
    ],
)
@pytest.mark.parametrize("accepted", [None, "", "identity", "br", "gzip;q=0", "*;q=0.0"])
def test_an_asset_is_served_plain_to_whoever_does_not_take_gzip(
    client: Client, name: str, media_type: str, content: str, accepted: str | None
) -> None:
    plain = client.request("GET", f"/docs/{name}", headers={} if accepted is None else {"Accept-Encoding": accepted})
    assert (plain.status, plain.headers["content-type"]) == (200, media_type)
    assert "content-encoding" not in plain.headers
    assert content in plain.text
    assert "max-age" in plain.headers["cache-control"]


@pytest.mark.parametrize(("name", "most_bytes"), [("docs.css", 6_000), ("docs.js", 20_000)])
@pytest.mark.parametrize("accepted", ["gzip", "br, gzip", "br;q=1.0, GZIP ; q=0.001", "*", "identity;q=0, *"])
def test_a_large_asset_is_served_compressed(client: Client, name: str, most_bytes: int, accepted: str) -> None:
    plain = client.request("GET", f"/docs/{name}")
    packed = client.request("GET", f"/docs/{name}", headers={"Accept-Encoding": accepted})
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding, Origin")
    assert len(packed.body) < most_bytes
    assert gzip.decompress(packed.body) == plain.body
    again = client.request("GET", f"/docs/{name}", headers={"If-None-Match": packed.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("name", ["swagger-ui.js", "openapi.json", "..", "..%2fdocs.html", "docs.html", "%00"])
def test_there_are_no_other_assets(client: Client, name: str) -> None:
    answer = client.request("GET", f"/docs/{name}")
    assert (answer.status, answer.code) == (404, "route_not_found")
