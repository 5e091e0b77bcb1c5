"""``contacts import FILE``."""

from __future__ import annotations

from pathlib import Path

import pytest

from contacts.service import imports as service_imports
from tests.support.command import contacts
from tests.support.dav_servers import card
from tests.support.fake_imports import FakeImports
from tests.support.scripted_server import Answer, problem


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "people.vcf"
    path.write_text(card("Ada Example") + card("Grace Example"))
    return str(path)


def test_the_outcomes_are_shown(imports: FakeImports, file: str) -> None:
    done = contacts("import", file)
    assert (done.code, done.err) == (0, "")
    assert done.out == "What became of the rows:\n  created  2\n"
    assert contacts("import", file).out == "What became of the rows:\n  unchanged  2\n"


def test_rows_that_fail_are_told_with_the_reason(imports: FakeImports, file: str) -> None:
    imports.refused = ("Grace Example", "Ada Example")
    done = contacts("import", file)
    assert done.code == 4
    assert "  row 2, Grace Example: /notes Too long.\n" in done.out
    found = contacts("import", file, "--json")
    assert found.code == 4
    assert found.json["outcomes"]["failed"] == 2
    assert [row["row"] for row in found.json["rows"]] == [1, 2]


def test_every_row_is_listed_on_request(imports: FakeImports, file: str) -> None:
    done = contacts("import", file, "--rows")
    assert "1    Ada Example    created" in done.out


def test_options_reach_the_service(imports: FakeImports, file: str) -> None:
    contacts("import", file, "--duplicates", "merge", "--format", "vcard", "--dry-run")
    assert imports.options == [{"duplicates": "merge", "format": "vcard", "dry_run": "true"}]
    assert imports.contacts == {}


@pytest.mark.parametrize(("delimiter", "sent"), [(";", ";"), ("tab", "\t"), ("\\t", "\t"), ("\t", "\t")])
def test_what_is_said_about_a_table_reaches_the_service(
    imports: FakeImports, file: str, delimiter: str, sent: str
) -> None:
    options = ("--encoding", "cp1252", "--delimiter", delimiter, "--date-order", "day-first")
    assert contacts("import", file, *options).code == 0
    expected = {"encoding": "cp1252", "delimiter": sent, "date_order": "day_first", "duplicates": "skip"}
    assert imports.options == [expected]


def test_what_was_found_out_about_a_table_is_told(imports: FakeImports, file: str) -> None:
    assert "table" not in contacts("import", file, "--json").json
    imports.table = {"encoding": "cp1252", "delimiter": ";"}
    assert contacts("import", file, "--json").json["table"] == {"encoding": "cp1252", "delimiter": ";"}


def test_a_dry_run_says_so(imports: FakeImports, file: str) -> None:
    assert contacts("import", file, "--dry-run").out.startswith("This is what would happen; nothing was changed.")


def test_standard_input_is_a_file(imports: FakeImports) -> None:
    assert contacts("import", "-", stdin=card("Ada Example")).code == 0
    assert imports.files == [card("Ada Example").encode()]


def test_a_mapping_travels_with_the_file(imports: FakeImports) -> None:
    assert (
        contacts(
            "import", "-", "--mapping", "Given=first_name", "--mapping", "a=b=notes", stdin=card("Ada Example")
        ).code
        == 0
    )
    (form,) = imports.files
    assert b'{"Given": "first_name", "a=b": "notes"}' in form
    assert card("Ada Example").encode() in form


def test_a_large_file_is_uploaded_without_the_token(imports: FakeImports, monkeypatch: pytest.MonkeyPatch) -> None:
    large = "".join(card(f"Person {number}", f"NOTE:{'x' * 1000}") for number in range(1100))
    assert len(large) > service_imports.MAX_SENT_AT_ONCE_BYTES
    assert contacts("import", "-", stdin=large).code == 0
    assert imports.uploads == {"upload-1": large.encode()}
    assert len(imports.contacts) == 1100


def test_an_import_that_was_left_can_be_followed(imports: FakeImports, file: str) -> None:
    contacts("import", file)
    assert contacts("import", "--resume", "import-1").out == "What became of the rows:\n  created  2\n"


def test_when_the_sign_in_ends_on_the_way_the_import_is_not_lost(
    imports: FakeImports, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = imports.status

    def ended(import_id: str, status: int = 200) -> Answer:
        return started(import_id, status) if status == 202 else problem(401, "The access token has expired.")

    monkeypatch.setattr(imports, "status", ended)
    done = contacts("import", file)
    assert done.code == 3
    assert "contacts import --resume import-1" in done.err
    assert "sign in again" in done.err


@pytest.mark.parametrize(
    ("state", "said"), [("failed", "The import failed."), ("cancelled", "The import was cancelled.")]
)
def test_an_import_that_ends_early_is_a_failure(imports: FakeImports, file: str, state: str, said: str) -> None:
    imports.state = state
    done = contacts("import", file)
    assert done.code == 1
    assert said in done.err


@pytest.mark.parametrize("arguments", [
    ("import",), ("import", "no-such-file.vcf"), ("import", "a", "--from", "b"), ("import", "-"),
    ("import", "a", "--mapping", "nothing"), ("import", "a", "--duplicates", "guess"),
    ("import", "a", "--delimiter", ";;"), ("import", "a", "--date-order", "year"),
])  # fmt: skip
def test_what_makes_no_sense_is_told_in_a_sentence(imports: FakeImports, arguments: tuple[str, ...]) -> None:
    done = contacts(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("contacts: ")
    assert "Traceback" not in done.err
