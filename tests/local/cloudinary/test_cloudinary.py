"""The stand-in, asked without an SDK."""

from __future__ import annotations

import asyncio
import hashlib
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloudinary.utils import api_sign_request

from local.cloudinary import PREFIX, Cloudinary
from local.cloudinary.signature import is_signed
from tests.support.sample_pictures import pixels, plain

PNG = plain("PNG")
SECRET = "secret"
API = f"{PREFIX}/v1_1/cloud/image"


class Caller:
    def __init__(self, folder: Path) -> None:
        self._app = Cloudinary(folder, lambda: f"cloudinary://key:{SECRET}@cloud")

    def __call__(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        return asyncio.run(self._send(method, path, **arguments))

    async def _send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.request(method, path, **arguments)

    def upload(self, changes: dict[str, str] | None = None, *, content: bytes = PNG) -> httpx.Response:
        return self("POST", f"{API}/upload", data=signed() | (changes or {}), files={"file": ("a", content)})


@pytest.fixture
def call(tmp_path: Path) -> Caller:
    return Caller(tmp_path / "pictures")


def signed(**fields: str) -> dict[str, str]:
    """Return the fields of a request that Cloudinary would take."""
    fields = {"public_id": "a/b", "timestamp": str(int(time.time())), **fields}
    return fields | {"api_key": "key", "signature": str(api_sign_request(fields, SECRET, "sha256"))}


def test_an_uploaded_picture_is_delivered_to_every_page(call: Caller) -> None:
    answer = call.upload()
    assert answer.status_code == 200
    url = answer.json()["secure_url"]
    assert url.startswith(f"http://127.0.0.1:8000{PREFIX}/cloud/image/upload/v{answer.json()['version']}/a/b.png")
    delivered = call("GET", url, headers={"sec-fetch-site": "cross-site"})
    assert (delivered.content, delivered.headers["content-type"]) == (PNG, "image/png")
    assert delivered.headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_deleted_picture_is_not_delivered(call: Caller) -> None:
    url = call.upload().json()["secure_url"]
    assert call("POST", f"{API}/destroy", data=signed()).json() == {"result": "ok"}
    assert call("GET", url).status_code == 404
    assert call("POST", f"{API}/destroy", data=signed()).json() == {"result": "not found"}


@pytest.mark.parametrize(("changes", "status", "message"), [
    ({"signature": "0" * 64}, 401, "Invalid Signature"),
    ({"signature": ""}, 401, "Invalid Signature"),
    ({"public_id": "another"}, 401, "Invalid Signature"),
    ({"transformation": "w_1"}, 401, "Invalid Signature"),
    ({"api_key": "another"}, 401, "Unknown API key"),
    (signed(timestamp="1"), 400, "Stale request"),
    (signed(public_id=""), 400, "Missing required parameter - public_id"),
])  # fmt: skip
def test_a_request_that_is_not_as_it_was_signed_is_refused(
    call: Caller, changes: dict[str, str], status: int, message: str
) -> None:
    for answer in (call.upload(changes), call("POST", f"{API}/destroy", data=signed() | changes)):
        assert (answer.status_code, answer.json()) == (status, {"error": {"message": message}})
        assert answer.headers["x-cld-error"] == message


def test_another_cloud_is_unknown(call: Caller) -> None:
    answer = call("POST", f"{PREFIX}/v1_1/other/image/destroy", data=signed())
    assert (answer.status_code, answer.headers["x-cld-error"]) == (401, "Invalid cloud_name")


def test_a_picture_is_turned_and_cropped_as_the_upload_asks(call: Caller) -> None:
    url = call.upload(signed(transformation="a_90/a_hflip/c_fill,g_face,h_300,w_300")).json()["secure_url"]
    _, size, _ = pixels(call("GET", url).content)
    assert size == (300, 300)


@pytest.mark.parametrize("content", [b"text", b"GIF89a", PNG[:60], b"\xff\xd8 not at all"])
def test_what_is_no_picture_is_refused(call: Caller, content: bytes) -> None:
    assert call.upload(content=content).json() == {"error": {"message": "Invalid image file"}}


def test_an_upload_needs_a_file(call: Caller) -> None:
    assert call("POST", f"{API}/upload", data=signed()).status_code == 400


@pytest.mark.parametrize("public_id", ["..", "../../outside", "/etc/passwd", "a/../../b", "."])
def test_no_public_id_leads_out_of_the_folder(call: Caller, tmp_path: Path, public_id: str) -> None:
    call.upload(signed(public_id=public_id))
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept.parent == tmp_path / "pictures"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_both_digests_are_signatures(algorithm: str) -> None:
    digest = hashlib.new(algorithm, b"a=1&b=x%26y" + SECRET.encode()).hexdigest()
    assert is_signed({"b": "x&y", "a": "1", "api_key": "key", "signature": digest}, SECRET)
    assert not is_signed({"b": "x", "y": "", "a": "1", "api_key": "key", "signature": digest}, SECRET)
