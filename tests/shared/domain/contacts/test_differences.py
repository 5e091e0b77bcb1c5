"""What is different between two versions of a contact is said completely, and in plain English."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.details import VALUE_TYPES
from shared.domain.contacts.differences import MAX_QUOTED_LENGTH, MAX_VALUE_LENGTH, Difference, differences

MOBILE = {"id": "p1", "label": "mobile", "value": "+380 44 123 4567", "e164": "+380441234567"}
HOME = {"id": "a1", "label": "home", "street": "1 Example Street", "city": "Kyiv"}


def one(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    [difference] = differences(before, after)
    return difference


def told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any, str]]:
    return [(each.path, each.before, each.after, each.text) for each in differences(before, after)]


def test_a_text_is_set_changed_and_removed() -> None:
    ada, eve = {"first_name": "Ada"}, {"first_name": "Eve"}
    assert told({}, ada) == [("/first_name", None, "Ada", "First name was set to “Ada”.")]
    assert told(ada, eve) == [("/first_name", "Ada", "Eve", "First name changed from “Ada” to “Eve”.")]
    assert told(ada, {}) == [("/first_name", "Ada", None, "First name “Ada” was removed.")]


def test_a_value_in_a_list_is_told_by_its_id_and_its_label() -> None:
    other = MOBILE | {"value": "+380 44 765 4321", "e164": "+380447654321"}
    assert told({"phones": [MOBILE]}, {"phones": [other]}) == [
        (
            "/phones/p1/value",
            "+380 44 123 4567",
            "+380 44 765 4321",
            "Phone (mobile) changed from “+380 44 123 4567” to “+380 44 765 4321”.",
        )
    ]
    assert one({}, {"phones": [MOBILE]}).text == "Phone (mobile) “+380 44 123 4567” was added."
    gone = one({"phones": [MOBILE]}, {})
    assert (gone.path, gone.before, gone.after) == ("/phones/p1", MOBILE, None)
    assert gone.text == "Phone (mobile) “+380 44 123 4567” was removed."


def test_a_part_of_a_value_is_told_with_the_value_that_it_belongs_to() -> None:
    moved = one({"addresses": [HOME]}, {"addresses": [HOME | {"city": "Lviv"}]})
    assert (moved.path, moved.before, moved.after) == ("/addresses/a1/city", "Kyiv", "Lviv")
    assert moved.text == ("City of address (home) “1 Example Street, Kyiv” changed from “Kyiv” to “Lviv”.")
    labelled = one({"phones": [MOBILE]}, {"phones": [MOBILE | {"label": "work"}]})
    assert labelled.path == "/phones/p1/label"
    assert labelled.text == "Label of phone “+380 44 123 4567” changed from “mobile” to “work”."


def test_preference_order_and_favorites_have_sentences_of_their_own() -> None:
    second = {"id": "p2", "value": "2"}
    preferred = one({"phones": [second]}, {"phones": [second | {"primary": True}]})
    assert (preferred.path, preferred.before, preferred.after) == ("/phones/p2/primary", False, True)
    assert preferred.text == "Phone “2” is now the preferred one."
    assert one({"phones": [MOBILE, second]}, {"phones": [second, MOBILE]}) == Difference(
        path="/phones", before=["p1", "p2"], after=["p2", "p1"], text="The order of phones changed."
    )
    assert one({}, {"favorite": True}).text == "Marked as favorite."
    assert one({"favorite": True}, {}).text == "No longer marked as favorite."


def test_tags_are_told_by_name() -> None:
    found = differences({}, {}, tags_before=("a/b", "kept"), tags_after=("kept", "new"))
    assert [(each.path, each.before, each.after, each.text) for each in found] == [
        ("/tags/a~1b", "a/b", None, "Tag “a/b” was removed."),
        ("/tags/new", None, "new", "Tag “new” was added."),
    ]


def test_what_the_service_derives_and_what_only_newer_code_knows_is_left_out() -> None:
    assert differences({"phones": [MOBILE]}, {"phones": [MOBILE | {"e164": None}]}) == ()
    assert differences({"hologram": 1}, {"hologram": 2}) == ()


def test_long_texts_are_shortened() -> None:
    text = one({"notes": "a\n" * 5000}, {"notes": "b " * 5000})
    assert len(text.before) <= MAX_VALUE_LENGTH
    assert text.before.endswith("…")
    assert len(text.text) < 2 * MAX_QUOTED_LENGTH + 40
    assert "\n" not in text.text


def test_what_is_no_text_is_told_to_have_changed() -> None:
    assert one({"extra": {"x": [1]}}, {"extra": {"x": [2]}}) == Difference(
        path="/extra", before={"x": [1]}, after={"x": [2]}, text="Other properties changed."
    )


VALUES = st.fixed_dictionaries(
    {"id": st.sampled_from("abc")}, optional={"label": st.just("l"), "primary": st.just(True)}
)
LISTS = st.lists(VALUES, unique_by=lambda value: value["id"], max_size=3)
DOCUMENTS = st.fixed_dictionaries(
    {}, optional={"notes": st.sampled_from("xy"), "favorite": st.just(True), **dict.fromkeys(VALUE_TYPES, LISTS)}
)


def without_empty_lists(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value != []}


@given(before=DOCUMENTS, after=DOCUMENTS)
def test_equal_documents_and_no_others_have_no_differences(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = differences(before, after)
    assert (not found) == (without_empty_lists(before) == without_empty_lists(after))
    assert len({each.path for each in found}) == len(found)
    assert all(each.before != each.after and each.text.endswith(".") for each in found)


@pytest.mark.parametrize("name", [*VALUE_TYPES])
def test_every_list_has_a_name_that_sentences_can_use(name: str) -> None:
    text = one({}, {name: [{"id": "i", "value": "v"}]}).text
    assert text.split(" “")[0].replace("-", "").replace(" ", "").isalpha()


@pytest.mark.parametrize("name", VALUE_TYPES)
def test_a_value_is_called_by_the_singular_of_its_list(name: str) -> None:
    [found] = differences({}, {name: [{"id": "a", "value": "x"}]})
    subject = found.text.split(" “")[0].lower()
    assert subject.endswith(
        ("date", "phone", "link", "address", "handle", "relation", "organization", "detail", "value")
    )
