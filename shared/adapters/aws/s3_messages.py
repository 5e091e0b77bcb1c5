"""Requests to Amazon S3 and what its responses say: REST, with bodies that are objects, or XML.

Of XML only the texts of a few elements are read, by their tags: nothing is expanded, and nothing else is looked at.
https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote_plus

from botocore.exceptions import ClientError

from shared.adapters.aws.transport import MalformedResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.adapters.aws.http_responses import HttpResponse

_METHODS = {
    "GetObject": "GET",
    "PutObject": "PUT",
    "DeleteObject": "DELETE",
    "ListObjectsV2": "GET",
    "CreateMultipartUpload": "POST",
    "UploadPart": "PUT",
    "CompleteMultipartUpload": "POST",
}
_HEADERS = {"ContentType": "content-type", "IfMatch": "if-match", "IfNoneMatch": "if-none-match", "Range": "range"}
_QUERIES = {
    "MaxKeys": "max-keys",
    "PartNumber": "partNumber",
    "Prefix": "prefix",
    "StartAfter": "start-after",
    "UploadId": "uploadId",
}
_FIXED_QUERIES = {
    "ListObjectsV2": {"encoding-type": "url", "list-type": "2"},  # encoded, a key has nothing that XML would escape
    "CreateMultipartUpload": {"uploads": ""},
}
_MAX_CODE_LENGTH = 64
_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


class S3Request(NamedTuple):
    """What is asked of a bucket. ``path`` begins with the key's slash; it and the query are as they are sent."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


def request_of(operation: str, arguments: Mapping[str, Any]) -> S3Request:
    """Return the request of an operation with botocore's arguments. Raises KeyError for one that is not in use."""
    asked = {wire: str(arguments[name]) for name, wire in _QUERIES.items() if name in arguments}
    asked |= _FIXED_QUERIES.get(operation, {})
    return S3Request(
        method=_METHODS[operation],
        path="/" + quote(arguments.get("Key", ""), safe="/"),
        query="&".join([f"{name}={quote(asked[name], safe='')}" for name in sorted(asked)]),
        headers={wire: arguments[name] for name, wire in _HEADERS.items() if name in arguments},
        body=_body_of(arguments),
    )


def answer_of(response: HttpResponse, operation: str, url: str) -> dict[str, Any]:
    """Return what a response says, in botocore's shape; ``Body`` is bytes.

    Raises ClientError for any status other than 2xx, and MalformedResponseError. Parts take so long to be joined
    that S3 sends 200 before it knows: then what went wrong is in the body.
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
    """
    metadata = {
        "RequestId": response.headers.get("x-amz-request-id", ""),
        "HTTPStatusCode": response.status,
        "HTTPHeaders": response.headers,
    }
    is_late = operation == "CompleteMultipartUpload" and b"<Error>" in response.body
    if is_late or not 200 <= response.status < 300:
        raise ClientError({"Error": _error(response), "ResponseMetadata": metadata}, operation)
    answer: dict[str, Any] = {"ResponseMetadata": metadata}
    if "etag" in response.headers:
        answer["ETag"] = response.headers["etag"]
    if operation == "GetObject":
        answer["Body"] = response.body
        if "content-range" in response.headers:
            answer["ContentRange"] = response.headers["content-range"]
    elif operation == "ListObjectsV2":
        answer |= _listing(response.body, url)
    elif operation == "CreateMultipartUpload":
        answer["UploadId"] = _upload_id(response.body, url)
    return answer


def _body_of(arguments: Mapping[str, Any]) -> bytes:
    parts = arguments.get("MultipartUpload")
    return _list_of_parts(parts) if parts else arguments.get("Body", b"")


def _list_of_parts(upload: Mapping[str, Any]) -> bytes:
    """Return the body that names parts. Their entity tags are digests in quotes, which XML does not escape."""
    parts = [
        f"<Part><PartNumber>{part['PartNumber']}</PartNumber><ETag>{part['ETag']}</ETag></Part>"
        for part in upload["Parts"]
    ]
    return f'<CompleteMultipartUpload xmlns="{_NAMESPACE}">{"".join(parts)}</CompleteMultipartUpload>'.encode()


def _upload_id(body: bytes, url: str) -> str:
    """Return the id of a new upload. S3's have letters, digits, and marks that XML does not escape."""
    ids = _texts(body, "UploadId")
    if not ids or not ids[0].isascii():
        raise MalformedResponseError(endpoint_url=url, error="no upload")
    return ids[0].decode()


def _listing(body: bytes, url: str) -> dict[str, Any]:
    if b"<ListBucketResult" not in body or not body.rstrip().endswith(b"</ListBucketResult>"):
        raise MalformedResponseError(endpoint_url=url, error="no list of objects")
    try:
        keys = [unquote_plus(key.decode(), errors="strict") for key in _texts(body, "Key")]
        sizes = [int(size) for size in _texts(body, "Size")]
        contents = [{"Key": key, "Size": size} for key, size in zip(keys, sizes, strict=True)]
    except UnicodeDecodeError:
        raise MalformedResponseError(endpoint_url=url, error="a key that is no text") from None
    except ValueError:
        raise MalformedResponseError(endpoint_url=url, error="objects without a size") from None
    return {"Contents": contents, "IsTruncated": _texts(body, "IsTruncated") == [b"true"]}


def _error(response: HttpResponse) -> dict[str, str]:
    """Return the error in a response; its code is the status if the body names none."""
    codes = _texts(response.body, "Code") if b"<Error>" in response.body else []
    code = codes[0] if codes else b""
    is_name = code.isalnum() and len(code) <= _MAX_CODE_LENGTH
    return {"Code": code.decode() if is_name else str(response.status), "Message": ""}


def _texts(body: bytes, element: str) -> list[bytes]:
    """Return the text of each element of this name, as it stands there."""
    beginnings = body.split(f"<{element}>".encode())[1:]
    return [text for text, end, _ in (each.partition(f"</{element}>".encode()) for each in beginnings) if end]
