"""What all tests of the client share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy2

import pytest

from tests.support.command import contacts
from tests.support.dav_servers import SERVERS, RunningServer
from tests.support.fake_imports import FakeImports
from tests.support.product import Product, running_product
from tests.support.scripted_server import scripted_server


@pytest.fixture(scope="session", autouse=True)
def _no_keyring() -> Iterator[None]:
    """Keep the tests, and what is set up for all of them, away from the keyring of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of the client, and an environment that says nothing."""
    for name in (
        "CONTACTS_TOKEN",
        "CONTACTS_URL",
        "CONTACTS_CARDDAV_PASSWORD",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("CONTACTS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session", params=SERVERS)
def dav_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture
def server(dav_server: RunningServer) -> RunningServer:
    """A server with an address book of the test's own."""
    return dav_server.with_new_book()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture(scope="session")
def session_file(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a sign-in to the demo account leaves: checking a password takes long, so there is one for all tests."""
    home = tmp_path_factory.mktemp("signed-in") / "home"
    arguments = ("login", "--url", product.url, "--email", product.email, "--password-stdin", "--no-keyring")
    done = contacts(*arguments, stdin=f"{product.password}\n", CONTACTS_HOME=str(home))
    assert (done.code, done.err) == (0, "")
    return home / "session.json"


@pytest.fixture
def account(product: Product, session_file: Path, home: Path) -> Product:
    """The service, with its demo account signed in."""
    home.mkdir(mode=0o700)
    copy2(session_file, home)
    return product


@pytest.fixture
def imports(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeImports]:
    """A service that only imports, with a user who is signed in to it."""
    fake = FakeImports()
    with scripted_server(fake) as server:
        monkeypatch.setenv("CONTACTS_URL", server.url)
        monkeypatch.setenv("CONTACTS_TOKEN", "token")
        yield fake
