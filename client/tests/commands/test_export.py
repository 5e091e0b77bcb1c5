"""``contacts export``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import contacts
from tests.support.dav_servers import card
from tests.support.scripted_server import Answer, Request, ScriptedServer, answer, problem, scripted_server

CARDS = (card("Ada Example") + card("Grace Example")).encode()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        monkeypatch.setenv("CONTACTS_URL", running.url)
        monkeypatch.setenv("CONTACTS_TOKEN", "token")
        yield running


class FakeExports:
    """A service that exports one file: it takes ``polls`` requests to be made."""

    def __init__(self, content: bytes = CARDS, *, polls: int = 0, state: str = "done", url: str = "") -> None:
        self.content = content
        self.polls = polls
        self.state = state
        self.url = url
        self.asked: dict[str, Any] = {}
        self.keys: list[str] = []
        self.notices: list[dict[str, str]] = []

    def __call__(self, request: Request) -> Answer:
        if request.path.startswith("/bucket/"):
            assert "authorization" not in request.headers, "only one way to sign"
            return Answer(content=self.content, headers={"Content-Type": "text/vcard"})
        if request.method == "POST":
            self.asked = request.json
            self.keys.append(request.headers["idempotency-key"])
            return answer(self._export(request), 201)
        return answer(self._export(request))

    def _export(self, request: Request) -> dict[str, Any]:
        is_final = self.polls == 0
        self.polls -= not is_final
        return {
            "id": "export-1",
            "state": self.state if is_final else "running",
            "done": 1,
            "total": 2,
            "contacts": 2,
            "problem": "Export again." if self.state == "failed" else None,
            "url": self.url or f"http://{request.headers['host']}/bucket/file",
            "notices": self.notices,
            "more_notices": 0,
        }


@pytest.mark.parametrize("polls", [0, 2])
def test_the_file_that_the_service_makes_is_fetched(
    server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, polls: int
) -> None:
    monkeypatch.setattr("contacts.service.waiting.FIRST_PAUSE_SECONDS", 0)
    server.script = FakeExports(polls=polls)
    done = contacts("export", str(tmp_path / "all.vcf"))
    assert (done.code, (tmp_path / "all.vcf").read_bytes()) == (0, CARDS)
    assert "2 contacts in" in done.err
    assert server.asked() == [
        "POST /api/v1/exports", *["GET /api/v1/exports/export-1"] * polls, "GET /bucket/file"
    ]  # fmt: skip


def test_standard_output_is_the_default(server: ScriptedServer) -> None:
    server.script = FakeExports()
    done = contacts("export")
    assert (done.code, done.err, done.out.encode()) == (0, "", CARDS)


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], {"format": "vcard"}),
        (["--vcard-version", "4.0", "--profile", "plain"], {"format": "vcard", "version": "4.0", "profile": "plain"}),
        (["--format", "csv", "--tag", "Work"], {"format": "csv", "tag": "Work"}),
        (["--format", "csv", "--vcard-version", "4.0"], {"format": "csv"}),
        (["--format", "csv", "--profile", "google"], {"format": "csv", "profile": "google"}),
        (
            ["--query", "ada", "--favorites", "--view", "v"],
            {"format": "vcard", "q": "ada", "favorite": True, "view": "v"},
        ),
        (["--format", "jcard"], {"format": "jcard"}),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_command_is_asked_of_the_service(
    server: ScriptedServer, arguments: list[str], asked: dict[str, Any]
) -> None:
    server.script = script = FakeExports()
    assert contacts("export", *arguments).code == 0
    assert script.asked == asked


@pytest.mark.parametrize(
    ("suffix", "name"), [(".csv", "csv"), (".ldif", "ldif"), (".jscontact", "jscontact"), (".txt", "vcard")]
)
def test_the_name_of_the_file_tells_the_format(server: ScriptedServer, tmp_path: Path, suffix: str, name: str) -> None:
    server.script = script = FakeExports()
    assert contacts("export", str(tmp_path / f"all{suffix}")).code == 0
    assert script.asked["format"] == name


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_an_export_that_fails_leaves_the_file_as_it_was(server: ScriptedServer, tmp_path: Path, state: str) -> None:
    server.script = FakeExports(state=state)
    (tmp_path / "all.vcf").write_text("as it was")
    done = contacts("export", str(tmp_path / "all.vcf"))
    assert (done.code, (tmp_path / "all.vcf").read_text()) == (1, "as it was")
    assert state in done.err


def test_a_file_is_not_fetched_without_encryption(server: ScriptedServer) -> None:
    server.script = FakeExports(url="http://files.example/file")
    done = contacts("export")
    assert (done.code, done.out) == (1, "")
    assert "without encryption" in done.err


def test_what_the_format_does_not_hold_is_told(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = script = FakeExports()
    script.notices = [{"contact_id": "1", "code": "not_held", "text": "No place."}]
    path = str(tmp_path / "all.vcf")
    assert "1 notice" in contacts("export", path).err
    assert contacts("export", path, "--json").json["notices"] == script.notices


@pytest.mark.parametrize("items", [[], [{"id": "1"}], [{"id": "1"}, {"id": "2"}]])
def test_json_is_one_array(server: ScriptedServer, items: list[dict[str, str]]) -> None:
    server.script = lambda _request: answer({"items": items, "next_cursor": None})
    assert contacts("export", "--format", "json").json == items


def test_an_export_that_breaks_off_leaves_the_file_as_it_was(server: ScriptedServer, tmp_path: Path) -> None:
    def script(request: Request) -> Answer:
        first = answer({"items": [{"id": "1"}], "next_cursor": "c"})
        return problem(400, "This cursor is not valid.") if "cursor" in request.query else first

    server.script = script
    (tmp_path / "all.json").write_text("as it was")
    assert contacts("export", str(tmp_path / "all.json")).code == 1
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir() if path.is_file()] == [
        ("all.json", "as it was")
    ]


def test_a_folder_that_is_not_there_is_told(server: ScriptedServer, tmp_path: Path) -> None:
    done = contacts("export", str(tmp_path / "no" / "all.json"))
    assert done.code == 2
    assert server.requests == []


def test_the_result_for_scripts_names_the_file(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = lambda _request: answer({"items": [{"id": "1"}], "next_cursor": None})
    path = str(tmp_path / "all.json")
    assert contacts("export", path, "--json").json == {"file": path, "format": "json", "contacts": 1, "notices": []}
    assert contacts("export", "--json").code == 2
