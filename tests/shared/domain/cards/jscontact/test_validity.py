"""What is no Card is refused, with the JSON pointer of everything that is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.jscontact.reading import read_card
from shared.domain.cards.jscontact.texts import objects_in
from shared.domain.cards.jscontact.validity import MAX_CHARACTERS, MAX_PROBLEMS, MAX_VALUES
from shared.domain.errors import InvalidInputError
from tests.support.bounded_work import bounded_work


def _problems(value: object) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as error:
        read_card(value)
    return {problem.pointer: problem.code for problem in error.value.problems}


@pytest.mark.parametrize(
    ("card", "pointer", "code"),
    [
        ({"nickNames": {}}, "/nickNames", "unknown_member"),
        ({"name": {"full": "Ada", "Full": "Ada"}}, "/name/Full", "unknown_member"),
        ({"extra": 1}, "/extra", "reserved"),
        ({"name": {"extra": 1}}, "/name/extra", "reserved"),
        ({"emails": {"e1": {"address": "a@b.example", "extra": 1}}}, "/emails/e1/extra", "reserved"),
        ({"localizations": {"de": {"name/extra": 1}}, "name": {}}, "/localizations/de/name~1extra", "reserved"),
        ({"localizations": {"de": {"emails/e/pref": 1}}}, "/localizations/de/emails~1e~1pref", "invalid_patch"),
        ({"localizations": {"de": {"uid": 1}}}, "/localizations/de/uid", "wrong_type"),
        ({"localizations": {"de": 5}}, "/localizations/de", "wrong_type"),
        ({"emails": []}, "/emails", "wrong_type"),
        ({"emails": {"a b": {"address": ""}}}, "/emails/a b", "wrong_form"),
        ({"emails": {"e1": {}}}, "/emails/e1/address", "missing"),
        ({"emails": {"e1": {"address": 5}}}, "/emails/e1/address", "wrong_type"),
        ({"emails": {"e1": {"address": "", "pref": 0}}}, "/emails/e1/pref", "wrong_type"),
        ({"emails": {"e1": {"address": "", "pref": True}}}, "/emails/e1/pref", "wrong_type"),
        ({"emails": {"e1": {"address": "", "contexts": {"work": False}}}}, "/emails/e1/contexts/work", "wrong_type"),
        ({"emails": {"e1": {"@type": "Phone", "address": ""}}}, "/emails/e1/@type", "wrong_type"),
        ({"@type": "Group"}, "/@type", "wrong_type"),
        ({"created": "2022-09-30T14:35:10.000Z"}, "/created", "wrong_type"),
        ({"created": "2022-02-30T14:35:10Z"}, "/created", "wrong_type"),
        ({"vCardProps": [["x-foo", {}, "text"]]}, "/vCardProps/0", "wrong_type"),
        ({"anniversaries": {"a": {"kind": "birth", "date": {"month": 5}}}}, "/anniversaries/a/date", "missing"),
        ({"version": "1.0"}, "/uid", "missing"),
        ({"kind": "\ud800"}, "", "wrong_type"),
        ({"x": float("nan")}, "", "wrong_type"),
        ({1: "x"}, "", "wrong_type"),
        ([], "", "wrong_type"),
        (None, "", "wrong_type"),
    ],
)
def test_what_is_wrong_is_named(card: object, pointer: str, code: str) -> None:
    assert _problems(card) == {pointer: code}


def test_everything_that_is_wrong_is_named() -> None:
    assert set(_problems({"uid": 1, "emails": 2, "extra": 3})) == {"/uid", "/emails", "/extra"}


def test_at_most_a_hundred_problems_are_named() -> None:
    assert len(_problems({"emails": {f"e{number}": {} for number in range(500)}})) == MAX_PROBLEMS


@pytest.mark.parametrize("version", ["2.0", "2.1", None])
def test_a_later_card_needs_no_uid_and_gets_none(version: str | None) -> None:
    card = {"@type": "Card", "name": {"full": "Ada"}, **({"version": version} if version else {})}
    assert read_card(card).card.uid == ""


def test_a_version_that_is_not_known_is_noted() -> None:
    assert [notice.code for notice in read_card({"version": "3.0"}).notices] == ["version"]
    assert read_card({"version": "2.0"}).notices == ()


def test_an_entry_may_have_any_id() -> None:
    assert read_card({"emails": {"extra": {"address": "a@b.example"}}}).card.details.emails[0].id == "extra"


def test_what_a_vendor_has_is_not_looked_into() -> None:
    card = {"example.com:box": {"extra": {"Name": 1}}}
    assert read_card(card).card.details.extra == card


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"x": value}
    return value


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (_nested(500), "too_deep"),
        ({"x": [0] * (MAX_VALUES + 1)}, "too_many"),
        ({"x": "x" * (MAX_CHARACTERS + 1)}, "too_large"),
    ],
    ids=["deep", "many", "large"],
)
def test_a_card_beyond_the_limits_is_refused(card: object, code: str) -> None:
    assert _problems(card) == {"": code}


@pytest.mark.parametrize("count", [20_000])
def test_patches_of_many_languages_are_bounded(count: int) -> None:
    card = {"emails": {f"e{n}": {"address": ""} for n in range(1000)}}
    assert _problems({**card, "localizations": {f"x-{n}": {} for n in range(count)}}) == {"/localizations": "too_many"}


def test_a_path_of_a_patch_is_bounded() -> None:
    with bounded_work(max_calls=500):
        problems = _problems({"localizations": {"de": {"/" * 100_000: 1}}})
    assert list(problems.values()) == ["invalid_patch"]


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.text() | st.sampled_from(["emails", "name", "components", "localizations", "anniversaries", "kind"]),
                inner,
            )
        ),
        max_leaves=20,
    )
)
def test_nothing_but_the_error_is_raised(value: object) -> None:
    try:
        read_card(value)
    except InvalidInputError as error:
        assert error.problems  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("text", ['{"a":1}', '[{"a":1}]', '\ufeff [ {"a":1} ] ', '\n{"a":1}\n'])
def test_cards_stand_in_a_text(text: str) -> None:
    assert [each.value for each in objects_in(text)] == [{"a": 1}]


def test_the_line_of_every_card_is_known() -> None:
    assert [each.line for each in objects_in('[\n{\n"a":1},\n\n{}]')] == [2, 5]
    assert [each.line for each in objects_in('{"a":1}\n{}\n')] == [1, 2]


@pytest.mark.parametrize(
    "text",
    ['{"a":1', "[{}", '{"a":1,"a":2}', '{"a":NaN}', '{"a":1e999}', "[" * 100_000, "[{}]x", '{"a":' + "9" * 5000 + "}"],
    ids=["cut", "open", "twice", "nan", "infinite", "deep", "more", "digits"],
)
def test_a_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        list(objects_in(text))
    assert error.value.problems[0].code == "no_json"


def test_a_text_is_read_one_card_at_a_time() -> None:
    cards = objects_in(json.dumps([{"uid": "a"}])[:-1] + ", oops")
    assert next(cards).value == {"uid": "a"}
    with pytest.raises(InvalidInputError):
        next(cards)
