"""The program as a whole: how it ends, what others on the machine can see of it, and what it is made of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from contacts.arguments import parse
from contacts.main import _COMMANDS
from tests.support.command import contacts, contacts_process
from tests.support.scripted_server import Answer, Request, ScriptedServer, answer, scripted_server

CLIENT = Path(__file__).parents[1]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted_server(
        lambda _request: answer({"items": [{"id": "1", "first_name": "Зоя"}], "next_cursor": None})
    ) as running:
        monkeypatch.setenv("CONTACTS_URL", running.url)
        monkeypatch.setenv("CONTACTS_TOKEN", "token")
        yield running


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = contacts(command, "--help")
    assert done.code == 0
    assert "exit codes" in done.out
    assert f"`contacts {command}" in (CLIENT / "README.md").read_text()


def test_a_command_line_without_a_command_is_told() -> None:
    done = contacts()
    assert (done.code, done.out) == (2, "")


def test_not_signed_in_is_one_sentence() -> None:
    done = contacts("whoami")
    assert (done.code, done.out) == (3, "")
    assert done.err == "contacts: You are not signed in: `contacts login` does that.\n"


def test_it_works_in_a_pipe_whatever_the_language_of_the_terminal(server: ScriptedServer) -> None:
    assert "Зоя" in contacts_process("search", "зоя").out
    done = contacts_process("search", "зоя", PYTHONIOENCODING="", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.code == 0
    assert "Traceback" not in done.err


def test_a_reader_that_has_enough_ends_it_quietly(server: ScriptedServer) -> None:
    many = [{"id": str(number), "first_name": "x" * 1000} for number in range(500)]
    server.script = lambda _request: answer({"items": many, "next_cursor": None})
    command = f"{sys.executable} -m contacts export --format json | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert (done.stdout[:2], done.stderr) == (b"[\n", b"")


def test_ctrl_c_ends_it_with_130(server: ScriptedServer) -> None:
    def slow(_request: Request) -> Answer:
        time.sleep(5)
        return Answer()

    server.script = slow
    process = subprocess.Popen(
        [sys.executable, "-m", "contacts", "search", "x"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not server.requests:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"contacts: interrupted\n")


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    done = contacts("import", "--from", "https://ada:secret@dav.example.com", CONTACTS_TOKEN="token")
    assert done.code == 2
    assert "secret" not in done.err


@pytest.mark.parametrize(
    "arguments", [("login", "--password", "secret"), ("import", "--from", "x", "--password", "secret")]
)
def test_no_option_takes_a_password(arguments: tuple[str, ...]) -> None:
    """Other users of the machine can see command lines."""
    with pytest.raises(SystemExit):
        parse(arguments)


def test_no_secret_is_in_the_log_of_the_library(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        assert contacts("search", "x", CONTACTS_TOKEN="secret-token").code == 0
    assert caplog.records
    assert "secret-token" not in caplog.text


def test_login_asks_nobody_where_there_is_no_terminal() -> None:
    assert contacts("login", "--url", "http://127.0.0.1:1").code == 2
    done = contacts("login", "--url", "http://127.0.0.1:1", "--email", "ada@example.com")
    assert done.code == 2
    assert "--password-stdin" in done.err


def test_login_asks_at_a_terminal_and_does_not_show_the_password(server: ScriptedServer) -> None:
    server.script = lambda _request: answer({"access_token": "t", "token_type": "bearer", "expires_in": 1800})
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "contacts", "login", "--url", server.url],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    for prompt, typed in ((b"E-mail", b"ada@example.com\n"), (b"Password", b"correct horse\n"), (b"Signed in", b"")):
        while prompt not in shown:
            shown += os.read(ours, 1024)
        os.write(ours, typed)
    assert process.wait(20) == 0
    os.close(ours)
    assert server.requests[-1].json == {"email": "ada@example.com", "password": "correct horse"}
    assert b"ada@example.com" in shown
    assert b"correct horse" not in shown


def test_login_shows_no_password_to_another_machine_in_clear_text() -> None:
    done = contacts(
        "login", "--url", "http://contacts.example.com", "--email", "a@example.com", "--password-stdin", stdin="x\n"
    )
    assert done.code == 2
    assert "clear text" in done.err


@pytest.mark.parametrize("command", ["whoami", "search", "birthdays", "login"])
def test_a_command_loads_only_what_it_needs(command: str) -> None:
    script = (
        "import sys; from importlib import import_module; from contacts.main import _COMMANDS;"
        f"import_module(_COMMANDS[{command!r}][0]);"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in {'keyring', 'sqlite3', 'xml'}"
        " or name.startswith('contacts.carddav')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


def test_the_package_needs_nothing_but_what_it_declares(tmp_path: Path) -> None:
    """Built, unpacked, and run with urllib3 alone beside it."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=CLIENT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
        names = archive.namelist()
    assert "contacts/py.typed" in names
    assert not [name for name in names if name.startswith("tests")]
    (site / "urllib3").symlink_to(Path(urllib3.__file__).parent)
    script = (
        "import contacts.main, sys; from importlib import import_module;"
        "[import_module(module) for module, _ in contacts.main._COMMANDS.values()];"
        "import contacts.commands.carddav_import; contacts.main.main(['whoami'])"
    )
    environment = {"PYTHONPATH": str(site), "CONTACTS_HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], env=environment, capture_output=True, check=False, text=True
    )
    assert done.stderr == "contacts: You are not signed in: `contacts login` does that.\n"
