"""Signed links of S3, as web pages follow them through the kit."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import pytest

from local.s3_links import MAX_FILE_BYTES, PREFIX, S3Links
from local.stand_in import ACCESS_KEYS, StandIn
from shared.adapters.aws.credentials import AccessKeys, FixedCredentials
from shared.adapters.s3_exchange_files import S3ExchangeFiles
from tests.support.transports import lean_transport

_NUMBERS = count(1)
PAGE = "http://localhost:3000"
GATEWAY = "http://127.0.0.1:8000"
KEYS = AccessKeys(key_id=ACCESS_KEYS["AWS_ACCESS_KEY_ID"], secret=ACCESS_KEYS["AWS_SECRET_ACCESS_KEY"])


@pytest.fixture
def files(stand_in: StandIn) -> S3ExchangeFiles:
    bucket = f"links-{next(_NUMBERS)}"
    stand_in.client("s3").create_bucket(Bucket=bucket)
    return S3ExchangeFiles(
        lean_transport(stand_in.endpoint_url, credentials=FixedCredentials(KEYS)),
        bucket=bucket,
        now=lambda: datetime.now(UTC),
        links_url=GATEWAY + PREFIX,
        own_url=stand_in.endpoint_url,
    )


class Browser:
    """A page that sends requests."""

    def __init__(self, endpoint_url: str) -> None:
        self._app = S3Links(endpoint_url, (PAGE,))

    def __call__(self, method: str, url: str, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        return asyncio.run(self._send(method, url, headers or {}, **more))

    async def _send(self, method: str, url: str, headers: dict[str, str], **more: Any) -> httpx.Response:
        sent = {"origin": PAGE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", **headers}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url=GATEWAY) as client:
            return await client.request(method, url, headers=sent, **more)


@pytest.fixture
def browser(stand_in: StandIn) -> Browser:
    return Browser(stand_in.endpoint_url)


def test_a_page_brings_a_file_with_a_link(files: S3ExchangeFiles, browser: Browser) -> None:
    url = files.upload_link("book", "uploads/щ 1", size_bytes=5).url
    answer = browser("PUT", url, content=b"BEGIN", headers={"content-type": "text/vcard"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, PAGE)
    assert files.get("book", "uploads/щ 1") == b"BEGIN"


def test_a_browser_saves_a_file_under_its_name(files: S3ExchangeFiles, browser: Browser) -> None:
    files.put("book", "exports/1", b"BEGIN")
    link = files.download_link("book", "exports/1", file_name="contacts.vcf", media_type="text/vcard")
    answer = browser("GET", link.url)
    assert (answer.status_code, answer.content) == (200, b"BEGIN")
    assert answer.headers["content-disposition"] == 'attachment; filename="contacts.vcf"'
    assert answer.headers["content-type"].startswith("text/vcard")
    assert browser("GET", link.url.replace("exports/1", "exports/2")).status_code == 403


def test_a_browser_is_told_that_it_may(files: S3ExchangeFiles, browser: Browser) -> None:
    url = files.upload_link("book", "uploads/1", size_bytes=5).url
    asked = {"access-control-request-method": "PUT", "access-control-request-headers": "content-type"}
    answer = browser("OPTIONS", url, headers=asked)
    assert answer.status_code == 204
    assert "PUT" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "content-type"


def test_other_pages_may_not(files: S3ExchangeFiles, browser: Browser) -> None:
    url = files.upload_link("book", "uploads/1", size_bytes=5).url
    answer = browser("OPTIONS", url, headers={"origin": "https://evil.example", "access-control-request-method": "PUT"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("content", [b"BEGIN:VCARD", b""])
def test_a_file_of_another_length_is_refused(files: S3ExchangeFiles, browser: Browser, content: bytes) -> None:
    url = files.upload_link("book", "uploads/1", size_bytes=5).url
    assert browser("PUT", url, content=content).status_code == 403
    assert files.get("book", "uploads/1") is None


def test_nothing_but_signed_links_is_passed_on(files: S3ExchangeFiles, browser: Browser) -> None:
    files.put("book", "uploads/1", b"secret")
    url = files.upload_link("book", "uploads/1", size_bytes=5).url
    for method, target in (("GET", url.partition("?")[0]), ("DELETE", url), ("POST", url)):
        assert browser(method, target).status_code == 403
    assert browser("GET", url).status_code == 403, "it is for putting"


def test_what_is_too_large_is_not_even_passed_on(files: S3ExchangeFiles, browser: Browser) -> None:
    url = files.upload_link("book", "uploads/1", size_bytes=5).url
    assert browser("PUT", url, content=bytes(MAX_FILE_BYTES + 1)).status_code == 413


def test_where_there_is_no_s3_there_is_a_bad_gateway() -> None:
    browser = Browser("http://127.0.0.1:9")
    assert browser("PUT", f"{PREFIX}/bucket/key?X-Amz-Signature=1", content=b"").status_code == 502
