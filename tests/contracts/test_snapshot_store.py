"""Snapshots come back as they were put, are replaced by one writer at a time, and are gone when they are removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from local.stand_in import REGION, StandIn
from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.aws.transport import Transport
from shared.adapters.memory.snapshots import MemorySnapshotStore
from shared.adapters.s3_snapshots import S3SnapshotStore
from shared.adapters.snapshot_objects import Header, UnreadableObjectError, packed, unpacked
from shared.domain.errors import SnapshotLostError, SnapshotsUnavailableError
from shared.services.ports.snapshots import UNREADABLE, Snapshot, SnapshotStore
from tests.support.transports import lean_transport, moto_transport

_NUMBERS = count(1)
SECTIONS = {"words": b"a\nb\n" * 5_000, "empty": b"", "щ": bytes(range(256))}
BLOCKS = [b"[]", b'[{"a": "b"}]' * 100, b""]


@pytest.fixture(params=["memory", "lean", "botocore", "moto"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[SnapshotStore]:
    if request.param == "memory":
        yield MemorySnapshotStore()
    elif request.param == "moto":
        with mock_aws():
            boto3.client("s3", region_name=REGION).create_bucket(Bucket="snapshots")
            yield of(moto_transport(), "snapshots")
    else:
        aws: StandIn = request.getfixturevalue("stand_in")
        if request.param == "lean":
            yield of(lean_transport(aws.endpoint_url), new_bucket(aws))
            return
        for name, value in aws.environment.items():
            monkeypatch.setenv(name, value)
        yield of(BotocoreTransport(region=REGION, endpoint_url=aws.endpoint_url), new_bucket(aws))


def of(transport: Transport, bucket: str) -> S3SnapshotStore:
    return S3SnapshotStore(transport, bucket=bucket, new_id=lambda: f"id{next(_NUMBERS)}")


def new_bucket(aws: StandIn) -> str:
    name = f"snapshots-{next(_NUMBERS)}"
    aws.client("s3").create_bucket(Bucket=name)
    return name


def put(
    store: SnapshotStore, revision: int, *, book: str = "book", replacing: Snapshot | None = None, **changes: Any
) -> bool:
    arguments = {"format": 1, "sections": SECTIONS, "blocks": BLOCKS, **changes}
    return store.put(book, revision=revision, replacing=replacing, **arguments)


def latest(store: SnapshotStore, book: str = "book") -> Snapshot:
    found = store.latest(book)
    assert found is not None
    return found


def blocks_of(snapshot: Snapshot, number: int = len(BLOCKS)) -> list[bytes]:
    documents = snapshot.documents()
    return [documents.block(each) for each in range(number)]


def test_a_book_without_one_has_none(store: SnapshotStore) -> None:
    assert store.latest("book") is None


def test_a_snapshot_comes_back_as_it_was_put(store: SnapshotStore) -> None:
    assert put(store, 7, format=3)
    found = latest(store)
    assert (found.book_id, found.revision, found.format) == ("book", 7, 3)
    assert dict(found.sections) == SECTIONS
    assert list(found.sections) == list(SECTIONS)
    assert blocks_of(found) == BLOCKS


def test_a_book_without_contacts_has_a_snapshot_too(store: SnapshotStore) -> None:
    assert put(store, 1, sections={}, blocks=[])
    assert (dict(latest(store).sections), blocks_of(latest(store), 0)) == ({}, [])


def test_there_is_no_section_and_no_block_that_nobody_put(store: SnapshotStore) -> None:
    put(store, 1)
    with pytest.raises(KeyError):
        latest(store).sections["other"]
    documents = latest(store).documents()
    for number in (len(BLOCKS), -1):
        with pytest.raises(IndexError):
            documents.block(number)


def test_its_size_is_at_least_that_of_its_sections(store: SnapshotStore) -> None:
    put(store, 1, blocks=[b"x" * 1_000] * 10)
    assert latest(store).size_bytes >= sum(map(len, SECTIONS.values()))
    assert latest(store).documents().size_bytes > 0


def test_books_do_not_know_each_other(store: SnapshotStore) -> None:
    put(store, 1)
    put(store, 2, book="book2", sections={"a": b"b"})
    assert (latest(store).revision, latest(store, "book2").revision) == (1, 2)
    store.remove("book")
    assert dict(latest(store, "book2").sections) == {"a": b"b"}
    assert blocks_of(latest(store, "book2")) == BLOCKS


def test_a_snapshot_is_replaced_by_the_next(store: SnapshotStore) -> None:
    put(store, 1)
    assert put(store, 2, replacing=latest(store), sections={"new": b"1"}, blocks=[b"new"])
    found = latest(store)
    assert (found.revision, dict(found.sections), blocks_of(found, 1)) == (2, {"new": b"1"}, [b"new"])


@pytest.mark.parametrize("revision", [1, 3])
def test_one_of_the_same_or_of_a_lower_revision_replaces_it_as_well(store: SnapshotStore, revision: int) -> None:
    """That is how another format comes in, and how a restored table gets new ones."""
    put(store, 3)
    assert put(store, revision, replacing=latest(store), format=2, blocks=[b"new"])
    assert (latest(store).format, blocks_of(latest(store), 1)) == (2, [b"new"])


def test_of_two_that_create_one_the_first_wins(store: SnapshotStore) -> None:
    assert put(store, 1)
    assert not put(store, 2, sections={"a": b"loser"}, blocks=[b"loser"])
    assert (latest(store).revision, blocks_of(latest(store))) == (1, BLOCKS)


def test_of_two_that_replace_the_same_the_first_wins(store: SnapshotStore) -> None:
    put(store, 1)
    before = latest(store)
    assert put(store, 2, replacing=before)
    assert not put(store, 3, replacing=before, sections={"a": b"loser"}, blocks=[b"loser"])
    assert (latest(store).revision, blocks_of(latest(store))) == (2, BLOCKS)


def test_what_has_been_removed_is_not_replaced(store: SnapshotStore) -> None:
    put(store, 1)
    before = latest(store)
    store.remove("book")
    assert not put(store, 2, replacing=before)
    assert store.latest("book") is None


def test_the_same_content_again_is_another_snapshot(store: SnapshotStore) -> None:
    put(store, 1)
    before = latest(store)
    assert put(store, 1, replacing=before)
    assert not put(store, 1, replacing=before)


def test_whoever_reads_the_documents_too_late_is_told_to_ask_again(store: SnapshotStore) -> None:
    put(store, 1)
    before = latest(store)
    put(store, 2, replacing=before)
    with pytest.raises(SnapshotLostError):
        before.documents()
    assert dict(before.sections) == SECTIONS, "what was fetched stays"


def test_documents_that_were_fetched_stay_when_the_snapshot_is_replaced(store: SnapshotStore) -> None:
    put(store, 1)
    before = latest(store)
    documents = before.documents()
    put(store, 2, replacing=before, blocks=[b"new"])
    assert documents.block(1) == BLOCKS[1]


def test_nothing_is_left_of_a_book_that_is_removed_and_that_may_be_repeated(store: SnapshotStore) -> None:
    put(store, 1)
    before = latest(store)
    store.remove("book")
    store.remove("book")
    assert store.latest("book") is None
    with pytest.raises(SnapshotLostError):
        before.documents()
    assert put(store, 1), "it may come again"


def test_of_many_at_the_same_time_one_wins_and_its_parts_belong_together(store: SnapshotStore) -> None:
    def write(number: int) -> bool:
        mark = str(number).encode()
        return put(store, 10 + number, replacing=None, sections={"mark": mark}, blocks=[mark])

    with ThreadPoolExecutor(1 if isinstance(store, MemorySnapshotStore) else 8) as threads:
        won = list(threads.map(write, range(8)))
    assert won.count(True) == 1
    found = latest(store)
    assert found.sections["mark"] == found.documents().block(0) == str(won.index(True)).encode()


# What only the adapter for S3 has: objects that somebody damages, and that interrupted writers leave.


@pytest.fixture
def bucket(stand_in: StandIn) -> str:
    return new_bucket(stand_in)


@pytest.fixture
def s3_store(stand_in: StandIn, bucket: str) -> S3SnapshotStore:
    return of(lean_transport(stand_in.endpoint_url), bucket)


def keys(stand_in: StandIn, bucket: str) -> list[str]:
    return [each["Key"] for each in stand_in.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_a_book_has_two_objects_however_often_it_is_replaced(
    stand_in: StandIn, bucket: str, s3_store: S3SnapshotStore
) -> None:
    put(s3_store, 1)
    for revision in (2, 3, 3):
        put(s3_store, revision, replacing=latest(s3_store))
        put(s3_store, revision)
    assert len(keys(stand_in, bucket)) == 2
    s3_store.remove("book")
    assert keys(stand_in, bucket) == []


def test_what_interrupted_writers_have_left_the_next_one_removes(
    stand_in: StandIn, bucket: str, s3_store: S3SnapshotStore
) -> None:
    put(s3_store, 3)
    old, same, later = (f"book/documents/{revision:016d}-left" for revision in (2, 3, 4))
    for key in (old, same, later, "book/other"):
        stand_in.client("s3").put_object(Bucket=bucket, Key=key, Body=b"")
    put(s3_store, 3, replacing=latest(s3_store))
    assert {old, same, later} & set(keys(stand_in, bucket)) == {same, later}, "their writers may be under way"
    put(s3_store, 5, replacing=latest(s3_store))
    assert {same, later} & set(keys(stand_in, bucket)) == set()
    assert blocks_of(latest(s3_store)) == BLOCKS


def damaged(content: bytes, how: str) -> bytes:
    return {
        "empty": b"",
        "cut off": content[:-1],
        "longer": content + b"x",
        "another magic": b"X" + content[1:],
        "no directory": content[:24] + b"\n" + content[24:],
        "garbage": b"<html>not found</html>",
        "of a later form": content.replace(b"snapshot 1", b"snapshot 2"),
        "of another book": content.replace(b'"book_id":"book"', b'"book_id":"bush"'),
    }[how]


@pytest.mark.parametrize(
    "how",
    ["empty", "cut off", "longer", "another magic", "no directory", "garbage", "of a later form", "of another book"],
)
def test_an_index_that_cannot_be_read_is_replaced_like_any_other(
    stand_in: StandIn, bucket: str, s3_store: S3SnapshotStore, how: str
) -> None:
    put(s3_store, 5)
    s3 = stand_in.client("s3")
    content = s3.get_object(Bucket=bucket, Key="book/index")["Body"].read()
    assert damaged(content, how) != content
    s3.put_object(Bucket=bucket, Key="book/index", Body=damaged(content, how))
    found = latest(s3_store)
    assert (found.format, found.revision, dict(found.sections)) == (UNREADABLE, 0, {})
    with pytest.raises(SnapshotLostError):
        found.documents()
    assert not put(s3_store, 6)
    assert put(s3_store, 6, replacing=found)
    assert dict(latest(s3_store).sections) == SECTIONS


@pytest.mark.parametrize("how", ["empty", "cut off", "garbage", "of another book"])
def test_documents_that_cannot_be_read_are_lost(
    stand_in: StandIn, bucket: str, s3_store: S3SnapshotStore, how: str
) -> None:
    put(s3_store, 5)
    s3 = stand_in.client("s3")
    (key,) = (key for key in keys(stand_in, bucket) if "documents" in key)
    content = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    s3.put_object(Bucket=bucket, Key=key, Body=damaged(content, how))
    with pytest.raises(SnapshotLostError):
        latest(s3_store).documents()


def test_without_a_bucket_snapshots_are_unavailable(stand_in: StandIn) -> None:
    store = of(lean_transport(stand_in.endpoint_url), "no-such-bucket")
    attempts: list[Callable[[], object]] = [
        lambda: store.latest("book"),
        lambda: put(store, 1),
        lambda: store.remove("book"),
    ]
    for attempt in attempts:
        with pytest.raises(SnapshotsUnavailableError, match="NoSuchBucket"):
            attempt()


HEADER = Header(book_id="b", revision=1, format=1, documents_name="n")
parts = st.dictionaries(st.text(max_size=5), st.binary(max_size=300), max_size=5)


@given(parts)
def test_any_parts_come_out_of_an_object_as_they_went_in(given_parts: dict[str, bytes]) -> None:
    header, found = unpacked(packed(HEADER, given_parts.items()))
    assert (header, dict(found)) == (HEADER, given_parts)
    assert found.size_bytes == sum(map(len, given_parts.values()))


@given(parts, st.data())
def test_no_damaged_byte_goes_unnoticed(given_parts: dict[str, bytes], data: st.DataObject) -> None:
    content = bytearray(packed(HEADER, given_parts.items()))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        header, found = unpacked(bytes(content))
        read = dict(found)
    except (UnreadableObjectError, SnapshotLostError):
        return
    # In the directory, a changed byte may give another name, which nobody asks for.
    assert header != HEADER or read.keys() != given_parts.keys() or read == given_parts


@given(st.binary(max_size=100))
def test_no_bytes_are_beyond_refusing(content: bytes) -> None:
    for each in (content, b"contacts-api snapshot 1\n" + content):
        with pytest.raises(UnreadableObjectError):
            unpacked(each)
