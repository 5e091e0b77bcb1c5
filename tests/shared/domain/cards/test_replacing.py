"""A card in place of a contact: what its format cannot hold is kept, and what was shown changes nothing."""

from __future__ import annotations

from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.replacing import with_card
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.list_values import with_value_ids
from shared.domain.contacts.reconciling import reconciled
from tests.support.contact_details import contact_details

Json = dict[str, Any]

ANN: Json = {
    "first_name": "Ann",
    "emails": [
        {"id": "e1", "label": "home", "value": "ann@example.com"},
        {"id": "e2", "label": "work", "value": "ann@example.org", "extra": {"kept": True}},
    ],
    "favorite": True,
    "pronouns": "she/her",
}
SHOWN: Json = {
    "first_name": "Ann",
    "emails": [{"label": "home", "value": "ann@example.com"}, {"label": "work", "value": "ann@example.org"}],
}


def test_what_was_shown_changes_nothing_when_it_is_put_back() -> None:
    assert with_card(ANN, SHOWN, SHOWN) == ANN


def test_what_is_changed_is_changed_and_the_rest_is_kept() -> None:
    sent = {**SHOWN, "first_name": "Anna", "notes": "new"}
    assert with_card(ANN, SHOWN, sent) == {**ANN, "first_name": "Anna", "notes": "new"}


def test_what_the_card_leaves_out_is_removed() -> None:
    assert with_card(ANN, SHOWN, {"first_name": "Ann", "emails": SHOWN["emails"][:1]}) == {
        **ANN,
        "emails": ANN["emails"][:1],
    }
    assert with_card(ANN, SHOWN, {"last_name": "Smith"}) == {
        "last_name": "Smith",
        "favorite": True,
        "pronouns": "she/her",
    }


def test_a_new_value_has_no_id_yet() -> None:
    new = {"label": "other", "value": "ann@example.net"}
    assert with_card(ANN, SHOWN, {**SHOWN, "emails": [*SHOWN["emails"], new]})["emails"] == [*ANN["emails"], new]


def test_a_value_keeps_its_id_although_the_format_shows_it_differently() -> None:
    current = {"phones": [{"id": "p1", "value": "+1 202 555 0100 ext. 12"}], "first_name": "Ann"}
    shown = {"phones": [{"value": "+12025550100"}], "first_name": "Ann"}
    assert with_card(current, shown, {**shown, "first_name": "Anna"}) == {**current, "first_name": "Anna"}


def test_ids_of_the_contact_that_a_card_names_are_taken_and_others_are_not() -> None:
    swapped = [{"id": "e2", "value": "ann@example.org"}, {"id": "x9", "value": "new@example.com"}]
    emails = with_card(ANN, {**SHOWN, "emails": ANN["emails"]}, {**SHOWN, "emails": swapped})["emails"]
    assert [(each.get("id"), each["value"]) for each in emails] == [
        ("e2", "ann@example.org"),
        (None, "new@example.com"),
    ]


def test_what_is_changed_wins_over_what_the_format_could_not_show() -> None:
    current = {"addresses": [{"id": "a1", "city": "Kyiv", "landmark": "by the river"}]}
    shown = {"addresses": [{"city": "Kyiv"}]}
    assert with_card(current, shown, {"addresses": [{"city": "Lviv"}]}) == {"addresses": [{"city": "Lviv"}]}


@given(contact_details(derived=False), st.data())
def test_whatever_a_format_shows_putting_it_back_changes_nothing(details: ContactDetails, data: st.DataObject) -> None:
    numbers = count()
    plain = {
        name: [{own: part for own, part in each.items() if own != "id"} for each in value]
        if name in VALUE_TYPES
        else value
        for name, value in to_document(details).members.items()
    }
    current = with_value_ids(plain, None, lambda: f"v{next(numbers)}")
    shown = {name: value for name, value in plain.items() if data.draw(st.booleans(), label=name)}
    unchanged = with_card(current, shown, shown)
    assert unchanged == reconciled(current, current, current).members
