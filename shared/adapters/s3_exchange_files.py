"""Files of imports and exports in a bucket of Amazon S3, whose lifecycle rule ends them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as TransportError

from shared.adapters.aws.transport import ClientConfig
from shared.domain.errors import FilesUnavailableError
from shared.services.ports.exchange_files import (
    DOWNLOAD_LINK_TTL,
    MAX_NAMES,
    UPLOAD_LINK_TTL,
    DownloadLink,
    Excerpt,
    FileReplacedError,
    PartsLostError,
    UploadLink,
)

if TYPE_CHECKING:
    from shared.adapters.aws.transport import Transport

_CLIENT_CONFIG = ClientConfig(connect_seconds=1.0, read_seconds=10.0, max_attempts=3)
_ABSENT = frozenset({"NoSuchKey"})
_NO_BYTES = _ABSENT | {"InvalidRange"}
_CONDITION_FAILED = "PreconditionFailed"
_NO_PARTS = frozenset({"NoSuchUpload", "InvalidPart"})


class S3ExchangeFiles:
    """A ports.ExchangeFiles. Links begin with ``links_url`` where S3 itself cannot be reached by those who use them."""

    def __init__(
        self, transport: Transport, *, bucket: str, now: Callable[[], datetime], links_url: str = "", own_url: str = ""
    ) -> None:
        self._transport = transport
        self._client = transport.client("s3", _CLIENT_CONFIG)
        self._bucket = bucket
        self._now = now
        self._links_url = links_url
        self._own_url = own_url

    def put(self, book_id: str, name: str, content: bytes) -> None:
        """See ports.ExchangeFiles."""
        self._call("PutObject", Key=_key(book_id, name), Body=content)

    def begin_parts(self, book_id: str, name: str) -> str:
        """See ports.ExchangeFiles."""
        begun = self._call("CreateMultipartUpload", Key=_key(book_id, name)) or {}
        return str(begun["UploadId"])

    def put_part(self, book_id: str, name: str, parts_id: str, number: int, content: bytes) -> str:
        """See ports.ExchangeFiles."""
        upload = {"Key": _key(book_id, name), "UploadId": parts_id}
        stored = self._call("UploadPart", _NO_PARTS, **upload, PartNumber=number, Body=content)
        if stored is None:
            raise PartsLostError
        return str(stored["ETag"])

    def join_parts(self, book_id: str, name: str, parts_id: str, tags: Sequence[str]) -> None:
        """See ports.ExchangeFiles."""
        upload = {"Key": _key(book_id, name), "UploadId": parts_id}
        parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]
        if self._call("CompleteMultipartUpload", _NO_PARTS, **upload, MultipartUpload={"Parts": parts}) is None:
            raise PartsLostError

    def get(self, book_id: str, name: str) -> bytes | None:
        """See ports.ExchangeFiles."""
        found = self._call("GetObject", _ABSENT, Key=_key(book_id, name))
        return None if found is None else bytes(found["Body"])

    def excerpt(self, book_id: str, name: str, start: int, length: int, *, version: str = "") -> Excerpt | None:
        """See ports.ExchangeFiles. The version is the entity tag, a digest of what is in the file.

        https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        """
        condition = {"IfMatch": version} if version else {}
        asked = f"bytes={start}-{start + length - 1}"
        found = self._call("GetObject", _NO_BYTES, Key=_key(book_id, name), Range=asked, **condition)
        if found is None:
            # No range of an empty file can be satisfied (RFC 9110, section 14.1.2).
            return Excerpt(b"", "", 0) if self.size_bytes(book_id, name) == 0 else None
        return Excerpt(bytes(found["Body"]), str(found["ETag"]), int(found["ContentRange"].rpartition("/")[2]))

    def size_bytes(self, book_id: str, name: str) -> int | None:
        """See ports.ExchangeFiles. A list says it without the file, and needs no other permission than ``names``."""
        key = _key(book_id, name)
        listed = self._call("ListObjectsV2", Prefix=key, MaxKeys=1) or {}
        return next((int(found["Size"]) for found in listed.get("Contents", ()) if found["Key"] == key), None)

    def names(self, book_id: str, prefix: str, *, after: str = "") -> Sequence[str]:
        """See ports.ExchangeFiles. Keys are sorted by their bytes in UTF-8, as texts by code points are."""
        start = _key(book_id, after or prefix)
        listed = self._call("ListObjectsV2", Prefix=_key(book_id, prefix), MaxKeys=MAX_NAMES, StartAfter=start) or {}
        return [str(found["Key"]).removeprefix(_key(book_id, "")) for found in listed.get("Contents", ())]

    def remove(self, book_id: str, name: str) -> None:
        """See ports.ExchangeFiles."""
        self._call("DeleteObject", Key=_key(book_id, name))

    def upload_link(self, book_id: str, name: str, *, size_bytes: int) -> UploadLink:
        """See ports.ExchangeFiles. The length is signed, so S3 refuses any other."""
        url = self._transport.presigned_put_url(
            self._bucket, _key(book_id, name), length=size_bytes, seconds=int(UPLOAD_LINK_TTL.total_seconds())
        )
        headers = {"content-length": str(size_bytes)}
        expires_at = self._now() + UPLOAD_LINK_TTL
        return UploadLink(url=self._reachable(url), headers=headers, expires_at=expires_at)

    def download_link(self, book_id: str, name: str, *, file_name: str, media_type: str) -> DownloadLink:
        """See ports.ExchangeFiles."""
        url = self._transport.presigned_get_url(
            self._bucket,
            _key(book_id, name),
            disposition=f'attachment; filename="{file_name}"',
            media_type=media_type,
            seconds=int(DOWNLOAD_LINK_TTL.total_seconds()),
        )
        return DownloadLink(url=self._reachable(url), expires_at=self._now() + DOWNLOAD_LINK_TTL)

    def _reachable(self, url: str) -> str:
        return self._links_url + url.removeprefix(self._own_url) if self._links_url else url

    def _call(self, operation: str, expected: frozenset[str] = frozenset(), **arguments: Any) -> dict[str, Any] | None:
        """Ask S3; return None if it refuses with one of the ``expected`` codes."""
        try:
            return self._client.call(operation, {"Bucket": self._bucket, **arguments})
        except ClientError as error:
            code = str(error.response["Error"].get("Code"))
            if code in expected:
                return None
            if code == _CONDITION_FAILED:
                raise FileReplacedError from error
            raise FilesUnavailableError(f"S3 refuses: {code}") from error
        except (HTTPClientError, TransportError) as error:
            raise FilesUnavailableError(f"S3 does not answer: {type(error).__name__}") from error


def _key(book_id: str, name: str) -> str:
    return f"{book_id}/{name}"
