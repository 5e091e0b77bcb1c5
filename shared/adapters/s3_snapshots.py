"""Snapshots in a bucket of Amazon S3.

A book has its index at one key, which never changes, and the documents at another one, which the index names and which
is new each time. They are stored before the index, so whoever reads an index finds documents that belong to it, or,
once it has been replaced, none.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as TransportError

from shared import observe
from shared.adapters.aws.transport import ClientConfig
from shared.adapters.snapshot_objects import Header, Parts, UnreadableObjectError, packed, unpacked
from shared.domain.errors import SnapshotLostError, SnapshotsUnavailableError
from shared.services.ports.snapshots import UNREADABLE, Snapshot

if TYPE_CHECKING:
    from shared.adapters.aws.transport import Transport

_CLIENT_CONFIG = ClientConfig(connect_seconds=1.0, read_seconds=3.0, max_attempts=3)
_ABSENT = frozenset({"NoSuchKey"})
_LOST_RACE = _ABSENT | frozenset({"ConditionalRequestConflict", "PreconditionFailed"})
_REVISION_DIGITS = 16


class S3SnapshotStore:
    """A ports.SnapshotStore. ``new_id`` returns a text without a slash that nobody else gets."""

    def __init__(self, transport: Transport, *, bucket: str, new_id: Callable[[], str]) -> None:
        self._client = transport.client("s3", _CLIENT_CONFIG)
        self._bucket = bucket
        self._new_id = new_id

    def latest(self, book_id: str) -> Snapshot | None:
        """See ports.SnapshotStore. Makes one request."""
        found = self._call("GetObject", _ABSENT, Key=_index_key(book_id))
        if found is None:
            return None
        if not found.get("ETag"):
            raise SnapshotsUnavailableError("S3 tells no version of a snapshot")
        return self._snapshot(book_id, found["Body"], version=found["ETag"])

    def put(
        self,
        book_id: str,
        *,
        revision: int,
        format: int,  # noqa: A002 - what it is called
        sections: Mapping[str, bytes],
        blocks: Iterable[bytes],
        replacing: Snapshot | None,
    ) -> bool:
        """See ports.SnapshotStore. Makes three requests, and one for each object that it removes."""
        name = f"{revision:0{_REVISION_DIGITS}d}-{self._new_id()}"
        header = Header(book_id=book_id, revision=revision, format=format, documents_name=name)
        documents = packed(header, ((str(number), block) for number, block in enumerate(blocks)))
        self._call("PutObject", Key=_documents_key(book_id, name), Body=documents)
        index = packed(header, sections.items())
        if not self._put_index(book_id, index, name, replacing):
            with suppress(SnapshotsUnavailableError):
                self._call("DeleteObject", Key=_documents_key(book_id, name))
            return False
        self._sweep(book_id, revision, replacing)
        return True

    def remove(self, book_id: str) -> None:
        """See ports.SnapshotStore. The index goes first: nobody finds one whose documents are gone for good."""
        self._call("DeleteObject", Key=_index_key(book_id))
        while keys := self._keys(f"{book_id}/"):
            for key in keys:
                self._call("DeleteObject", Key=key)

    def _put_index(self, book_id: str, index: bytes, name: str, replacing: Snapshot | None) -> bool:
        """Store an index, and return whether it is there now.

        An attempt whose response was lost makes the next one find that the condition does not hold. So what is there
        is looked at: it may be this very index. If no attempt had a response, its documents must stay.
        """
        condition = {"IfMatch": replacing.version} if replacing else {"IfNoneMatch": "*"}
        if self._call("PutObject", _LOST_RACE, Key=_index_key(book_id), Body=index, **condition) is not None:
            return True
        found = self.latest(book_id)
        return found is not None and found.documents_name == name

    def _sweep(self, book_id: str, revision: int, replaced: Snapshot | None) -> None:
        """Remove the documents that the index has just replaced, and what interrupted writers have left.

        A writer that is still under way may be going to replace this index. Its documents are of a revision that is not
        lower, so only lower ones are taken for left behind. What cannot be removed now, the next writer removes.
        """
        newest = f"{revision:0{_REVISION_DIGITS}d}"
        prefix = _documents_key(book_id, "")
        try:
            for key in self._keys(prefix):
                name = key.removeprefix(prefix)
                if name < newest or (replaced is not None and name == replaced.documents_name):
                    self._call("DeleteObject", Key=key)
        except SnapshotsUnavailableError as error:
            observe.logger().warning("old documents of a snapshot are not removed", extra={"reason": str(error)})

    def _snapshot(self, book_id: str, content: bytes, *, version: str) -> Snapshot:
        try:
            header, sections = unpacked(content)
            if header.book_id != book_id:
                raise UnreadableObjectError("of another book")
        except UnreadableObjectError as error:
            observe.logger().warning("snapshot cannot be read", extra={"book_id": book_id, "reason": str(error)})
            header = Header(book_id=book_id, revision=0, format=UNREADABLE, documents_name="")
            sections = Parts(b"", {})
        return Snapshot(
            book_id=book_id,
            revision=header.revision,
            format=header.format,
            sections=sections,
            size_bytes=sections.kept_bytes + sections.size_bytes,
            documents=partial(self._documents, header),
            version=version,
            documents_name=header.documents_name,
        )

    def _documents(self, expected: Header) -> _Documents:
        found = self._call("GetObject", _ABSENT, Key=_documents_key(expected.book_id, expected.documents_name))
        if found is None:
            raise SnapshotLostError("the snapshot has been replaced")
        try:
            header, blocks = unpacked(found["Body"])
            if header != expected:
                raise UnreadableObjectError("of another snapshot")
        except UnreadableObjectError as error:
            raise SnapshotLostError(f"documents cannot be read: {error}") from error
        return _Documents(blocks)

    def _keys(self, prefix: str) -> list[str]:
        """Return the first thousand keys that begin so."""
        listed = self._call("ListObjectsV2", Prefix=prefix) or {}
        return [found["Key"] for found in listed.get("Contents", ())]

    def _call(self, operation: str, expected: frozenset[str] = frozenset(), **arguments: Any) -> dict[str, Any] | None:
        """Ask S3; return None if it refuses with one of the ``expected`` codes.

        A wrong deployment counts as unavailable as well: searches go on without snapshots.
        """
        try:
            return self._client.call(operation, {"Bucket": self._bucket, **arguments})
        except ClientError as error:
            code = str(error.response["Error"].get("Code"))
            if code in expected:
                return None
            raise SnapshotsUnavailableError(f"S3 refuses: {code}") from error
        except (HTTPClientError, TransportError) as error:
            raise SnapshotsUnavailableError(f"S3 does not answer: {type(error).__name__}") from error


class _Documents:
    """A ports.Documents, kept compressed."""

    def __init__(self, blocks: Parts) -> None:
        self._blocks = blocks

    @property
    def size_bytes(self) -> int:
        """See ports.Documents."""
        return self._blocks.kept_bytes

    def block(self, number: int) -> bytes:
        """See ports.Documents."""
        if not 0 <= number < len(self._blocks):
            raise IndexError(number)
        return self._blocks[str(number)]


def _index_key(book_id: str) -> str:
    return f"{book_id}/index"


def _documents_key(book_id: str, name: str) -> str:
    return f"{book_id}/documents/{name}"
