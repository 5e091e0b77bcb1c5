"""What Cloudinary is asked, and what becomes of it when it fails, is slow or says no."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.adapters.cloudinary_avatars import BUSY_SECONDS, CloudinaryAvatars
from shared.adapters.cloudinary_delivery import connections
from shared.domain.errors import AvatarUnavailableError, InvalidPictureError, SecretsUnavailableError
from shared.domain.pictures.picture import Picture
from shared.domain.pictures.reading import read_picture
from tests.support.pictures_host import OneCredential, PicturesHost, running_host
from tests.support.sample_pictures import plain, talkative

PICTURE = read_picture(plain())


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PicturesHost]:
    with running_host(tmp_path_factory.mktemp("cloud")) as host:
        yield host


@pytest.fixture(autouse=True)
def as_usual(host: PicturesHost) -> None:
    """Let the host respond by itself again, whatever the test before has left."""
    host.cloudinary.instead.clear()


@pytest.fixture
def avatars(host: PicturesHost) -> CloudinaryAvatars:
    return at(host.api_url)


def at(
    api_url: str,
    credential: OneCredential | None = None,
    *,
    patience_seconds: float = 30,
    get_seconds: float = 30,
) -> CloudinaryAvatars:
    return CloudinaryAvatars(
        credential or OneCredential(),
        folder="contacts-api/test/avatars",
        api_url=api_url,
        response_seconds=patience_seconds,
        get_seconds=get_seconds,
    )


class Recorder:
    """An ASGI application that keeps what it is sent and answers what it is told."""

    def __init__(self, answer: dict[str, str]) -> None:
        self.answer = answer
        self.path = ""
        self.fields: dict[str, str] = {}
        self.file = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.path = request.url.path
        async with request.form() as form:
            for name, value in form.items():
                if isinstance(value, str):
                    self.fields[name] = value
                else:
                    self.file = await value.read()
        await JSONResponse(self.answer)(scope, receive, send)


async def no_answer(scope: Scope, receive: Receive, send: Send) -> None:
    await asyncio.sleep(1)


def test_an_upload_is_signed_replaces_and_is_made_a_square(host: PicturesHost, avatars: CloudinaryAvatars) -> None:
    recorder = Recorder({"secure_url": "https://res.cloudinary.com/cloud/image/upload/v1/a.jpg"})
    host.answer_instead(recorder)
    picture = read_picture(talkative("JPEG", orientation=6))
    assert avatars.put("account", picture) == "https://res.cloudinary.com/cloud/image/upload/v1/a.jpg"
    assert recorder.path.endswith("/v1_1/cloud/image/upload")
    assert recorder.file == picture.content
    sent = recorder.fields
    assert abs(int(sent.pop("timestamp")) - time.time()) < 60
    assert len(sent.pop("signature")) == 64
    assert sent == {
        "allowed_formats": "jpg,png,webp",
        "api_key": "key",
        "invalidate": "1",
        "overwrite": "1",
        "public_id": "contacts-api/test/avatars/account",
        "transformation": "a_90/c_fill,g_face,h_300,w_300",
    }


def test_a_deletion_is_signed_and_reaches_what_is_cached(host: PicturesHost, avatars: CloudinaryAvatars) -> None:
    recorder = Recorder({"result": "ok"})
    host.answer_instead(recorder)
    avatars.delete("account")
    assert recorder.path.endswith("/v1_1/cloud/image/destroy")
    assert recorder.fields.keys() == {"api_key", "invalidate", "public_id", "signature", "timestamp"}


ANSWERS: dict[str, ASGIApp] = {
    "500": JSONResponse({"error": {"message": "General Error"}}, 500),
    "503 page": HTMLResponse("<h1>Service Unavailable</h1>", 503),
    "no error": JSONResponse({"status": "strange"}, 503),
    "nothing": Response(b""),
    "no json": Response(b"{"),
    "a list": JSONResponse(["strange"]),
    "401": JSONResponse({"error": {"message": "Invalid Signature"}}, 401),
    "403": JSONResponse({"error": {"message": "disabled"}}, 403),
    "404": JSONResponse({"error": {"message": "no cloud"}}, 404),
    "slow": no_answer,
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_failure_asks_to_come_back(host: PicturesHost, answer: str) -> None:
    host.answer_instead(ANSWERS[answer], ANSWERS[answer])
    avatars = at(host.api_url, patience_seconds=0.3 if answer == "slow" else 30)
    with pytest.raises(AvatarUnavailableError):
        avatars.put("account", PICTURE)
    with pytest.raises(AvatarUnavailableError):
        avatars.delete("account")
    assert not host.cloudinary.instead


@pytest.mark.parametrize("status", [420, 429])
def test_a_busy_account_is_left_alone_for_a_while(host: PicturesHost, avatars: CloudinaryAvatars, status: int) -> None:
    host.answer_instead(JSONResponse({"error": {"message": "Rate Limit Exceeded"}}, status))
    with pytest.raises(AvatarUnavailableError) as caught:
        avatars.put("account", PICTURE)
    assert caught.value.retry_after_seconds == BUSY_SECONDS


def test_a_slow_answer_is_waited_for_once(host: PicturesHost) -> None:
    """A second attempt would succeed."""
    host.answer_instead(no_answer)
    with pytest.raises(AvatarUnavailableError):
        at(host.api_url, patience_seconds=0.3).put("account", PICTURE)


def test_a_host_that_is_not_there_is_a_failure() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        avatars = at(f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(AvatarUnavailableError):
            avatars.put("account", PICTURE)


def test_a_picture_that_cloudinary_cannot_decode_is_refused(
    host: PicturesHost, avatars: CloudinaryAvatars, caplog: pytest.LogCaptureFixture
) -> None:
    host.answer_instead(JSONResponse({"error": {"message": "Invalid image file"}}, 400))
    with pytest.raises(InvalidPictureError) as caught, caplog.at_level(logging.WARNING):
        avatars.put("account", PICTURE)
    assert caught.value.reason == "unreadable"


def test_a_deletion_that_is_refused_is_our_failure(host: PicturesHost, avatars: CloudinaryAvatars) -> None:
    host.answer_instead(JSONResponse({"error": {"message": "Stale request"}}, 400), JSONResponse({"result": "error"}))
    for _ in range(2):
        with pytest.raises(AvatarUnavailableError):
            avatars.delete("account")


def test_the_stand_in_refuses_what_is_no_picture(avatars: CloudinaryAvatars) -> None:
    with pytest.raises(InvalidPictureError):
        avatars.put("account", Picture(format=PICTURE.format, width=1, height=1, content=b"text"))


@pytest.mark.parametrize("text", [
    "cloudinary://key:wrong@cloud", "cloudinary://other:s3-cret_@cloud", "cloudinary://key:se%2Fcret@elsewhere",
])  # fmt: skip
def test_a_wrong_credential_is_our_failure_not_the_clients(host: PicturesHost, text: str) -> None:
    with pytest.raises(AvatarUnavailableError):
        at(host.api_url, OneCredential(text)).put("account", PICTURE)


@pytest.mark.parametrize(
    "text", ["", "key:secret@cloud", "cloudinary://key@cloud", "cloudinary://:s@cloud", "cloudinary://k:s@"]
)
def test_a_malformed_credential_is_told_from_a_failure(host: PicturesHost, text: str) -> None:
    with pytest.raises(SecretsUnavailableError):
        at(host.api_url, OneCredential(text)).put("account", PICTURE)


def delivered(content: bytes = b"", status: int = 200, **headers: str) -> ASGIApp:
    """Return an application that delivers something as a picture."""
    return Response(content, status, headers={"content-type": "image/jpeg", **headers})


UNDELIVERED: dict[str, ASGIApp] = {
    "500": delivered(b"error", 500),
    "503 page": HTMLResponse("<h1>Service Unavailable</h1>", 503),
    "429": delivered(b"", 429),
    "401": delivered(b"", 401),
    "420": delivered(b"", 420),
    "a redirect": delivered(b"", 302, location="http://169.254.169.254/latest/meta-data"),
    "another redirect": delivered(b"", 301, location="/_local/cloudinary/elsewhere"),
    "slow": no_answer,
}


@pytest.mark.parametrize("answer", UNDELIVERED)
def test_a_picture_that_is_not_delivered_may_be_another_time(host: PicturesHost, answer: str) -> None:
    avatars = at(host.api_url)
    avatars.put("account", PICTURE)
    host.answer_instead(UNDELIVERED[answer])
    patient = at(host.api_url, get_seconds=0.3 if answer == "slow" else 30)
    with pytest.raises(AvatarUnavailableError):
        patient.get("account")
    assert not host.cloudinary.instead, "it is asked for once"
    assert avatars.get("account") is not None


@pytest.mark.parametrize("answer", UNDELIVERED)
def test_whoever_does_not_deliver_is_asked_once(host: PicturesHost, answer: str) -> None:
    host.answer_instead(*[UNDELIVERED[answer]] * 3)
    with pytest.raises(AvatarUnavailableError):
        at(host.api_url, get_seconds=0.3 if answer == "slow" else 30).get("account")
    assert len(host.cloudinary.instead) == 2


@pytest.mark.parametrize("status", [404, 410])
def test_a_picture_that_is_not_there_is_none(host: PicturesHost, avatars: CloudinaryAvatars, status: int) -> None:
    host.answer_instead(delivered(b"gone", status))
    assert avatars.get("account") is None


@pytest.mark.parametrize(
    "content", [b"", b"<html>Welcome to the hotel</html>", b"\xff\xd8 no picture", plain("PNG")[:-20]], ids=len
)
def test_what_is_no_picture_is_refused_whatever_its_type(
    host: PicturesHost, avatars: CloudinaryAvatars, content: bytes
) -> None:
    host.answer_instead(delivered(content))
    with pytest.raises(InvalidPictureError):
        avatars.get("account")


def test_the_declared_type_does_not_matter(host: PicturesHost, avatars: CloudinaryAvatars) -> None:
    host.answer_instead(Response(PICTURE.content, headers={"content-type": "text/html"}))
    assert avatars.get("account") == PICTURE


@pytest.mark.parametrize("is_announced", [True, False])
def test_no_more_than_so_much_is_read_of_a_picture(
    host: PicturesHost, avatars: CloudinaryAvatars, is_announced: bool
) -> None:
    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"99999999999")] if is_announced else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for _ in range(1_000):
            await send({"type": "http.response.body", "body": bytes(1 << 16), "more_body": True})

    host.answer_instead(endless)
    with pytest.raises(InvalidPictureError) as caught:
        avatars.get("account")
    assert caught.value.reason == "too_large"


def test_a_picture_that_trickles_in_is_not_waited_for(host: PicturesHost) -> None:
    async def trickle(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for byte in PICTURE.content[:100]:
            await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
            await asyncio.sleep(0.05)

    host.answer_instead(trickle)
    started = time.monotonic()
    with pytest.raises(AvatarUnavailableError):
        at(host.api_url, get_seconds=0.5).get("account")
    assert time.monotonic() - started < 4


def test_pictures_are_got_over_one_connection(host: PicturesHost, avatars: CloudinaryAvatars) -> None:
    avatars.put("account", PICTURE)
    pool = connections().connection_from_url(host.api_url)
    before = pool.num_connections
    for _ in range(20):
        assert avatars.get("account") is not None
    assert pool.num_connections - before <= 1


def test_the_public_address_is_cloudinarys_own(monkeypatch: pytest.MonkeyPatch) -> None:
    credential = OneCredential("cloudinary://key:secret@MyCloud")
    store = CloudinaryAvatars(credential, folder="contacts-api/prod/photos")
    assert store.url("Yx-1_") == "https://res.cloudinary.com/MyCloud/image/upload/v1/contacts-api/prod/photos/Yx-1_"


def test_the_environment_has_no_say(
    host: PicturesHost, avatars: CloudinaryAvatars, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLOUDINARY_URL", "cloudinary://a:b@c")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    avatars.put("account", PICTURE)


def test_a_cloud_may_have_capital_letters(host: PicturesHost) -> None:
    recorder = Recorder({"result": "ok"})
    host.answer_instead(recorder)
    at(host.api_url, OneCredential("cloudinary://key:secret@MyCloud")).delete("account")
    assert "/v1_1/MyCloud/" in recorder.path
