"""Locked versions are looked up, and nothing passes that was not: the service is a fake one on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tools.operations import audit
from tools.operations.audit import main, pins_of

LOCK = """\
# comment==1.0
aiohttp==3.9.0 ; python_full_version >= '3.11' \\
    --hash=sha256:aaaa
Zope.Interface[extra]==6.0 \\
    --hash=sha256:bbbb
    # via aiohttp==0
"""
ADVISORY = {
    "id": "GHSA-aaaa",
    "aliases": ["CVE-2026-1"],
    "summary": "Reads too much",
    "affected": [
        {"ranges": [{"type": "GIT", "events": [{"fixed": "deadbeef"}]}]},
        {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.9.4"}]}]},
    ],
}


class Service:
    """What the fake answers, by path, and what it was asked. A batch is answered with one result for every query."""

    def __init__(self) -> None:
        self.vulnerable: dict[str, list[list[str]]] = {}
        self.answers: dict[str, Any] = {"/v1/vulns/GHSA-aaaa": ADVISORY}
        self.queries: list[dict[str, Any]] = []
        self.url = ""

    def answer(self, path: str, body: bytes) -> Any:
        if path in self.answers or path != "/v1/querybatch":
            return self.answers[path]
        queries = json.loads(body)["queries"]
        self.queries += queries
        return {"results": [self._result(query) for query in queries]}

    def _result(self, query: dict[str, Any]) -> dict[str, Any]:
        pages = self.vulnerable.get(query["package"]["name"], [])
        number = int(query.get("page_token", "0"))
        if number >= len(pages):
            return {}
        found: dict[str, Any] = {"vulns": [{"id": id_, "modified": "2026-01-01T00:00:00Z"} for id_ in pages[number]]}
        return found | ({"next_page_token": str(number + 1)} if number + 1 < len(pages) else {})


@pytest.fixture
def service() -> Iterator[Service]:
    fake = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            try:
                answer = fake.answer(self.path, self.rfile.read(int(self.headers.get("content-length", 0))))
            except KeyError:
                self.send_error(404)
                return
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        fake.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield fake
        server.shutdown()
        thread.join()


@pytest.fixture
def lock(tmp_path: Path) -> str:
    path = tmp_path / "requirements.txt"
    path.write_text(LOCK)
    return str(path)


def run(service: Service, *arguments: str) -> int:
    return main([*arguments, "--service", service.url])


def test_every_locked_version_is_looked_up_by_its_normal_name(service: Service, lock: str) -> None:
    assert run(service, lock) == 0
    assert service.queries == [
        {"package": {"name": "aiohttp", "ecosystem": "PyPI"}, "version": "3.9.0"},
        {"package": {"name": "zope-interface", "ecosystem": "PyPI"}, "version": "6.0"},
    ]


def test_no_advisory_is_success_and_says_of_how_many(
    service: Service, lock: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(service, lock) == 0
    assert capsys.readouterr().out == "0 advisories for 2 locked versions\n"


def test_an_advisory_is_named_with_what_fixes_it_and_fails(
    service: Service, lock: str, capsys: pytest.CaptureFixture[str]
) -> None:
    service.vulnerable["aiohttp"] = [["GHSA-aaaa"]]
    assert run(service, lock) == 1
    assert capsys.readouterr().out.splitlines() == [
        "aiohttp 3.9.0: Reads too much (GHSA-aaaa, CVE-2026-1; fixed in 3.9.4)",
        "1 advisories for 2 locked versions",
    ]


@pytest.mark.parametrize("name", ["GHSA-aaaa", "CVE-2026-1"])
def test_an_advisory_may_be_ignored_by_any_of_its_names_and_is_still_shown(
    service: Service, lock: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    service.vulnerable["aiohttp"] = [["GHSA-aaaa"]]
    assert run(service, lock, "--ignore", name) == 0
    assert "ignored: aiohttp 3.9.0" in capsys.readouterr().out


def test_an_advisory_that_was_withdrawn_is_none(service: Service, lock: str) -> None:
    service.vulnerable["aiohttp"] = [["GHSA-aaaa"]]
    service.answers["/v1/vulns/GHSA-aaaa"] = {**ADVISORY, "withdrawn": "2026-02-01T00:00:00Z"}
    assert run(service, lock) == 0


def test_advisories_on_a_further_page_are_found(service: Service, lock: str) -> None:
    service.vulnerable["zope-interface"] = [[], ["GHSA-aaaa"]]
    assert run(service, lock) == 1


def test_more_versions_than_a_request_takes_are_all_looked_up(
    service: Service, lock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "BATCH", 1)
    service.vulnerable["zope-interface"] = [["GHSA-aaaa"]]
    assert run(service, lock) == 1
    assert len(service.queries) == 2


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>", b"[]", {}, {"results": []}, {"results": [{}]}, {"results": [{}, {}, {}]}, {"results": [{}, None]}],
)
def test_an_answer_that_does_not_cover_everything_is_no_success(
    service: Service, lock: str, answer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    service.answers["/v1/querybatch"] = answer
    assert run(service, lock) == 2
    assert capsys.readouterr().err.startswith("NOT AUDITED: ")


def test_an_advisory_that_cannot_be_read_is_no_success(service: Service, lock: str) -> None:
    service.vulnerable["aiohttp"] = [["GHSA-unknown"]]
    assert run(service, lock) == 2


def test_a_service_that_cannot_be_reached_is_no_success(lock: str, capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        url = f"http://127.0.0.1:{closed.server_port}"
    assert main([lock, "--service", url]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert f"NOT AUDITED: {url} cannot be reached" in streams.err


@pytest.mark.parametrize("content", [None, "", "aiohttp>=3\n"])
def test_a_file_without_versions_is_no_success(service: Service, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "requirements.txt"
    if content is not None:
        path.write_text(content)
    assert run(service, str(path)) == 2


def test_the_lock_files_of_the_repository_are_read_whole(root: Path) -> None:
    for path in root.glob("requirements*.txt"):
        lines = [line for line in path.read_text().splitlines() if line and line[0] not in " #"]
        pins = pins_of([path])
        assert len(lines) > 20
        assert {pin.name for pin in pins} == {line.partition("==")[0].partition("[")[0].lower() for line in lines}
        assert all(pin.version[0].isdigit() for pin in pins)
