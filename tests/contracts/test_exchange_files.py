"""Files of imports come back as they were stored, are listed by name, and can be brought by whoever has a link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import boto3
import pytest
from moto import mock_aws

from local.stand_in import REGION, StandIn
from local.stand_in.aws import ACCESS_KEYS
from shared.adapters.aws.botocore_transport import BotocoreTransport, _session
from shared.adapters.aws.credentials import AccessKeys, FixedCredentials
from shared.adapters.aws.transport import Transport
from shared.adapters.memory.exchange_files import MemoryExchangeFiles
from shared.adapters.s3_exchange_files import S3ExchangeFiles
from shared.domain.errors import FilesUnavailableError
from shared.services.ports.exchange_files import (
    MAX_NAMES,
    MIN_PART_BYTES,
    ExchangeFiles,
    FileReplacedError,
    PartsLostError,
)
from tests.support.misbehaving_server import answering, closing, server
from tests.support.transports import lean_transport, moto_transport

_NUMBERS = count(1)
KEYS = AccessKeys(key_id=ACCESS_KEYS["AWS_ACCESS_KEY_ID"], secret=ACCESS_KEYS["AWS_SECRET_ACCESS_KEY"])
NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)


def new_bucket(aws: StandIn) -> str:
    name = f"exchange-{next(_NUMBERS)}"
    aws.client("s3").create_bucket(Bucket=name)
    return name


def of(transport: Transport, bucket: str) -> S3ExchangeFiles:
    return S3ExchangeFiles(transport, bucket=bucket, now=lambda: NOON)


def botocores(aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> Transport:
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    _session.cache_clear()  # another test may have signed in before
    return BotocoreTransport(region=REGION, endpoint_url=aws.endpoint_url)


@pytest.fixture(params=["memory", "lean", "botocore", "moto"])
def files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExchangeFiles]:
    if request.param == "memory":
        yield MemoryExchangeFiles(now=lambda: NOON)
    elif request.param == "moto":
        with mock_aws():
            boto3.client("s3", region_name=REGION).create_bucket(Bucket="exchange")
            yield of(moto_transport(), "exchange")
    else:
        aws: StandIn = request.getfixturevalue("stand_in")
        lean = request.param == "lean"
        transport = lean_transport(aws.endpoint_url) if lean else botocores(aws, monkeypatch)
        yield of(transport, new_bucket(aws))


def test_a_file_comes_back_as_it_was_stored(files: ExchangeFiles) -> None:
    content = bytes(range(256)) * 1_000
    files.put("book", "uploads/1", content)
    assert files.get("book", "uploads/1") == content
    assert files.size_bytes("book", "uploads/1") == len(content)


def test_the_last_one_of_a_name_counts(files: ExchangeFiles) -> None:
    files.put("book", "a", b"first")
    files.put("book", "a", b"")
    assert (files.get("book", "a"), files.size_bytes("book", "a")) == (b"", 0)


def test_some_bytes_of_a_file_come_with_its_length_and_version(files: ExchangeFiles) -> None:
    content = bytes(range(256)) * 10
    files.put("book", "a", content)
    first, last = files.excerpt("book", "a", 0, 100), files.excerpt("book", "a", 2_500, 100)
    assert first is not None
    assert last is not None
    assert (first.content, last.content) == (content[:100], content[2_500:])
    assert (first.size_bytes, first.version) == (last.size_bytes, last.version) == (2_560, first.version)
    assert files.excerpt("book", "b", 0, 100) is None


def test_an_empty_file_has_no_bytes(files: ExchangeFiles) -> None:
    files.put("book", "a", b"")
    found = files.excerpt("book", "a", 0, 100)
    assert found is not None
    assert (found.content, found.size_bytes) == (b"", 0)


def test_bytes_are_those_of_one_version_of_a_file(files: ExchangeFiles) -> None:
    files.put("book", "a", b"first")
    found = files.excerpt("book", "a", 0, 5)
    assert found is not None
    assert files.excerpt("book", "a", 1, 9, version=found.version) == (b"irst", found.version, 5)
    files.put("book", "a", b"second")
    with pytest.raises(FileReplacedError):
        files.excerpt("book", "a", 1, 9, version=found.version)
    files.remove("book", "a")
    assert files.excerpt("book", "a", 1, 9, version=found.version) is None


def test_what_is_not_there_is_none_even_if_names_begin_so(files: ExchangeFiles) -> None:
    files.put("book", "abc", b"1")
    assert (files.get("book", "ab"), files.size_bytes("book", "ab")) == (None, None)
    assert files.names("book", "x") == []


def test_books_do_not_know_each_other(files: ExchangeFiles) -> None:
    files.put("book", "a", b"1")
    files.put("book2", "a", b"2")
    assert (files.get("book", "a"), files.names("book", ""), files.get("boo", "k/a")) == (b"1", ["a"], None)


def test_names_are_listed_in_order_after_one(files: ExchangeFiles) -> None:
    for name in ("rows/1/002-c", "rows/1/001-cf", "rows/10/001-c", "rows/1/010-u", "uploads/1"):
        files.put("book", name, b"x")
    assert files.names("book", "rows/1/") == ["rows/1/001-cf", "rows/1/002-c", "rows/1/010-u"]
    assert files.names("book", "rows/1/", after="rows/1/001") == ["rows/1/001-cf", "rows/1/002-c", "rows/1/010-u"]
    assert files.names("book", "rows/1/", after="rows/1/002-c") == ["rows/1/010-u"]
    assert files.names("book", "rows/1/", after="rows/1/010-u") == []


def test_a_list_ends_and_goes_on(files: ExchangeFiles) -> None:
    names = [f"n/{number:05d}" for number in range(MAX_NAMES + 3)]
    for name in names:
        files.put("book", name, b"")
    found = list(files.names("book", "n/"))
    assert found == names[:MAX_NAMES]
    assert list(files.names("book", "n/", after=found[-1])) == names[MAX_NAMES:]


def test_a_link_says_how_long_it_is_good_and_what_to_send(files: ExchangeFiles) -> None:
    link = files.upload_link("book", "uploads/1", size_bytes=7)
    assert (link.headers, link.expires_at) == ({"content-length": "7"}, NOON + timedelta(hours=1))


PART = bytes(range(256)) * (MIN_PART_BYTES // 256)


def test_a_file_comes_in_parts_and_is_there_when_they_are_joined(files: ExchangeFiles) -> None:
    files.put("book", "exports/1", b"before")
    parts_id = files.begin_parts("book", "exports/1")
    tags = [files.put_part("book", "exports/1", parts_id, number, part) for number, part in ((1, PART), (2, b"end"))]
    assert files.get("book", "exports/1") == b"before"
    files.join_parts("book", "exports/1", parts_id, tags)
    assert files.get("book", "exports/1") == PART + b"end"


def test_a_part_that_is_stored_again_takes_the_place_of_the_first(files: ExchangeFiles) -> None:
    parts_id = files.begin_parts("book", "a")
    first = files.put_part("book", "a", parts_id, 1, b"first")
    same = files.put_part("book", "a", parts_id, 1, b"first")
    second = files.put_part("book", "a", parts_id, 1, b"second")
    assert first == same != second
    with pytest.raises(PartsLostError):
        files.join_parts("book", "a", parts_id, [first])
    files.join_parts("book", "a", parts_id, [second])
    assert files.get("book", "a") == b"second"


@pytest.mark.parametrize(
    "files", ["memory", "lean", "botocore"], indirect=True
)  # moto fails with a KeyError of its own
def test_parts_that_were_never_begun_are_lost(files: ExchangeFiles) -> None:
    never = files.begin_parts("book", "b")
    with pytest.raises(PartsLostError):
        files.put_part("book", "a", f"{never[:-1]}x", 1, b"whole")
    with pytest.raises(PartsLostError):
        files.join_parts("book", "a", f"{never[:-1]}x", ['"5d41402abc4b2a76b9719d911017c592"'])
    assert files.get("book", "a") is None


def test_joining_parts_again_leaves_the_file_as_it_is(files: ExchangeFiles) -> None:
    parts_id = files.begin_parts("book", "a")
    tag = files.put_part("book", "a", parts_id, 1, b"whole")
    files.join_parts("book", "a", parts_id, [tag])
    with suppress(PartsLostError):  # S3 may still know that they were joined
        files.join_parts("book", "a", parts_id, [tag])
    assert files.get("book", "a") == b"whole"


def test_a_link_to_a_file_ends_soon(files: ExchangeFiles) -> None:
    link = files.download_link("book", "exports/1", file_name="contacts.vcf", media_type="text/vcard")
    assert link.expires_at == NOON + timedelta(minutes=15)


# What only the adapter for S3 has: links that work, and a network.


@pytest.fixture(params=["lean", "botocore"])
def transport(request: pytest.FixtureRequest, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> Transport:
    if request.param == "botocore":
        return botocores(stand_in, monkeypatch)
    return lean_transport(stand_in.endpoint_url, credentials=FixedCredentials(KEYS))


def put(url: str, content: bytes) -> int:
    opener = build_opener(ProxyHandler({}))
    headers = {"content-type": "text/vcard"}
    try:
        status: int = opener.open(Request(url, content, headers, method="PUT"), timeout=10).status
    except HTTPError as refused:
        return refused.code
    return status


def test_whoever_has_the_link_can_bring_the_file(stand_in: StandIn, transport: Transport) -> None:
    files = of(transport, new_bucket(stand_in))
    link = files.upload_link("book", "uploads/1", size_bytes=5)
    assert put(link.url, b"BEGIN") == 200
    assert files.get("book", "uploads/1") == b"BEGIN"


@pytest.mark.parametrize("change", ["another name", "another signature", "another length"])
def test_a_link_is_for_nothing_else(stand_in: StandIn, transport: Transport, change: str) -> None:
    files = of(transport, new_bucket(stand_in))
    url = files.upload_link("book", "uploads/1", size_bytes=5).url
    if change == "another name":
        url = url.replace("uploads/1", "uploads/2")
    elif change == "another signature":
        url = url[:-1] + ("0" if url[-1] != "0" else "1")
    assert put(url, b"BEGIN" if change != "another length" else b"BEGIN:VCARD") == 403
    assert files.names("book", "") == []


def fetched(url: str) -> tuple[int, str, str, bytes]:
    try:
        answer = build_opener(ProxyHandler({})).open(url, timeout=10)
    except HTTPError as refused:
        return refused.code, "", "", b""
    return answer.status, answer.headers["content-type"], answer.headers["content-disposition"], answer.read()


def test_whoever_has_the_link_can_fetch_the_file_under_its_name(stand_in: StandIn, transport: Transport) -> None:
    files = of(transport, new_bucket(stand_in))
    files.put("book", "exports/1", b"BEGIN")
    link = files.download_link("book", "exports/1", file_name="contacts.vcf", media_type="text/vcard; charset=utf-8")
    assert fetched(link.url) == (200, "text/vcard; charset=utf-8", 'attachment; filename="contacts.vcf"', b"BEGIN")


@pytest.mark.parametrize(
    ("said", "instead"), [("exports/1", "exports/2"), ("contacts.vcf", "a.exe"), ("text%2Fvcard", "text%2Fhtml")]
)
def test_a_link_to_a_file_is_for_that_file_only(
    stand_in: StandIn, transport: Transport, said: str, instead: str
) -> None:
    files = of(transport, new_bucket(stand_in))
    for name in ("exports/1", "exports/2"):
        files.put("book", name, b"BEGIN")
    url = files.download_link("book", "exports/1", file_name="contacts.vcf", media_type="text/vcard").url
    assert said in url
    assert fetched(url.replace(said, instead))[0] == 403


def test_links_are_signed_with_version_4_for_the_host_of_the_region() -> None:
    url = lean_transport().presigned_put_url("exchange", "book/щ", length=5, seconds=60)
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc) == ("https", f"exchange.s3.{REGION}.amazonaws.com")
    assert parts.path == "/book/%D1%89"
    query = parse_qs(parts.query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-SignedHeaders"] == ["content-length;host"]
    assert query["X-Amz-Expires"] == ["60"]


def test_where_s3_cannot_be_reached_links_go_through_another_place(stand_in: StandIn) -> None:
    files = S3ExchangeFiles(
        lean_transport(stand_in.endpoint_url),
        bucket="exchange",
        now=lambda: NOON,
        links_url="http://127.0.0.1:8000/_local/s3",
        own_url=stand_in.endpoint_url,
    )
    url = files.upload_link("book", "uploads/1", size_bytes=5).url
    assert url.startswith("http://127.0.0.1:8000/_local/s3/exchange/book/uploads/1?")


def test_without_a_bucket_files_are_unavailable(stand_in: StandIn) -> None:
    files = of(lean_transport(stand_in.endpoint_url), "no-such-bucket")
    attempts: list[Any] = [
        lambda: files.put("book", "a", b""),
        lambda: files.get("book", "a"),
        lambda: files.size_bytes("book", "a"),
        lambda: files.begin_parts("book", "a"),
        lambda: files.put_part("book", "a", "1", 1, b""),
        lambda: files.names("book", ""),
    ]
    for attempt in attempts:
        with pytest.raises(FilesUnavailableError, match="NoSuchBucket"):
            attempt()


def test_without_an_answer_files_are_unavailable() -> None:
    with server([closing], [closing], [closing]) as aws:
        files = of(lean_transport(aws.url), "exchange")
        with pytest.raises(FilesUnavailableError, match="does not answer"):
            files.put("book", "a", b"")
    fine = answering("200 OK", "bytes", 'ETag: "1"')
    with server([closing], [fine]) as aws:
        assert of(lean_transport(aws.url), "exchange").get("book", "a") == b"bytes", "one failure is not noticed"
