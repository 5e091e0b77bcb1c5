"""``contacts export``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.commands.joining import joined_table
from tests.support.command import contacts
from tests.support.dav_servers import card
from tests.support.scripted_server import Answer, Request, ScriptedServer, answer, problem, scripted_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        monkeypatch.setenv("CONTACTS_URL", running.url)
        monkeypatch.setenv("CONTACTS_TOKEN", "token")
        yield running


def pages(media_type: str, *contents: str):  # type: ignore[no-untyped-def]
    """A script that answers with these pages, each linked to the next."""

    def script(request: Request) -> Answer:
        if not request.headers["accept"].startswith(media_type):
            return problem(406, "The forms of contacts are others.")
        at = int(request.query.get("cursor", 0))
        more = {"Link": f'</api/v1/contacts?limit=100&cursor={at + 1}>; rel="next"'} if at + 1 < len(contents) else {}
        return Answer(content=contents[at].encode(), headers={"Content-Type": f"{media_type}; charset=utf-8", **more})

    return script


def test_vcards_of_all_pages_are_one_file(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = pages("text/vcard", card("Ada Example"), card("Grace Example").rstrip())
    done = contacts("export", str(tmp_path / "all.vcf"), "--vcard-version", "4.0")
    assert done.code == 0
    assert (tmp_path / "all.vcf").read_bytes().decode() == card("Ada Example") + card("Grace Example")
    assert "2 contacts in" in done.err
    assert server.requests[0].headers["accept"] == "text/vcard;version=4.0"


def test_a_card_within_a_card_is_no_contact(server: ScriptedServer, tmp_path: Path) -> None:
    agent = "AGENT:BEGIN:VCARD\\nFN:Grace Example\\nEND:VCARD"
    server.script = pages("text/vcard", card("Ada Example").replace("END:VCARD", f"{agent}\r\nEND:VCARD"))
    assert "1 contact in" in contacts("export", str(tmp_path / "all.vcf")).err


def test_standard_output_is_the_default(server: ScriptedServer) -> None:
    server.script = pages("text/vcard", card("Ada Example"))
    done = contacts("export")
    assert (done.code, done.err) == (0, "")
    assert done.out == card("Ada Example")


def test_tables_of_all_pages_are_one_with_all_columns(server: ScriptedServer) -> None:
    first = 'name,phone 1,notes\r\nAda,1,"two\r\nlines"\r\n'
    second = "name,phone 1,phone 2,notes\r\nGrace,1,2,\r\nMary,3,4,x\r\n"
    server.script = pages("text/csv", first, second)
    done = contacts("export", "--format", "csv")
    assert list(csv.reader(io.StringIO(done.out, newline=""))) == [
        ["name", "phone 1", "phone 2", "notes"],
        ["Ada", "1", "", "two\r\nlines"], ["Grace", "1", "2", ""], ["Mary", "3", "4", "x"],
    ]  # fmt: skip


def test_cards_in_json_are_one_array(server: ScriptedServer) -> None:
    server.script = pages("application/jscontact+json", '[{"uid": "1"}, {"uid": "2"}]', '{"uid": "3"}')
    assert contacts("export", "--format", "jscontact").json == [{"uid": "1"}, {"uid": "2"}, {"uid": "3"}]


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


def test_a_form_that_the_service_does_not_write_is_told(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = lambda _request: answer({"items": [], "next_cursor": None})
    done = contacts("export", str(tmp_path / "all.vcf"))
    assert done.code == 1
    assert "does not write text/vcard" in done.err
    assert not (tmp_path / "all.vcf").exists()


def test_a_folder_that_is_not_there_is_told(server: ScriptedServer, tmp_path: Path) -> None:
    done = contacts("export", str(tmp_path / "no" / "all.json"))
    assert done.code == 2
    assert server.requests == []


def test_the_result_for_scripts_names_the_file(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = lambda _request: answer({"items": [{"id": "1"}], "next_cursor": None})
    path = str(tmp_path / "all.json")
    assert contacts("export", path, "--json").json == {"file": path, "format": "json", "contacts": 1}
    assert contacts("export", "--json").code == 2


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
TABLES = st.lists(
    st.lists(st.dictionaries(st.sampled_from("abcde"), CELLS, min_size=1), min_size=1, max_size=3), max_size=4
)


@given(TABLES)
def test_joining_tables_loses_no_cell(tables: list[list[dict[str, str]]]) -> None:
    written = []
    for table in tables:
        names = sorted({name for row in table for name in row})
        page = io.StringIO(newline="")
        csv.writer(page).writerows([names, *([row.get(name, "") for name in names] for row in table)])
        written.append(page.getvalue().encode())
    joined = b"".join(piece for piece, _ in joined_table(written)).decode()
    header, *rows = list(csv.reader(io.StringIO(joined, newline=""))) or [[]]
    found = [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]
    assert found == [{name: cell for name, cell in row.items() if cell} for table in tables for row in table]
