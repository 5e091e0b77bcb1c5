"""What the columns of a table mean."""

from __future__ import annotations

import pytest

from shared.domain.cards.tables.places import place_of
from shared.domain.cards.tables.proposals import is_known, proposal
from tests.shared.domain.cards.tables.foreign_headers import HEADERS, ForeignHeader
from tests.shared.domain.cards.tables.tables import FILES, described

PROGRAMS = {
    "google-present.csv": "google",
    "google-2018-2024.csv": "google_older",
    "google-2010-2017-utf16.csv": "google_older",
    "google-as-outlook.csv": "google_outlook",
    "outlook-com.csv": "outlook_com",
    "outlook-desktop-cp1252.csv": "outlook",
    "outlook-desktop-german-part-cp1252.csv": "outlook",
    "thunderbird-utf8.csv": "thunderbird",
    "thunderbird.tab": "thunderbird",
    "thunderbird-trailing-comma.csv": "thunderbird",
    "yahoo-older.csv": "yahoo",
    "linkedin-connections.csv": "linkedin",
    "hubspot-contacts.csv": "hubspot",
}


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.name)
def test_every_column_gets_its_place_in_many_languages(header: ForeignHeader) -> None:
    assert proposal(list(header.expected)) == header.expected


def test_there_are_twenty_headers_beside_those_of_known_files() -> None:
    assert len(HEADERS) >= 20


@pytest.mark.parametrize(("name", "program"), PROGRAMS.items())
def test_the_program_that_wrote_a_file_is_recognized(name: str, program: str) -> None:
    assert described((FILES / name).read_bytes()).program == program


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_proposed_place_exists(name: str) -> None:
    mapping = described((FILES / name).read_bytes()).mapping
    assert all(str(place_of(path)) == path for path in mapping.values() if path)


@pytest.mark.parametrize(
    ("header", "place"),
    [
        (["Name", "Phone"], "name"),
        (["Name", "Vorname"], "last_name"),
        (["Nombre", "Apellidos"], "first_name"),
        (["Name", "Given Name", "Family Name"], "name"),
    ],
)
def test_the_other_columns_tell_which_name_a_name_is(header: list[str], place: str) -> None:
    assert proposal(header)[header[0]] == place


@pytest.mark.parametrize(
    ("header", "sample", "place"),
    [
        (["Title", "Last Name", "Company"], ["Engineer", "Example", "Acme"], "organizations/1/title"),
        (["Title", "Last Name", "Company"], ["Dr.", "Example", "Acme"], "prefix"),
        (["Title", "Job Title", "Last Name"], ["Engineer", "Boss", "Example"], "prefix"),
    ],
)
def test_a_title_is_a_job_unless_the_table_says_otherwise(header: list[str], sample: list[str], place: str) -> None:
    assert proposal(header, [sample])["Title"] == place


def test_an_address_may_be_one_for_mail() -> None:
    assert proposal(["Name", "Address"], [["Ann", "ann@example.com"]])["Address"] == "emails"


def test_a_column_whose_name_says_nothing_is_known_by_what_stands_in_it() -> None:
    samples = [["ann@example.com", "https://example.com", "7"], ["bob@example.org", "http://example.org", "8"]]
    assert proposal(["x", "y", "z"], samples) == {"x": "emails", "y": "urls", "z": ""}


def test_a_word_for_a_side_is_a_phone_only_where_numbers_stand_in_it() -> None:
    assert proposal(["Name", "Work"], [["Ann", "+1 650 555 0100"]])["Work"] == "phones/work"
    assert proposal(["Name", "Work"], [["Ann", "Engineer"]])["Work"] == ""


@pytest.mark.parametrize("name", ["", "  ", "?", "Lead Score", "emails/1/nonsense", "x" * 100_000, "1 2 3"])
def test_other_names_are_not_known(name: str) -> None:
    assert not is_known(name)
