"""A password that has leaked is known, whichever adapter is asked; one that has not is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from shared.adapters.common_passwords import CommonPasswords
from shared.adapters.pwned_passwords import PwnedPasswords
from shared.services.ports.security import BreachedPasswords
from tests.support.fakes import KnownPasswords
from tests.support.misbehaving_server import Behaviour, answering, closing, resetting, server, silent
from tools.common_passwords import encoded

LEAKED = ["correcthorsebatterystaple", "feuerwehrhauptmann", "ґудзик ґудзик ґудзик"]
SAFE = "violet tram over the river"


class Ranges(BaseHTTPRequestHandler):
    """The protocol of Pwned Passwords: the ends of all hashes with a prefix, with their counts, and padding."""

    def __init__(self, leaked: list[str], asked: list[tuple[str, str | None]], *args: object) -> None:
        self.leaked = leaked
        self.asked = asked
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        prefix = self.path.removeprefix("/range/")
        self.asked.append((self.path, self.headers["Add-Padding"]))
        digests = [digest_of(each) for each in self.leaked]
        lines = [f"{digest[5:]}:3" for digest in digests if digest.startswith(prefix)]
        padding = [f"{digest_of(SAFE)[5:]}:0", *(f"{number:035X}:0" for number in range(800))]
        body = "\r\n".join(sorted(lines + padding)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def digest_of(password: str) -> str:
    return sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


@contextmanager
def ranges(leaked: list[str]) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """Serve the ranges; yield their URL, and what is asked."""
    asked: list[tuple[str, str | None]] = []
    serving = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, leaked, asked))
    thread = Thread(target=serving.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}/range/", asked
    finally:
        serving.shutdown()
        serving.server_close()
        thread.join()


@pytest.fixture(params=["offline", "network"])
def breached(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BreachedPasswords]:
    if request.param == "offline":
        file = tmp_path / "list.bin"
        file.write_bytes(encoded([*LEAKED, "too short"]))
        yield CommonPasswords(file)
    else:
        with ranges(LEAKED) as (url, _):
            yield PwnedPasswords(url, KnownPasswords())


@pytest.mark.parametrize("password", LEAKED)
def test_a_leaked_password_is_known(breached: BreachedPasswords, password: str) -> None:
    assert breached.include(password)


@pytest.mark.parametrize("password", [SAFE, "", "x" * 128, "🦊" * 128])
def test_another_one_is_not(breached: BreachedPasswords, password: str) -> None:
    assert not breached.include(password)


def test_only_the_beginning_of_a_hash_leaves_the_service_and_padding_is_asked_for() -> None:
    with ranges(LEAKED) as (url, asked):
        PwnedPasswords(url, KnownPasswords()).include(LEAKED[0])
    assert asked == [(f"/range/{digest_of(LEAKED[0])[:5]}", "true")]


def test_padding_is_no_leak() -> None:
    """The stand-in pads every response with the end of this hash, and the count 0."""
    with ranges([]) as (url, _):
        assert not PwnedPasswords(url, KnownPasswords()).include(SAFE)


def test_nobody_is_asked_about_what_our_list_has() -> None:
    with ranges([]) as (url, asked):
        assert PwnedPasswords(url, KnownPasswords(SAFE)).include(SAFE)
    assert asked == []


def test_lower_case_hashes_count_too() -> None:
    body = f"{digest_of(SAFE)[5:].lower()}:12\r\n"
    with server([answering("200 OK", body)]) as known:
        assert PwnedPasswords(f"{known.url}/", KnownPasswords()).include(SAFE)


FAULTS: dict[str, Behaviour] = {
    "closes": closing,
    "breaks the connection": resetting,
    "says nothing": silent,
    "fails": answering("503 Service Unavailable", ""),
    "has moved": answering("302 Found", "", "Location: http://127.0.0.1:1/"),
    "breaks off": answering("200 OK", "0018A45C4D1DEF81644B54AB7F969B88D65:1", length=100),
    "speaks another protocol": answering("200 OK", '{"breached": true}'),
    "is not text": answering("200 OK", "ї:1"),
    "never ends": answering("200 OK", "0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n" * 10_000),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_service_that_fails_keeps_nobody_from_choosing_a_password_and_is_reported(
    capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    with server([FAULTS[fault]]) as known:
        assert not PwnedPasswords(f"{known.url}/", KnownPasswords()).include(SAFE)
    assert '"BreachCheckFailed":1' in capsys.readouterr().out.replace(" ", "")


def test_nothing_is_there_to_be_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert not PwnedPasswords("http://127.0.0.1:1/range/", KnownPasswords()).include(SAFE)
    assert "ConnectionRefusedError" in capsys.readouterr().out


def test_a_service_that_answers_drop_by_drop_is_left_after_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    def dripping(connection: object) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")  # type: ignore[attr-defined]
        for _ in range(100):
            connection.sendall(b"0")  # type: ignore[attr-defined]
            time.sleep(0.05)

    with server([dripping]) as known:
        assert not PwnedPasswords(f"{known.url}/", KnownPasswords()).include(SAFE)
    assert "TimeoutError" in capsys.readouterr().out
