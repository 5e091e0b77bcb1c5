"""Rows: what is searched of a contact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.adapters.romanization import romanized
from shared.domain.search.rows import MAX_TEXT_LENGTH, Column, Has, Row, row_of
from tests.shared.domain.search.contacts import contact_with, row

ids = st.text(st.characters(min_codepoint=0x24), max_size=8)
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=8)
several = st.lists(words.filter(bool), max_size=4).map(tuple)
numbers = st.integers(min_value=0, max_value=2**53)


@given(
    st.builds(
        Row,
        contact_id=ids,
        revision=numbers,
        favorite=st.booleans(),
        text=st.lists(words, min_size=8, max_size=8).map("\t".join),
        emails=several,
        numbers=several,
        label_ids=several,
        kind=words,
        has=numbers,
        birthday_month=numbers,
        created_at=numbers,
        updated_at=numbers,
        organizations=several,
        name_key=ids,
    )
)
def test_a_row_is_read_from_its_record(written: Row) -> None:
    record = written.record()
    assert Row.read(record) == written
    assert len(record.splitlines()) == 1 or "\n" not in record


@given(st.text(), st.text(), st.text())
@example("\x1e", "\x1f", "\x1e\x1f")
def test_whatever_a_contact_contains_its_row_is_one_line(name: str, notes: str, value: str) -> None:
    whatever = row(
        contact_with(
            first_name=name,
            notes=notes,
            emails=[{"value": value}],
            phones=[{"value": value}],
            organizations=[{"name": name}],
        )
    )
    assert Row.read(whatever.record()) == whatever
    assert "\n" not in whatever.record()
    assert whatever.text.count("\t") == len(Column) - 1


def test_a_row_has_what_filters_and_orders_ask_for() -> None:
    contact = contact_with(
        label_ids=("l1",),
        first_name="Zoë",
        emails=[{"value": "Zoe@Example.com"}],
        phones=[{"value": "044 123-45-67", "e164": "+380441234567", "extension": "12"}],
        birthday="--05-17",
        photo_url="https://example.com/zoe.png",
        favorite=True,
        kind="org",
        organizations=[{"name": " Straße  & Söhne "}, {"title": "Chief"}],
    )
    created = datetime(2026, 1, 1, 0, 0, 1, 1999, tzinfo=UTC)
    found = row(replace(contact, revision=7, created_at=created))
    assert found.emails == ("zoe@example.com",)
    assert found.numbers == ("38044123456712", "380441234567", "0441234567")
    assert found.label_ids == ("l1",)
    assert found.has == Has.BIRTHDAY | Has.EMAIL | Has.PHONE | Has.PHOTO
    assert (found.revision, found.favorite, found.kind, found.birthday_month) == (7, True, "org", 5)
    assert (found.created_at, found.updated_at) == (1767225601001999, 1767225600000000)
    assert found.organizations == ("strasse & sohne",)
    assert found.name_key.endswith("#x")


def test_a_contact_without_anything_has_nothing() -> None:
    found = row(contact_with(first_name="A"))
    assert (found.has, found.favorite, found.kind, found.birthday_month) == (0, False, "individual", 0)


@pytest.mark.parametrize(
    ("members", "column", "text"),
    [
        ({"first_name": "Ann Lee", "nickname": "Nini", "nicknames": ["Nini", "Ёжик"]}, Column.NAME, "ёжик"),
        ({"display_name": "Ґанна"}, Column.NAME, "ганна"),
        ({"phonetic_last_name": "Tanaka"}, Column.NAME, "tanaka"),
        ({"second_last_name": "Núñez"}, Column.NAME, "nunez"),
        ({"generation": "Jr."}, Column.NAME, "jr"),
        ({"organizations": [{"role": "Kassiererin"}]}, Column.ORGANIZATION, "kassiererin"),
        ({"organizations": [{"department": "A", "departments": ["A", "Sales"]}]}, Column.ORGANIZATION, "sales"),
        ({"addresses": [{"city": "Kyiv"}]}, Column.PLACE, "kyiv"),
        ({"addresses": [{"street": "Main St\n5"}]}, Column.PLACE, "5"),
        ({"handles": [{"user_name": "an_nie", "service": "Chat"}]}, Column.HANDLE, "an_nie"),
        ({"handles": [{"value": "@Cathy_S"}]}, Column.HANDLE, "cathy_s"),
        ({"relations": [{"value": "Bob"}]}, Column.RELATION, "bob"),
        ({"custom": [{"value": "4711"}]}, Column.CUSTOM, "4711"),
        ({"notes": "allergic to nuts"}, Column.NOTES, "nuts"),
        ({"urls": [{"value": "https://example.com/anna"}]}, Column.OTHER, "anna"),
        ({"personal_info": [{"value": "chess", "kind": "hobby"}]}, Column.OTHER, "chess"),
        ({"birth_place": "Lviv"}, Column.OTHER, "lviv"),
        ({"localizations": {"uk": {"last_name": "Щербак"}}}, Column.NAME, "щербак"),
        ({"localizations": {"uk": {"addresses/a/b/city": "Київ"}}}, Column.PLACE, "київ"),
    ],
)
def test_every_searched_text_is_in_its_column(members: dict[str, Any], column: Column, text: str) -> None:
    columns = row(contact_with(**members)).text.split("\t")
    assert [text.replace("ё", "е").replace("ї", "і") in each.split() for each in columns].index(True) == column


@pytest.mark.parametrize(
    "members",
    [
        {"addresses": [{"coordinates": "geo:50,30", "time_zone": "Europe/Kyiv"}]},
        {"relations": [{"contact_id": "01B"}]},
        {"personal_info": [{"kind": "hobby", "level": "high"}]},
        {"members": ["urn:uuid:1"]},
        {"pronouns": "they"},
        {"emails": [{"value": "a@example.com"}]},
        {"phones": [{"value": "112"}]},
        {"localizations": {"uk": {"addresses/a/coordinates": "geo:1,2", "birthday_text": "may", "urls/": "x"}}},
    ],
)
def test_nothing_else_is_in_the_text(members: dict[str, Any]) -> None:
    assert not row(contact_with(**members)).text.strip()


def test_names_are_never_cut_and_notes_get_what_is_left() -> None:
    names = [f"name{number}" + "n" * 190 for number in range(40)]
    contact = contact_with(
        nickname=names[0],
        nicknames=names,
        organizations=[{"name": "o" * 200}],
        urls=[{"value": "u" * 900}],
        notes="note " * 10 + " ".join(f"n{number}" for number in range(2_000)),
    )
    columns = row(contact).text.split("\t")
    assert columns[Column.NAME].split() == names
    assert columns[Column.ORGANIZATION] == "o" * 200
    assert columns[Column.OTHER] == "u" * 900
    rest = MAX_TEXT_LENGTH - 1_100
    assert rest - 6 < len(columns[Column.NOTES]) <= rest
    assert columns[Column.NOTES].split()[-1] in {f"n{number}" for number in range(2_000)}


def test_an_address_that_is_there_twice_is_kept_once() -> None:
    values = [{"value": "A@example.com"}, {"value": " a@EXAMPLE.com"}]
    assert row(contact_with(emails=values)).emails == ("a@example.com",)


def test_in_an_order_that_only_newer_code_knows_a_row_has_a_key_of_the_common_order() -> None:
    contact = contact_with(first_name="Zoë")
    assert row_of(contact, order="9A1xx", romanize=romanized).name_key == row(contact).name_key
    assert row_of(contact, order="", romanize=romanized).name_key == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Олена", "олена olena"),
        ("Щербак", "щербак shcherbak"),
        ("Юлія", "юлія yuliia yuliya"),
        ("张伟", "张伟 zhangwei zhang wei"),
        ("علي", "علي"),
        ("דוד", "דוד"),
        ("Müller", "muller mueller"),
        ("Mu\u0308ller", "muller mueller"),
        ("Олена😀", "олена😀 olena"),
        ("😀", "😀"),
        ("O’Brien-Smith", "obrien smith obriensmith"),
        ("Анна-Марія", "анна anna марія mariia mariya аннамарія annamariia annamariya"),
        ("at&t", "at&t at t"),
        ("c++", "c++ c"),
        ("- ' -", "- ' -"),
    ],
)
def test_a_name_has_these_words(name: str, text: str) -> None:
    assert row(contact_with(first_name=name)).text.split("\t")[Column.NAME].split() == list(dict.fromkeys(text.split()))


def test_notes_have_no_words_in_latin_letters() -> None:
    assert row(contact_with(notes="Олена Müller")).text.strip() == "олена muller"
