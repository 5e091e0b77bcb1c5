"""Radicale and Xandikos, each in a process and a folder of its own, and what tests do there to address books."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest

from contacts.carddav.dav import DavServer, basic
from contacts.transport.connection import Connection, Response

USER, PASSWORD = "ada", "app password"
_MKCOL = b"""<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><set><prop>
<resourcetype><collection/><c:addressbook/></resourcetype><displayname>%s</displayname></prop></set></mkcol>"""


@dataclass(frozen=True, kw_only=True)
class RunningServer:
    """A CardDAV server, and one of its address books, which are all in ``home_url``."""

    url: str
    home_url: str
    book_url: str = ""

    def dav(self, password: str = PASSWORD) -> DavServer:
        return DavServer(self.url, basic(USER, password), Connection())

    def put(self, name: str, card: str) -> None:
        assert self._send("PUT", f"{self.book_url}{name}.vcf", card.encode(), "text/vcard").status < 300

    def delete(self, name: str) -> None:
        assert self._send("DELETE", f"{self.book_url}{name}.vcf").status < 300

    def with_new_book(self) -> RunningServer:
        name = uuid4().hex
        url = f"{self.home_url}{name}/"
        assert self._send("MKCOL", url, _MKCOL % name.encode(), "application/xml").status < 300
        return replace(self, book_url=url)

    def _send(self, method: str, url: str, content: bytes | None = None, media_type: str = "") -> Response:
        headers = {"Authorization": basic(USER, PASSWORD), "Content-Type": media_type}
        return Connection().send(method, url, headers=headers, content=content)


@contextmanager
def radicale(folder: Path) -> Iterator[RunningServer]:
    _need("radicale")
    passwords = folder / "passwords"
    passwords.write_text(f"{USER}:{PASSWORD}\n")
    port = _free_port()
    options = [
        "--config", "", "--server-hosts", f"127.0.0.1:{port}", "--storage-filesystem-folder", str(folder / "data"),
        "--auth-type", "htpasswd", "--auth-htpasswd-filename", str(passwords), "--auth-htpasswd-encryption", "plain",
        "--auth-delay", "0",
    ]  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    with _process([sys.executable, "-m", "radicale", *options], folder, port):
        yield RunningServer(url=url, home_url=f"{url}/{USER}/")


@contextmanager
def xandikos(folder: Path) -> Iterator[RunningServer]:
    """With TLS, which it wants where there is a password."""
    _need("xandikos")
    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    (folder / "passwords").write_text(f"{USER}:{{SHA}}{digest}\n")
    port = _free_port()
    options = [
        "serve", "--directory", str(folder / "data"), "--defaults", "--state-dir", str(folder / "state"),
        "--listen-address", "localhost", "--port", str(port), "--autocert", "--htpasswd", str(folder / "passwords"),
        "--no-detect-systemd",
    ]  # fmt: skip
    url = f"https://localhost:{port}"
    program = str(Path(sys.executable).with_name("xandikos"))
    with _process([program, *options], folder, port), pytest.MonkeyPatch.context() as environment:
        environment.setenv("SSL_CERT_FILE", str(folder / "state" / "certs" / "selfsigned.crt"))
        yield RunningServer(url=url, home_url=f"{url}/user/contacts/")


SERVERS = {"radicale": radicale, "xandikos": xandikos}


def _need(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed: client/requirements-servers.txt could not be installed here")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def _process(command: list[str], folder: Path, port: int) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 30
        while not _answers(port):
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < deadline, "it does not answer"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def card(name: str, *lines: str, uid: str = "") -> str:
    """A vCard as these servers take it."""
    last, _, first = name.partition(" ")[::-1]
    uid = uid or name.replace(" ", "-")
    parts = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"FN:{name}", f"N:{last};{first};;;"]
    return "\r\n".join([*parts, *lines, "END:VCARD", ""])
