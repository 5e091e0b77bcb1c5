"""Cards become contacts whenever a person would expect it, and contacts become cards again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.cards.card import VCARD_PROPERTIES, Card
from shared.domain.cards.fitting import card_of_contact, to_draft
from shared.domain.contacts.details import (
    MAX_LIST_VALUES,
    MAX_TAGS,
    Address,
    ContactDetails,
    DateValue,
    Handle,
    Organization,
    PersonalInfo,
    Phone,
    TextValue,
)
from shared.domain.contacts.rules import checked
from shared.domain.contacts.sizes import MAX_CONTACT_BYTES, content_bytes
from shared.domain.errors import InvalidInputError
from shared.domain.partial_dates import PartialDate
from tests.shared.domain.cards.reading.vcards import read
from tests.support.examples import examples

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def fitted(**members: Any) -> tuple[ContactDetails, list[Any], list[str]]:
    """Return the details of the contact, what was moved to its ``extra``, and the codes of the notices."""
    draft, notices = to_draft(Card(details=ContactDetails(**{"last_name": "Doe", **members})))
    assert checked(draft) == draft
    moved = draft.details.extra.get(VCARD_PROPERTIES, [])
    return draft.details, moved, [notice.code for notice in notices]


def test_a_card_that_fits_stays_as_it_is() -> None:
    details, moved, codes = fitted(display_name="Jo", extra={"x": [1]})
    assert (details.display_name, details.extra, moved, codes) == ("Jo", {"x": [1]}, [], [])


def test_the_identifier_of_a_card_comes_back() -> None:
    draft, _ = to_draft(Card(details=ContactDetails(last_name="Doe"), tags=("a",), uid="u1"))
    assert draft.details.extra == {"uid": "u1"}
    card = card_of_contact(draft.details, draft.tags, uid="urn:uuid:own", created_at=NOW, updated_at=NOW)
    assert card == Card(details=ContactDetails(last_name="Doe"), tags=("a",), uid="u1", created_at=NOW, updated_at=NOW)
    bare = card_of_contact(ContactDetails(last_name="Doe"), (), uid="urn:uuid:own", created_at=NOW, updated_at=NOW)
    assert bare.uid == "urn:uuid:own"


@pytest.mark.parametrize(
    "details",
    [
        ContactDetails(),
        ContactDetails(extra={VCARD_PROPERTIES: [["x-a", {}, "unknown", "1"]]}),
        ContactDetails(kind="org"),
    ],
)
def test_a_card_with_nothing_to_show_is_refused(details: ContactDetails) -> None:
    with pytest.raises(InvalidInputError, match="something to show"):
        to_draft(Card(details=details, tags=("a",), uid="u"))


def test_a_text_that_is_too_long_is_cut() -> None:
    details, _, codes = fitted(display_name="a" * 501)
    assert (len(details.display_name), codes) == (500, ["too_long"])


def test_what_the_notes_have_no_room_for_is_kept() -> None:
    details, moved, codes = fitted(notes="a" * 10_000 + "b;c")
    assert (len(details.notes), moved, codes) == (10_000, [["note", {}, "unknown", "b\\;c"]], ["too_long"])


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("emails", TextValue(value="a" * 1001, label="home"), ["email", {"type": "home"}, "unknown", "a" * 1001]),
        ("phones", Phone(value="1" * 1001, primary=True), ["tel", {"pref": "1"}, "unknown", "1" * 1001]),
        ("urls", TextValue(value="javascript:x"), ["url", {}, "uri", "javascript:x"]),
        (
            "handles",
            Handle(value="javascript:x", user_name="jo", service="A"),
            ["socialprofile", {"service-type": "A", "username": "jo"}, "uri", "javascript:x"],
        ),
    ],
)
def test_a_value_that_breaks_a_rule_is_kept_elsewhere(name: str, value: Any, expected: list[Any]) -> None:
    details, moved, codes = fitted(**{name: (value,)})
    assert (getattr(details, name), moved) == ((), [expected])
    assert codes in (["too_long"], ["invalid_url"])


def test_further_values_of_a_list_are_kept_elsewhere_in_order() -> None:
    details, moved, codes = fitted(emails=tuple(TextValue(value=f"{n}@a.de") for n in range(MAX_LIST_VALUES + 2)))
    assert [each.value for each in details.emails] == [f"{n}@a.de" for n in range(MAX_LIST_VALUES)]
    assert [each[3] for each in moved] == ["50@a.de", "51@a.de"]
    assert codes == ["too_many"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "addresses",
            Address(street="a;b", city="c", formatted="d"),
            [["adr", {"label": "d"}, "unknown", ";;a\\;b;c;;;" + ";" * 11]],
        ),
        (
            "organizations",
            Organization(name="a", department="b", departments=("b", "c"), title="d", role="e"),
            [["org", {}, "unknown", "a;b;c"], ["title", {}, "unknown", "d"], ["role", {}, "unknown", "e"]],
        ),
        ("dates", DateValue(value=PartialDate(year=2000), label="x"), [["x-abdate", {"type": "x"}, "unknown", "2000"]]),
        ("personal_info", PersonalInfo(value="Go", kind="hobby"), [["hobby", {}, "unknown", "Go"]]),
    ],
)
def test_values_of_every_list_become_properties(name: str, value: Any, expected: list[Any]) -> None:
    _, moved, _ = fitted(**{name: (value,) * (MAX_LIST_VALUES + 1)})
    assert moved == expected


def test_lists_of_texts_are_no_longer_than_they_may_be() -> None:
    names = tuple(f"n{n}" for n in range(25))
    details, moved, codes = fitted(
        nicknames=names, nickname="n0", first_names=names[:12], first_name=" ".join(names[:12])
    )
    assert (len(details.nicknames), [each[3] for each in moved]) == (20, ["n20,n21,n22,n23,n24"])
    assert (details.first_names, details.first_name) == ((), " ".join(names[:12]))
    assert codes == ["too_many", "too_many"]


def test_control_characters_become_blanks() -> None:
    details, _, codes = fitted(display_name="a\nb\x00c", notes="a\nb\x0bc\ud800", emails=(TextValue(value="a\tb"),))
    assert (details.display_name, details.notes, details.emails[0].value, codes) == ("a b c", "a\nb c", "a b", [])


def test_tags_are_cleaned_cut_and_counted() -> None:
    tags = ("A", "a", " ", "b" * 101, *map(str, range(MAX_TAGS)))
    draft, notices = to_draft(Card(details=ContactDetails(last_name="Doe"), tags=tags))
    assert draft.tags == ("A", "b" * 100, *map(str, range(MAX_TAGS - 2)))
    assert [each[3] for each in draft.details.extra[VCARD_PROPERTIES]] == ["48,49"]
    assert {notice.code for notice in notices} == {"too_long", "too_many"}


def test_only_one_value_is_primary_and_ids_are_unique() -> None:
    phone = Phone(value="1", primary=True, id="p")
    details, _, _ = fitted(phones=(phone, replace(phone, value="2"), Phone(value="3", id="i" * 65), Phone()))
    assert [(each.value, each.primary, each.id) for each in details.phones] == [
        ("1", True, "p"), ("2", False, ""), ("3", False, ""),
    ]  # fmt: skip


def test_a_photo_that_is_nowhere_on_the_web_is_kept_elsewhere() -> None:
    details, moved, codes = fitted(photo_url="cid:1")
    assert (details.photo_url, moved, codes) == ("", [["photo", {}, "uri", "cid:1"]], ["invalid_url"])


def test_localizations_without_a_place_are_kept_elsewhere() -> None:
    details, _, _ = fitted(localizations={"uk": {"last_name": "Доу", "no_such": "x"}, "not a tag": {"notes": "y"}})
    assert details.localizations == {"uk": {"last_name": "Доу"}}
    assert details.extra["localizations"] == {"uk": {"no_such": "x"}, "not a tag": {"notes": "y"}}


def test_what_is_nested_too_deep_or_no_unicode_is_cut() -> None:
    deep: Any = "x"
    for _ in range(20):
        deep = {"a": deep, "b": [1]}
    details, _, _ = fitted(extra={"deep": deep, "bad": "\ud800"})
    assert details.extra["bad"] == "?"
    assert details.extra["deep"]["b"] == [1]


def test_what_is_too_large_is_left_out_beginning_with_the_largest() -> None:
    large = ["key", {}, "uri", "a" * 60_000]
    small = ["x-a", {}, "unknown", "b" * 100]
    details, moved, codes = fitted(notes="ä" * 10_000, extra={VCARD_PROPERTIES: [large, small], "uid": "u"})
    assert (moved, codes, details.extra["uid"], len(details.notes)) == ([small], ["left_out"], "u", 10_000)


def test_notes_give_way_to_everything_else() -> None:
    addresses = tuple(Address(street="ä" * 990) for _ in range(14))
    details, _, codes = fitted(addresses=addresses, notes="a" * 10_000)
    assert len(details.addresses) == 14
    assert 1_000 < len(details.notes) < 10_000
    assert codes == ["left_out"]
    draft, _ = to_draft(Card(details=details))
    assert content_bytes(draft.document) <= MAX_CONTACT_BYTES


def test_a_card_whose_texts_alone_are_too_large_is_refused() -> None:
    details = ContactDetails(addresses=tuple(Address(street="ä" * 990) for _ in range(20)))
    with pytest.raises(InvalidInputError, match=str(MAX_CONTACT_BYTES)):
        to_draft(Card(details=details))


LINES = st.lists(
    st.builds(
        "{}{}:{}".format,
        st.sampled_from(
            ["FN", "N", "EMAIL", "TEL", "URL", "NOTE", "ADR", "ORG", "BDAY", "CATEGORIES", "X-A", "IMPP", "LANG"]
        ),
        st.sampled_from(["", ";TYPE=home", ";PREF=1", ";TYPE=" + "a" * 60, ";X-B=c", ";PROP-ID=1"]),
        st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=30)
        | st.builds(
            lambda text, times: text * times, st.sampled_from(["a", "ä;", "b,", "\\n", "\x01"]), st.integers(1, 3000)
        ),
    ),
    max_size=80,
)


@settings(max_examples=examples(60), deadline=None)
@given(lines=LINES)
def test_every_card_with_a_name_becomes_a_contact(lines: list[str]) -> None:
    draft, notices = to_draft(read("N:Doe;Jo", *[line for line in lines if line[:1] != " "]).card)
    assert checked(draft) == draft
    assert content_bytes(draft.document) <= MAX_CONTACT_BYTES
    assert len(notices) <= 100
