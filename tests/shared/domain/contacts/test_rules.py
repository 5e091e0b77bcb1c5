"""Which contacts are acceptable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts import rules
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import (
    LABEL,
    LINES,
    MAX_LIST_VALUES,
    MAX_TAGS,
    NAME,
    NOTES,
    TAG,
    VALUE,
    Address,
    ContactDetails,
    DateValue,
    Handle,
    Organization,
    Phone,
    TextValue,
)
from shared.domain.errors import InvalidInputError
from shared.domain.partial_dates import PartialDate
from tests.support.contact_details import contact_details


def problems_of(details: ContactDetails, tags: tuple[str, ...] = ()) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as caught:
        rules.checked(ContactDraft(details=details, tags=tags))
    return {problem.pointer: problem.code for problem in caught.value.problems}


def accepted(details: ContactDetails, tags: tuple[str, ...] = ()) -> ContactDraft:
    return rules.checked(ContactDraft(details=details, tags=tags))


def email(value: str, **more: Any) -> TextValue:
    return TextValue(value=value, **more)


ANNA = ContactDetails(first_name="Anna")


def test_texts_are_trimmed_and_composed() -> None:
    assert accepted(ContactDetails(first_name="  Andre\u0301 ")).details.first_name == "Andr\u00e9"


@pytest.mark.parametrize(
    "details",
    [
        ContactDetails(last_name="x"),
        ContactDetails(nickname="x"),
        ContactDetails(organizations=(Organization(name="x"),)),
        ContactDetails(emails=(email("a@example.com"),)),
        ContactDetails(phones=(Phone(value="1"),)),
        ContactDetails(prefix="Dr"),
        ContactDetails(phonetic_last_name="x"),
        ContactDetails(organizations=(Organization(title="Chief"),)),
        ContactDetails(addresses=(Address(city="Kyiv"),)),
        ContactDetails(urls=(email("https://example.com"),)),
        ContactDetails(dates=(DateValue(value=PartialDate(year=1999)),)),
        ContactDetails(birthday=PartialDate(month=2, day=29)),
        ContactDetails(notes="x"),
        ContactDetails(photo_url="https://example.com/a.png"),
        ContactDetails(display_name="x"),
        ContactDetails(birthday_text="circa 1800"),
        ContactDetails(anniversary=PartialDate(year=1999)),
        ContactDetails(handles=(Handle(user_name="x"),)),
        ContactDetails(members=("x",)),
    ],
)
def test_one_thing_to_show_is_enough(details: ContactDetails) -> None:
    assert accepted(details).details == details


@pytest.mark.parametrize(
    "details",
    [
        ContactDetails(),
        ContactDetails(first_name=" "),
        ContactDetails(favorite=True),
        ContactDetails(extra={"x": 1}),
        ContactDetails(kind="org", language="uk", languages=("uk",), gender="x", pronouns="x", time_zone="x"),
        ContactDetails(localizations={"uk": {"last_name": "x"}}),
    ],
)
def test_a_contact_with_nothing_to_show_is_refused(details: ContactDetails) -> None:
    assert problems_of(details) == {"": "nothing_to_show"}


@pytest.mark.parametrize("text", ["a\0b", "a\nb", "a\x7fb", "a\ud800b", "\u009fx"])
def test_control_characters_are_refused_where_they_make_no_sense(text: str) -> None:
    assert problems_of(ContactDetails(first_name=text)) == {"/first_name": "control_characters"}


def test_notes_may_have_lines() -> None:
    assert accepted(replace(ANNA, notes="one\ntwo\tthree")).details.notes == "one\ntwo\tthree"


@pytest.mark.parametrize(
    ("details", "pointer"),
    [
        (ContactDetails(first_name="x" * (NAME.max_length + 1)), "/first_name"),
        (replace(ANNA, notes="x" * (NOTES.max_length + 1)), "/notes"),
        (replace(ANNA, addresses=(Address(street="x" * (LINES.max_length + 1)),)), "/addresses/0/street"),
        (replace(ANNA, phones=(Phone(value="1", label="x" * (LABEL.max_length + 1)),)), "/phones/0/label"),
    ],
)
def test_texts_have_limits(details: ContactDetails, pointer: str) -> None:
    assert problems_of(details) == {pointer: "too_long"}


def test_texts_at_the_limit_are_accepted() -> None:
    assert len(accepted(ContactDetails(first_name="x" * NAME.max_length)).details.first_name) == NAME.max_length


def test_lists_have_limits() -> None:
    phones = tuple(Phone(value=str(number)) for number in range(MAX_LIST_VALUES + 1))
    assert problems_of(replace(ANNA, phones=phones)) == {"/phones": "too_many"}


def test_two_primaries_are_refused() -> None:
    phones = (Phone(value="1", primary=True), Phone(value="2", primary=True))
    assert problems_of(replace(ANNA, phones=phones)) == {"/phones": "two_primaries"}


def test_two_values_with_one_id_are_refused() -> None:
    assert problems_of(replace(ANNA, phones=(Phone(id="p", value="1"), Phone(id="p", value="2")))) == {
        "/phones": "duplicate_id"
    }


def test_an_empty_value_is_refused() -> None:
    assert problems_of(replace(ANNA, addresses=(Address(label="home"),))) == {"/addresses/0": "empty"}


@pytest.mark.parametrize(
    "address",
    [
        "abc..def.@docomo.ne.jp",
        "root@localhost",
        "kim@intranet",
        '"Kim Example"@example.com',
        "kim@[192.0.2.1]",
        "кім@приклад.укр",
        "Kim Example <kim@example.com>",
        "/o=Example/ou=Staff/cn=Kim",
        "ask Olena",
        "k" * 300 + "@example.com",
    ],
)
def test_an_address_is_kept_as_it_was_typed(address: str) -> None:
    assert accepted(ContactDetails(emails=(email(f" {address} "),))).details.emails == (email(address),)


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("kim\n@example.com", ("/emails/0/value", "control_characters")),
        ("k" * (VALUE.max_length + 1), ("/emails/0/value", "too_long")),
        (" ", ("/emails/0", "empty")),
    ],
)
def test_an_address_that_cannot_be_shown_is_refused_where_it_stands(address: str, problem: tuple[str, str]) -> None:
    assert problems_of(replace(ANNA, emails=(email(address),))) == dict([problem])


def test_every_broken_rule_is_named_at_once() -> None:
    details = ContactDetails(first_name="a\0", emails=(email("x\0"),))
    assert set(problems_of(details)) == {"/first_name", "/emails/0/value"}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.com", "example.com/a.png"])
def test_a_photo_is_on_the_web(url: str) -> None:
    assert problems_of(replace(ANNA, photo_url=url)) == {"/photo_url": "invalid_url"}


@pytest.mark.parametrize("url", ["HTTPS://example.com/a.png", "Http://example.com/a.png"])
def test_the_case_of_a_scheme_has_no_meaning(url: str) -> None:
    assert accepted(replace(ANNA, photo_url=url)).details.photo_url == url


def test_tags_are_unique_ignoring_case() -> None:
    assert accepted(ANNA, ("Friends", " friends ", "Work")).tags == ("Friends", "Work")


@pytest.mark.parametrize(
    ("tags", "problem"),
    [
        (("",), {"/tags/0": "empty"}),
        (("a\nb",), {"/tags/0": "control_characters"}),
        (("x" * (TAG.max_length + 1),), {"/tags/0": "too_long"}),
        (tuple(map(str, range(MAX_TAGS + 1))), {"/tags": "too_many"}),
    ],
)
def test_tags_have_rules(tags: tuple[str, ...], problem: dict[str, str]) -> None:
    assert problems_of(ANNA, tags) == problem


def test_a_tag_that_is_far_too_long_is_told_so_once() -> None:
    with pytest.raises(InvalidInputError) as caught:
        rules.checked(ContactDraft(details=ANNA, tags=("x" * 500,)))
    assert [problem.detail for problem in caught.value.problems] == [f"At most {TAG.max_length} characters."]


def test_a_contact_has_a_size() -> None:
    values = tuple(TextValue(value=f"{number}" + "ї" * 900) for number in range(20))
    assert problems_of(replace(ANNA, custom=values)) == {"": "too_large"}


def test_foreign_properties_have_a_depth() -> None:
    extra: dict[str, Any] = {}
    for _ in range(rules.MAX_EXTRA_DEPTH):
        extra = {"x": [extra]}
    assert problems_of(replace(ANNA, extra=extra)) == {"/extra": "too_deep"}


def test_unpaired_surrogates_in_foreign_properties_are_refused() -> None:
    assert problems_of(replace(ANNA, extra={"x": ["\udc00"]})) == {"/extra": "control_characters"}


@given(st.text(), st.text(), st.lists(st.text(max_size=20), max_size=3))
def test_what_is_accepted_is_accepted_again_unchanged(first: str, notes: str, tags: list[str]) -> None:
    try:
        once = accepted(ContactDetails(first_name=first, notes=notes), tuple(tags))
    except InvalidInputError:
        return
    assert rules.checked(once) == once


@given(contact_details())
def test_what_needs_no_cleaning_is_accepted_as_it_is(details: ContactDetails) -> None:
    try:
        once = rules.checked(ContactDraft(details=details))
    except InvalidInputError:
        return
    assert rules.checked(once) is once


def test_problems_are_named_in_the_order_of_the_members() -> None:
    details = ContactDetails(
        first_name="a\0",
        phones=(Phone(), Phone(value="1", label="x\0", primary=True), Phone(value="2", primary=True)),
        emails=(email("x\0"),),
        photo_url="y",
        extra={"x": "\ud800"},
    )
    with pytest.raises(InvalidInputError) as caught:
        rules.checked(ContactDraft(details=details, tags=("",)))
    assert [problem.pointer for problem in caught.value.problems] == [
        "/first_name",
        "/extra",
        "/emails/0/value",
        "/phones/1/label",
        "/phones",
        "/phones/0",
        "/tags/0",
        "/photo_url",
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JavaScript:alert(1)", "vbscript:x", "data:text/html,<b>"])
def test_a_link_that_would_run_as_a_script_is_refused(url: str) -> None:
    urls = (TextValue(value="https://example.com"), TextValue(value=url))
    assert problems_of(replace(ANNA, urls=urls)) == {"/urls/1/value": "invalid_url"}


@pytest.mark.parametrize(
    "url", ["example.com", "data.example.com:8080", "ftp://example.com", "tel:1", "javascript", "://"]
)
def test_any_other_link_is_kept_as_it_was_typed(url: str) -> None:
    assert accepted(replace(ANNA, urls=(TextValue(value=url),))).details.urls[0].value == url


def test_the_head_of_a_list_follows_from_it() -> None:
    names = accepted(ContactDetails(nicknames=(" a ", "b", "a"), last_names=("van der Example", "Sample"))).details
    assert (names.nickname, names.nicknames) == ("a", ("a", "b"))
    assert (names.last_name, names.last_names) == ("van der Example Sample", ("van der Example", "Sample"))
    assert accepted(names).details == names


def test_a_list_that_says_no_more_than_its_head_is_its_head() -> None:
    names = accepted(ContactDetails(nicknames=("a", "a"), last_names=("b",))).details
    assert (names.nickname, names.nicknames, names.last_name, names.last_names) == ("a", (), "b", ())
    assert names.removed == {"nicknames", "last_names"}


@pytest.mark.parametrize(
    ("details", "pointer"),
    [
        (ContactDetails(nickname="b", nicknames=("a", "b")), "/nicknames"),
        (ContactDetails(last_name="a", last_names=("a", "b")), "/last_names"),
        (
            ContactDetails(organizations=(Organization(department="b", departments=("a",)),)),
            "/organizations/0/departments",
        ),
        (ContactDetails(birthday=PartialDate(year=1990), birthday_text="circa 1800"), "/birthday_text"),
    ],
)
def test_members_that_disagree_are_refused(details: ContactDetails, pointer: str) -> None:
    assert problems_of(details) == {pointer: "disagrees"}


@pytest.mark.parametrize("text", ["1990-05-17T10:00:00Z", "19900517T100000Z", "1990-05-17"])
def test_a_text_beside_a_birthday_is_the_same_day_with_more_to_it(text: str) -> None:
    birthday = PartialDate(year=1990, month=5, day=17)
    assert accepted(ContactDetails(birthday=birthday, birthday_text=text)).details.birthday_text == text


@pytest.mark.parametrize("kind", ["robot", "ORG", "or\u200bg"])
def test_a_kind_is_one_of_those_that_there_are(kind: str) -> None:
    assert problems_of(replace(ANNA, kind=kind)) == {"/kind": "not_one_of"}


@pytest.mark.parametrize(("sent", "kept"), [(" org\ufeff", "org"), ("\u200b", "")])
def test_a_kind_is_cleaned_like_any_text(sent: str, kept: str) -> None:
    assert accepted(replace(ANNA, kind=sent)).details.kind == kept
