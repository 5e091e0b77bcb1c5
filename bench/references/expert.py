"""One route as somebody would write it who counts instructions: Python's standard library, and nothing else.

It gives the service's own answer to ``GET /contacts/{contact_id}``, byte for byte, from the service's own tables, with
the same request to DynamoDB. So it shows what is left to gain below frameworks. Its key comes from the environment; it
knows one form of a contact, no conditional requests, and no error but 401 and 404; it tries nothing twice, counts no
metrics, and every new member of a contact would have to be written into it by hand.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from binascii import a2b_base64
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPSConnection
from ssl import create_default_context
from typing import Any

_KEY = os.environ["JWT_KEY"].encode()
_ISSUER, _AUDIENCE = os.environ["JWT_ISSUER"], os.environ["JWT_AUDIENCE"]
_TABLE = os.environ["CONTACTS_TABLE"]
_REGION = os.environ["AWS_REGION"]
_ACCESS_KEY, _SECRET_KEY = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
_scheme, _, _HOST = os.environ["AWS_ENDPOINT_URL"].partition("://")
_connection = (
    HTTPSConnection(_HOST, context=create_default_context(cafile=os.environ["AWS_CA_BUNDLE"]))
    if _scheme == "https"
    else HTTPConnection(_HOST)
)
_TARGET = "DynamoDB_20120810.BatchGetItem"
_SIGNED = "content-type;host;x-amz-date;x-amz-target"
_signing_keys: dict[str, bytes] = {}
"""By day: one a day is made."""
_CONTACT: dict[str, Any] = {
    **dict.fromkeys(("id", "uid", "revision", "created_at", "updated_at")),
    **dict.fromkeys(("first_name", "middle_name", "last_name", "prefix", "suffix", "nickname")),
    **dict.fromkeys(("phonetic_first_name", "phonetic_last_name")),
    **dict.fromkeys(("organizations", "emails", "phones", "addresses", "urls", "dates", "relations", "custom"), ()),
    "birthday": None,
    "notes": None,
    "favorite": False,
    "photo_url": None,
    "extra": {},
    "kind": "individual",
}
_EMAIL: dict[str, Any] = {"id": "", "label": None, "primary": False, "extra": {}, "value": ""}
_PHONE: dict[str, Any] = {**_EMAIL, "e164": None, "extension": None}
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
}
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def get(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle GET /api/v1/contacts/{contact_id}."""
    started = time.perf_counter()
    claims = _claims(event["headers"].get("authorization", ""))
    if claims is None:
        return _answer(event, context, started, 401, {"detail": "no access token"}, {})
    book_id, contact_id = claims["sub"], event["pathParameters"]["contact_id"]
    found = _items(book_id, f"C#{contact_id}", "BOOK", "LABELS")
    item, book = found.get(f"C#{contact_id}"), found.get("BOOK")
    if book is None or int(book.get("not_before", {"N": "0"})["N"]) > claims["iat"] * 1000:
        return _answer(event, context, started, 401, {"detail": "this session has ended"}, {})
    if item is None or "trashed_at" in item:
        return _answer(event, context, started, 404, {"detail": "no such contact"}, {})
    shown = _shown(contact_id, item, found.get("LABELS"))
    return _answer(event, context, started, 200, shown, {"etag": f'"{shown["revision"]}"', "vary": "Accept"})


def _claims(authorization: str) -> dict[str, Any] | None:
    """Return the claims of an access token; None if it is none of ours, or has expired."""
    scheme, _, token = authorization.partition(" ")
    content, _, signature = token.rpartition(".")
    header, _, payload = content.partition(".")
    if scheme.lower() != "bearer" or not payload:
        return None
    try:
        if not hmac.compare_digest(hmac.digest(_KEY, content.encode(), "sha256"), _decoded(signature)):
            return None
        stated, claims = json.loads(_decoded(header)), json.loads(_decoded(payload))
    except ValueError:
        return None
    ours = (stated["alg"], stated["typ"], claims["iss"], claims["aud"]) == ("HS256", "at+jwt", _ISSUER, _AUDIENCE)
    return claims if ours and claims["iat"] <= time.time() < claims["exp"] else None


def _decoded(text: str) -> bytes:
    return a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))


def _items(book_id: str, *item_ids: str) -> dict[str, dict[str, Any]]:
    """Return items of a book by their range keys."""
    keys = [{"book_id": {"S": book_id}, "item_id": {"S": item_id}} for item_id in item_ids]
    body = _dump({"RequestItems": {_TABLE: {"Keys": keys, "ConsistentRead": True}}}).encode()
    _connection.request("POST", "/", body, _signed(body))
    answer = json.loads(_connection.getresponse().read())
    return {item["item_id"]["S"]: item for item in answer["Responses"][_TABLE]}


def _signed(body: bytes) -> dict[str, str]:
    """Return the headers of a request, signed (AWS Signature Version 4)."""
    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    day = now[:8]
    headers = {"content-type": "application/x-amz-json-1.0", "host": _HOST, "x-amz-date": now, "x-amz-target": _TARGET}
    lines = "".join([f"{name}:{value}\n" for name, value in headers.items()])
    request = f"POST\n/\n\n{lines}\n{_SIGNED}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{day}/{_REGION}/dynamodb/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    if day not in _signing_keys:
        key = f"AWS4{_SECRET_KEY}".encode()
        for part in (day, _REGION, "dynamodb", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        _signing_keys[day] = key
    signature = hmac.digest(_signing_keys[day], text.encode(), "sha256").hex()
    credential = f"AWS4-HMAC-SHA256 Credential={_ACCESS_KEY}/{scope}"
    return {**headers, "authorization": f"{credential}, SignedHeaders={_SIGNED}, Signature={signature}"}


def _shown(contact_id: str, item: dict[str, Any], labels: dict[str, Any] | None) -> dict[str, Any]:
    """Return a contact as the service shows it."""
    document = json.loads(item["document"]["S"])
    names = labels["names"]["M"] if labels else {}
    return {
        **_CONTACT,
        "id": contact_id,
        "uid": _uid(contact_id),
        "revision": int(item["revision"]["N"]),
        "created_at": _time(item["created_at"]["N"]),
        "updated_at": _time(item["updated_at"]["N"]),
        **document,
        "emails": [{**_EMAIL, **each} for each in document.get("emails", ())],
        "phones": [{**_PHONE, **each} for each in document.get("phones", ())],
        "tags": [names[each["S"]]["S"] for each in item["label_ids"]["L"]],
    }


def _uid(contact_id: str) -> str:
    """Return the UID of a contact that was stored without one: its id, a ULID, as a UUID."""
    number = 0
    for letter in contact_id:
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    digits = f"{number:032x}"
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _time(milliseconds: str) -> str:
    time_of_day = datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    return time_of_day.isoformat(timespec="auto").replace("+00:00", "Z")


def _answer(
    event: dict[str, Any], context: Any, started: float, status: int, body: dict[str, Any], headers: dict[str, str]
) -> dict[str, Any]:
    line = {
        "level": "INFO",
        "message": "request",
        "request_id": context.aws_request_id,
        "route": event["routeKey"],
        "status": status,
        "duration_ms": round((time.perf_counter() - started) * 1000, 3),
    }
    print(_dump(line), flush=True)
    text = _dump(body)
    told = {
        **headers,
        "content-length": str(len(text.encode())),
        "content-type": "application/json",
        "x-request-id": context.aws_request_id,
        **_HEADERS,
    }
    return {"statusCode": status, "body": text, "headers": told, "isBase64Encoded": False}
