"""What single cells say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.tables.cell_texts import list_cell, list_in
from shared.domain.cards.tables.label_names import google_label, label_in
from shared.domain.cards.tables.places import Place, key_of, place_of
from shared.domain.contacts.details import Address, Handle, PersonalInfo, Phone, TextValue
from tests.shared.domain.cards.tables.tables import codes, details_read, rows_read


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("first_name", Place("first_name")),
        ("name", Place("name")),
        ("uid", Place("uid")),
        ("birthday/month", Place("birthday", "", "month")),
        ("emails", Place("emails", "", "value")),
        ("emails/2/label", Place("emails", "2", "label")),
        ("organizations/1", Place("organizations", "1", "name")),
        ("phones/home+fax#2", Place("phones", "home+fax#2", "value")),
    ],
)
def test_paths_name_places(path: str, place: Place) -> None:
    assert place_of(path) == place
    assert str(place) == path


@pytest.mark.parametrize(
    "path",
    ["", "forename", "emails/1/value/x", "phones/1/e164", "first_name/x", "birthday/hour", "picture", "details", "/"],
)
def test_other_paths_name_nothing(path: str) -> None:
    with pytest.raises(ValueError, match=r"member|place"):
        place_of(path)


@given(st.lists(st.text(min_size=1).filter(lambda text: not text.isdecimal()), min_size=1, max_size=3, unique=True))
def test_a_key_says_label_and_kinds_whatever_is_in_them(names: list[str]) -> None:
    place = place_of(f"phones/{key_of(*names)}")
    assert [place.label, *place.kinds] == names


def test_a_path_gives_a_value_its_label() -> None:
    (details,) = details_read(
        "Name,A,B,C,D\nAnn,7,8,9,x\n",
        mapping={"A": "phones/home+fax", "B": "phones/home#2", "C": "custom/Shoe size", "D": "handles/Skype"},
    )
    assert details.phones == (Phone(label="home", kinds=("fax",), value="7"), Phone(label="home", value="8"))
    assert details.custom == (TextValue(label="Shoe size", value="9"),)
    assert details.handles == (Handle(service="Skype", user_name="x"),)


@given(st.lists(st.text(min_size=1)).map(tuple))
def test_texts_in_one_cell_are_told_apart(texts: tuple[str, ...]) -> None:
    assert list_in(list_cell(texts)) == texts


@pytest.mark.parametrize(
    ("cell", "label", "kinds", "is_preferred"),
    [
        ("* Home", "home", (), True),
        ("* ", "", (), True),
        ("Home Fax", "home", ("fax",), False),
        ("Boat", "Boat", (), False),
    ],
)
def test_labels_of_google(cell: str, label: str, kinds: tuple[str, ...], is_preferred: bool) -> None:
    assert label_in(cell) == (label, kinds, is_preferred)
    assert google_label(label, kinds) == cell.removeprefix("* ")


def test_several_addresses_in_one_group_are_told_apart() -> None:
    (details,) = details_read(
        "Address 1 - Label,Address 1 - Street,Address 1 - City\nHome,A 1 ::: B 2,Reston ::: Kyiv\n"
    )
    assert details.addresses == (
        Address(label="home", street="A 1", city="Reston"),
        Address(label="home", street="B 2", city="Kyiv"),
    )


def test_only_one_value_of_a_list_is_the_preferred_one() -> None:
    table = "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value\n* Home,a@b.c ::: d@e.f,* Work,g@h.i\n"
    (details,) = details_read(table)
    assert [email.primary for email in details.emails] == [True, False, False]


@pytest.mark.parametrize(
    ("cell", "gender"),
    [("Male", "M"), ("weiblich", "F"), ("Мужской", "M"), ("M", "M"), ("F;she", "F;she"), ("it depends", ";it depends")],
)
def test_genders_are_those_of_vcard(cell: str, gender: str) -> None:
    assert details_read(f"Name,Gender\nAnn,{cell}\n")[0].gender == gender


def test_what_is_no_value_of_its_column_is_kept_as_custom() -> None:
    table = "Name,Language,Photo,Birthday\nAnn,English (US),photo.jpg,\n"
    (row,) = rows_read(table)
    assert [(each.label, each.value) for each in row.card.details.custom] == [
        ("Language", "English (US)"),
        ("Photo", "photo.jpg"),
    ]
    assert details_read("Name,Language\nAnn,de; zh-Hant\n")[0].languages == ("de", "zh-Hant")


@pytest.mark.parametrize("column", ["Website", "Photo", "Jabber"])
def test_a_link_that_runs_a_script_is_no_link(column: str) -> None:
    (row,) = rows_read(f"Name,{column}\nAnn,javascript:alert(1)\n")
    assert [each.value for each in row.card.details.custom] == ["javascript:alert(1)"]
    assert (row.card.details.urls, row.card.details.photo_url, row.card.details.handles) == ((), "", ())
    assert codes(row) == ["script_link"]


def test_a_handle_that_is_an_address_is_one() -> None:
    (details,) = details_read("Name,Jabber\nAnn,xmpp:ann@example.com\n")
    assert details.handles == (Handle(service="Jabber", value="xmpp:ann@example.com"),)


def test_a_hobby_is_one() -> None:
    assert details_read("Name,Hobby\nAnn,chess\n")[0].personal_info == (PersonalInfo(kind="hobby", value="chess"),)


def test_groups_of_google_are_no_tags_but_groups_of_people_are() -> None:
    (row,) = rows_read("First Name,Labels,File As\nAnn,Friends ::: * Family ::: * myContacts ::: * starred ::: a; b,\n")
    assert row.card.tags == ("Friends", "Family", "a; b")
    assert row.card.details.favorite


def test_a_second_column_of_the_same_text_is_not_lost() -> None:
    (details,) = details_read("First Name,Given Name,Notes,Comments\nAnn,Anna,a,b\n")
    assert (details.first_name, details.notes) == ("Ann", "a\nb")
    assert details.custom == (TextValue(label="Given Name", value="Anna"),)


def test_the_name_that_outlook_shows_with_an_address_is_not_repeated() -> None:
    table = "First Name,Last Name,E-mail Address,E-mail Type,E-mail Display Name\nA,B,a@b.c,SMTP,A B (a@b.c)\n"
    assert details_read(table)[0].custom == ()
    assert details_read(table.replace("A B (", "Boss ("))[0].custom == (
        TextValue(label="E-mail Display Name", value="Boss (a@b.c)"),
    )


def test_an_apostrophe_that_keeps_a_number_from_being_computed_is_taken_away() -> None:
    assert details_read("Name,Phone\nAnn,'+12025550101\n")[0].phones == (Phone(value="+12025550101"),)


def test_a_number_that_a_spreadsheet_has_rounded_is_reported() -> None:
    (row,) = rows_read("Name,Phone\nAnn,3.80501E+11\n")
    assert codes(row) == ["rounded_number"]
    assert row.card.details.phones == (Phone(value="3.80501E+11"),)
