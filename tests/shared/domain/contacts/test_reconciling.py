"""Two edits of one version of a contact become one, or say what is in the way; nothing of either gets lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.documents import Members, encode
from shared.domain.contacts.members import Foreign, Texts, Translations, members_of
from shared.domain.contacts.reconciled_lists import joint_order
from shared.domain.contacts.reconciling import Reconciled, reconciled, reconciled_tags
from tests.support.edited_contacts import edited_contacts

ADA = {"first_name": "Ada"}
ONE = {"id": "1", "label": "home", "value": "+44 20 1111"}
TWO = {"id": "2", "value": "+44 20 2222"}
NEW = {"id": "n", "value": "+44 20 9999"}
KINDS = members_of(ContactDetails)


def merged(before: Members, mine: Members, theirs: Members) -> Members:
    merge = reconciled(before, mine, theirs)
    assert not merge.conflicts
    return merge.members


def conflicts(before: Members, mine: Members, theirs: Members) -> list[tuple[str, Any, Any, Any]]:
    found = reconciled(before, mine, theirs).conflicts
    return [(each.path, *(each.values[side] for side in ("before", "mine", "theirs"))) for each in found]


def phones(*values: Members) -> Members:
    return {"phones": list(values)}


def ids(members: Members) -> str:
    return "".join(value["id"] for value in members["phones"])


def test_what_one_side_alone_has_changed_is_taken() -> None:
    before = {**ADA, "notes": "a", "birthday": "1990"}
    mine, theirs = {**before, "notes": "b"}, {"first_name": "Ada", "last_name": "Byron", "notes": "a"}
    assert merged(before, mine, theirs) == {"first_name": "Ada", "last_name": "Byron", "notes": "b"}


def test_what_both_have_changed_is_a_conflict_unless_it_is_the_same() -> None:
    assert conflicts(ADA, {"first_name": "Eve"}, {"first_name": "Zoe"}) == [("/first_name", "Ada", "Eve", "Zoe")]
    assert conflicts(ADA, {"last_name": "x"}, {"first_name": "Zoe"}) == [("/first_name", "Ada", None, "Zoe")]
    assert merged(ADA, {"first_name": "Eve"}, {"first_name": "Eve"}) == {"first_name": "Eve"}
    assert merged({**ADA, "notes": "x"}, ADA, ADA) == ADA


def test_what_is_empty_has_its_usual_value_in_a_conflict() -> None:
    assert conflicts({**ADA, "kind": "org"}, ADA, {**ADA, "kind": "group"}) == [("/kind", "org", "individual", "group")]


@pytest.mark.parametrize(
    ("mine", "theirs", "paths"),
    [
        ({"birthday": "1991"}, {"birthday": "1990", "birthday_text": "1990 at noon"}, ["/birthday", "/birthday_text"]),
        ({"first_name": "A B C"}, {"first_name": "A B", "first_names": ["A", "B"]}, ["/first_name", "/first_names"]),
    ],
)
def test_what_belongs_together_is_taken_together(mine: Members, theirs: Members, paths: list[str]) -> None:
    before = {"birthday": "1990"} if "birthday" in mine else {"first_name": "A"}
    assert [each.path for each in reconciled(before, mine, theirs).conflicts] == paths
    assert merged(before, mine, before) == mine
    assert merged(before, before, theirs) == theirs


def test_what_older_code_has_left_beside_a_changed_head_counts_for_nothing() -> None:
    stale = {"first_name": "Ada", "first_names": ["Eve", "Zoe"], "birthday": "1990", "birthday_text": "1980 at noon"}
    assert merged(stale, {**ADA, "birthday": "1990"}, {**stale, "first_name": "Lea"}) == {
        "first_name": "Lea",
        "birthday": "1990",
    }
    firm = {"id": "o", "name": "Acme", "department": "Sales", "departments": ["R&D", "Labs"]}
    tidy = {"id": "o", "name": "Acme", "department": "Sales", "departments": ["Sales", "Labs"]}
    changed = {**firm, "title": "Chief"}
    assert merged({"organizations": [firm]}, {"organizations": [tidy]}, {"organizations": [changed]}) == {
        "organizations": [{**tidy, "title": "Chief"}]
    }


# Values in lists


def test_values_of_both_sides_are_kept() -> None:
    other = {**NEW, "id": "t", "value": "5"}
    both = merged(phones(ONE), phones(ONE, NEW), phones(ONE, other))
    assert both == phones(ONE, other, NEW)


def test_a_value_is_changed_or_removed_by_one_side() -> None:
    assert merged(phones(ONE, TWO), phones({**ONE, "label": "work"}, TWO), phones(ONE)) == phones(
        {**ONE, "label": "work"}
    )
    assert merged(phones(ONE, TWO), phones(TWO), phones(ONE, {**TWO, "label": "x"})) == phones({**TWO, "label": "x"})


def test_a_value_that_both_have_changed_is_a_conflict_as_a_whole() -> None:
    mine, theirs = {**ONE, "label": "work"}, {**ONE, "value": "3"}
    assert conflicts(phones(ONE, TWO), phones(mine, TWO), phones(theirs, TWO)) == [("/phones/1", ONE, mine, theirs)]
    assert merged(phones(ONE), phones(mine), phones(mine)) == phones(mine)


def test_a_value_that_one_side_has_changed_and_the_other_removed_is_a_conflict() -> None:
    changed = {**ONE, "value": "3"}
    assert conflicts(phones(ONE, TWO), phones(TWO), phones(changed, TWO)) == [("/phones/1", ONE, None, changed)]
    assert conflicts(phones(ONE, TWO), phones(changed, TWO), phones(TWO)) == [("/phones/1", ONE, changed, None)]


def test_what_the_service_derives_is_no_change_and_is_not_merged() -> None:
    read = {**ONE, "e164": "+44201111"}
    assert merged(phones(ONE), phones({**ONE, "label": "x"}), phones(read)) == phones({**ONE, "label": "x"})
    assert merged(phones(read), phones(), phones(ONE)) == {}


def test_equal_values_that_both_have_added_are_one() -> None:
    mine = {**NEW, "id": "m"}
    assert merged(phones(ONE), phones(ONE, mine), phones(ONE, NEW)) == phones(ONE, NEW)
    assert merged(phones(), phones(mine, {**mine, "id": "k"}), phones(NEW)) == phones(NEW, {**mine, "id": "k"})
    labelled = {**mine, "label": "work"}
    assert conflicts(phones(), phones(labelled), phones(NEW)) == [("/phones/n", None, {**labelled, "id": "n"}, NEW)]


def test_one_value_is_preferred() -> None:
    first, second, third = ({**each, "primary": True} for each in (ONE, TWO, NEW))
    before = phones(first, TWO, NEW)
    assert merged(before, phones(ONE, second, NEW), phones(first, TWO, NEW)) == phones(ONE, second, NEW)
    assert merged(before, phones(ONE, second, NEW), phones(TWO, NEW)) == phones(second, NEW)
    assert conflicts(before, phones(ONE, second, NEW), phones(ONE, TWO, third)) == [
        ("/phones/n/primary", False, False, True)
    ]
    assert conflicts(phones(ONE, TWO), phones(ONE, second), phones(ONE)) == [("/phones/2", TWO, second, None)]


def test_an_order_is_taken_from_the_side_that_has_changed_it() -> None:
    three = phones(ONE, TWO, NEW)
    assert ids(merged(three, phones(NEW, ONE, TWO), phones(ONE, TWO, NEW, {**NEW, "id": "4"}))) == "n412"
    assert ids(merged(three, phones(ONE, TWO), phones(NEW, TWO, ONE))) == "21"
    assert conflicts(three, phones(NEW, TWO, ONE), phones(TWO, ONE, NEW)) == [
        ("/phones", ["1", "2", "n"], ["n", "2", "1"], ["2", "1", "n"])
    ]


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "order"),
    [
        ("ab", "ab", "ba", "ba"),
        ("ab", "maNb", "ab", "maNb"),
        ("ab", "abm", "abt", "abtm"),
        ("ab", "mab", "tab", "tmab"),
        ("ab", "ba", "atb", "bat"),
        ("a", "m", "ab", "mab"),
        ("", "m", "t", "tm"),
    ],
)
def test_what_is_added_stays_where_it_was_put(before: str, mine: str, theirs: str, order: str) -> None:
    found = joint_order(before, mine, theirs)
    assert found is not None
    assert "".join(found) == order


# Texts, tags, objects


def test_a_list_of_texts_is_merged_text_by_text() -> None:
    before, mine, theirs = ({"members": list(each)} for each in ("abc", "abm", "bct"))
    assert merged(before, mine, theirs) == {"members": ["b", "m", "t"]}


def test_a_nickname_is_the_first_of_the_nicknames() -> None:
    bob, both = {"nickname": "Bob"}, {"nickname": "Bob", "nicknames": ["Bob", "Bobby"]}
    assert merged(bob, {"nickname": "Rob"}, both) == {"nickname": "Rob", "nicknames": ["Rob", "Bobby"]}
    assert merged(both, bob, {"nickname": "Bobby"}) == {}
    assert merged(both, {"nickname": "Bobby"}, {"nickname": "Rob", "nicknames": ["Rob", "Bobby"]}) == {
        "nickname": "Rob",
        "nicknames": ["Rob", "Bobby"],
    }
    assert conflicts(both, {"nickname": "Rob"}, {"nickname": "Bert"}) == [("/nickname", "Bob", "Rob", "Bert")]
    assert conflicts({}, {"nickname": "Rob"}, {"nickname": "Bert"}) == [("/nickname", None, "Rob", "Bert")]


def test_tags_are_merged_one_by_one() -> None:
    assert reconciled_tags(["a", "b", "c"], ["a", "m"], ["b", "c", "t"]) == ("t", "m")
    assert reconciled_tags(["a"], ["a"], ["a", "b"]) == ("a", "b")


def test_foreign_json_is_merged_member_by_member() -> None:
    before = {"extra": {"a": {"b": 1, "c": 2}, "d": [1], "e": None}}
    mine = {"extra": {"a": {"b": 5, "c": 2}, "d": [1], "e": None, "m": {}}}
    theirs = {"extra": {"a": {"b": 1}, "d": [2]}}
    assert merged(before, mine, theirs) == {"extra": {"a": {"b": 5}, "d": [2], "m": {}}}
    assert conflicts(before, {"extra": {"a": 1}}, {"extra": {**before["extra"], "a": {"b": 1}}}) == [
        ("/extra/a", {"b": 1, "c": 2}, 1, {"b": 1})
    ]
    assert conflicts({"extra": {"x/y": 1}}, {"extra": {"x/y": True}}, {"extra": {}}) == [("/extra/x~1y", 1, True, None)]


def test_translations_are_merged_by_language_and_place() -> None:
    before = {"localizations": {"uk": {"last_name": "А", "first_name": "Б"}}}
    mine = {"localizations": {"uk": {"last_name": "М", "first_name": "Б"}, "de": {"last_name": "M"}}}
    theirs = {"localizations": {"uk": {"last_name": "А"}}}
    assert merged(before, mine, theirs) == {"localizations": {"uk": {"last_name": "М"}, "de": {"last_name": "M"}}}


# Laws

Sides = tuple[Members, Members, Members]


@given(edited_contacts())
def test_a_side_that_has_changed_nothing_leaves_the_other_one_as_it_is(sides: Sides) -> None:
    before, mine, theirs = sides
    assert merged(before, before, theirs) == theirs
    assert merged(before, mine, before) == mine
    assert merged(before, mine, mine) == mine


@given(edited_contacts())
def test_nothing_that_a_side_has_changed_is_lost(sides: Sides) -> None:
    before, mine, theirs = sides
    merge = reconciled(before, mine, theirs)
    if merge.conflicts:
        return
    was, result = facts(before, before), facts(merge.members, before)
    for side in (facts(mine, before), facts(theirs, before)):
        assert side - was <= result
        assert not (was - side) & result


@given(edited_contacts())
def test_a_merge_that_is_repeated_changes_nothing(sides: Sides) -> None:
    before, mine, theirs = sides
    merge = reconciled(before, mine, theirs)
    if not merge.conflicts:
        assert reconciled(before, mine, merge.members) == Reconciled(members=merge.members, conflicts=())


@given(edited_contacts())
def test_it_does_not_matter_who_was_first(sides: Sides) -> None:
    before, mine, theirs = sides
    one, other = reconciled(before, mine, theirs), reconciled(before, theirs, mine)
    paths, others = ({each.path.split("/")[1] for each in merge.conflicts} for merge in (one, other))
    assert paths == others
    if not paths:
        assert facts(one.members, before) == facts(other.members, before)


@given(edited_contacts())
def test_at_most_one_value_of_a_list_is_preferred(sides: Sides) -> None:
    merge = reconciled(*sides)
    if not merge.conflicts:
        for name in VALUE_TYPES.keys() & merge.members.keys():
            assert sum("primary" in value for value in merge.members[name]) <= 1


@given(st.text("abcd", max_size=4), st.text("abcdm", max_size=5), st.text("abcdt", max_size=5))
def test_an_order_has_every_key_of_both_sides_once(before: str, mine: str, theirs: str) -> None:
    found = joint_order(*(list(dict.fromkeys(keys)) for keys in (before, mine, theirs)))
    if found is not None:
        assert sorted(found) == sorted({*mine, *theirs})


def facts(members: Members, before: Members) -> set[str]:
    """Return what a document says, each as a text; values that were not there before are known by their contents."""
    return {encode(fact) for name, value in members.items() for fact in _facts(name, value, before.get(name, ()))}


def _facts(name: str, value: Any, before: Any) -> Iterator[Any]:
    kind = KINDS[name]
    if name in VALUE_TYPES:
        known = {each["id"] for each in before}
        for each in value:
            content = {own: each[own] for own in sorted(each) if own not in {"id", "primary"}}
            key = each["id"] if each["id"] in known else content
            yield from ([name, key, content], *([[name, key, "primary"]] if "primary" in each else []))
    elif isinstance(kind, Texts) and not kind.joined:
        yield from ([name, text] for text in value)
    elif name == "nickname":
        yield ["nicknames", value]
    elif isinstance(kind, Foreign | Translations):
        yield from _leaves([name], value)
    else:
        yield [name, value]


def _leaves(place: list[str], value: Any) -> Iterator[Any]:
    if not isinstance(value, dict):
        yield [*place, value]
        return
    for name, each in value.items():
        yield from _leaves([*place, name], each)
