"""What stays of several contacts in one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import VALUE_TYPES
from shared.domain.contacts.documents import Document, from_document, to_document
from shared.domain.contacts.list_values import content_of
from shared.domain.contacts.merging import merged_members
from tests.support.book_builder import new_contact
from tests.support.contact_details import contact_details


def stored(**members: Any) -> Contact:
    return replace(new_contact(), document=Document.of(members))


def merged(*contacts: Contact, **choices: str) -> dict[str, Any]:
    members = dict(merged_members(contacts, choices))
    uids = members["extra"].pop("merged_uids")
    assert set(uids) >= {other.uid for other in contacts[1:]}
    if not members["extra"]:
        del members["extra"]
    return members


def test_what_is_missing_comes_from_the_first_contact_that_has_it() -> None:
    kept = stored(first_name="Olena", favorite=False)
    others = (stored(first_name="Lesia", last_name="Kovalenko"), stored(last_name="Bondar", birthday="1990-05-17"))
    assert merged(kept, *others) == {"first_name": "Olena", "last_name": "Kovalenko", "birthday": "1990-05-17"}


def test_a_choice_takes_a_member_as_it_is_there_even_if_it_is_empty() -> None:
    kept, other = stored(first_name="Olena", notes="a", emails=[{"id": "1", "value": "a"}]), stored(first_name="Lesia")
    assert merged(kept, other, first_name=other.id, notes=other.id, emails=other.id) == {"first_name": "Lesia"}


def test_a_favorite_stays_one() -> None:
    assert merged(stored(notes="a"), stored(favorite=True))["favorite"] is True


def test_notes_follow_each_other_and_equal_ones_are_there_once() -> None:
    assert merged(stored(notes="a"), stored(notes="b"), stored(notes="a"))["notes"] == "a\n\nb"


def test_lists_are_joined_and_equal_values_kept_once_with_all_that_is_known_of_them() -> None:
    kept = stored(emails=[{"id": "1", "value": "a@example.com"}])
    other = stored(emails=[{"id": "2", "label": "work", "value": "A@Example.com"}, {"id": "3", "value": "b"}])
    assert merged(kept, other)["emails"] == [
        {"id": "1", "label": "work", "value": "a@example.com"},
        {"id": "3", "value": "b"},
    ]


def test_numbers_are_equal_if_they_are_the_same_number_and_extension() -> None:
    def phone(value: str, **more: str) -> dict[str, str]:
        return {"id": value, "value": value, "e164": "+12025550143", **more}

    kept, other = stored(phones=[phone("a")]), stored(phones=[phone("b"), phone("c", extension="1")])
    assert [each["value"] for each in merged(kept, other)["phones"]] == ["a", "c"]


def test_one_value_is_primary_and_an_id_is_given_once() -> None:
    kept = stored(urls=[{"id": "mine", "value": "a"}, {"id": "x", "value": "b", "primary": True}])
    other = stored(urls=[{"id": "mine", "value": "c", "primary": True}])
    assert merged(kept, other)["urls"][2] == {"value": "c"}
    assert merged(other, kept)["urls"][0]["primary"]


def test_members_and_values_keep_what_only_newer_code_knows() -> None:
    kept = stored(new=1, emails=[{"id": "1", "value": "a", "newer": 1}])
    other = stored(other=2, emails=[{"id": "2", "value": "b", "newer": 2}])
    found = merged(kept, other)
    assert (found["new"], "other" in found) == (1, False)
    assert [each["newer"] for each in found["emails"]] == [1, 2]


def test_foreign_properties_are_joined() -> None:
    assert merged(stored(extra={"a": 1}), stored(extra={"a": 2, "b": 2}))["extra"] == {"a": 1, "b": 2}


def test_a_contact_is_not_related_to_itself() -> None:
    kept, other = stored(first_name="Olena"), stored(first_name="Lesia")
    kept = stored(relations=[{"id": "1", "value": "Lesia", "contact_id": other.id}, {"id": "2", "value": "Ivan"}])
    assert [each["value"] for each in merged(kept, other)["relations"]] == ["Ivan"]


def test_parts_of_a_name_come_with_the_name() -> None:
    kept = stored(first_name="Olena")
    other = stored(
        first_name="Anna Maria", first_names=["Anna", "Maria"], last_name="de la Cruz", last_names=["de", "la Cruz"]
    )
    found = merged(kept, other)
    assert (found["first_name"], found.get("first_names")) == ("Olena", None)
    assert (found["last_name"], found["last_names"]) == ("de la Cruz", ["de", "la Cruz"])
    found = merged(kept, other, first_name=other.id, last_name=kept.id)
    assert (found["first_names"], found.get("last_name"), found.get("last_names")) == (["Anna", "Maria"], None, None)


def test_nicknames_are_joined_and_the_first_stays_the_head() -> None:
    kept, other = stored(nickname="Lesia"), stored(nickname="Olenka", nicknames=["Olenka", "Lesia", "Lena"])
    found = merged(kept, other)
    assert (found["nickname"], found["nicknames"]) == ("Lesia", ["Lesia", "Olenka", "Lena"])
    assert merged(kept, stored(notes="x")) == {"nickname": "Lesia", "notes": "x"}


def test_a_birthday_as_text_comes_with_the_birthday() -> None:
    kept, other = stored(birthday="1990"), stored(birthday="1990-05-17", birthday_text="17 May 1990, at noon")
    assert "birthday_text" not in merged(kept, other)
    assert merged(kept, other, birthday=other.id)["birthday_text"] == "17 May 1990, at noon"


def test_texts_in_other_languages_are_joined_by_place() -> None:
    kept = stored(localizations={"uk": {"last_name": "Коваленко"}})
    other = stored(localizations={"uk": {"last_name": "x", "first_name": "Олена"}, "el": {"first_name": "Ελένη"}})
    assert merged(kept, other)["localizations"] == {
        "uk": {"last_name": "Коваленко", "first_name": "Олена"},
        "el": {"first_name": "Ελένη"},
    }


def test_uids_of_all_that_were_ever_merged_are_kept_once() -> None:
    first, second, third = (stored(first_name=name) for name in "abc")
    earlier = replace(second, document=Document.of(merged_members([second, third], {})))
    assert merged_members([first, earlier], {})["extra"] == {"merged_uids": [second.uid, third.uid]}
    again = replace(first, document=Document.of(merged_members([first, earlier], {})))
    assert merged_members([again, third], {})["extra"] == {"merged_uids": [second.uid, third.uid]}


@pytest.mark.parametrize("written", ["text", 7, None, [7, None]])
def test_foreign_properties_of_that_name_are_no_uids(written: Any) -> None:
    assert merged_members([stored(extra={"merged_uids": written}), stored()], {})["extra"]["merged_uids"]


@given(contact_details(), contact_details())
def test_no_value_of_either_contact_is_lost(one: Any, other: Any) -> None:
    contacts = [replace(new_contact(), document=to_document(details)) for details in (one, other)]
    members = merged_members(contacts, {})
    json.dumps(members)
    from_document(Document.of(members))
    for name in VALUE_TYPES:
        for contact in contacts:
            kept = {content_of(name, value).casefold() for value in members.get(name, ())}
            numbers = {(value.get("e164"), value.get("extension")) for value in members.get(name, ())}
            for value in contact.document.members.get(name, ()):
                is_there = content_of(name, value).casefold() in kept or name == "emails"
                assert is_there or (value.get("e164"), value.get("extension")) in numbers
