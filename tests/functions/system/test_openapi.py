"""GET /openapi.json."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.support.client import Client

OPENAPI = "/openapi.json"


def test_the_document_is_the_one_in_the_documentation(client: Client, root: Path) -> None:
    answer = client.request("GET", OPENAPI)
    assert answer.json == json.loads((root / "docs" / "openapi.json").read_bytes())
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "public, max-age=3600"


def test_a_client_that_takes_it_compressed_gets_it_compressed(client: Client, root: Path) -> None:
    answer = client.request("GET", OPENAPI, headers={"Accept-Encoding": "br, gzip"}, described=False)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding, Origin"
    assert json.loads(gzip.decompress(answer.body)) == json.loads((root / "docs" / "openapi.json").read_bytes())


def test_a_client_that_has_it_is_not_sent_it_again(client: Client) -> None:
    for encoding in ({}, {"Accept-Encoding": "gzip"}):
        etag = client.request("GET", OPENAPI, headers=encoding, described=False).headers["etag"]
        again = client.request("GET", OPENAPI, headers={"If-None-Match": f'"x", {etag}', **encoding})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)


def test_what_a_client_has_may_be_something_else(client: Client) -> None:
    for header in ('"x"', "x", ""):
        assert client.request("GET", OPENAPI, headers={"If-None-Match": header}).status == 200
