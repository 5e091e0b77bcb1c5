"""One declaration, from which everything follows: a member that is added there works everywhere."""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest

from shared.domain.contacts import details, documents, rules
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, ListValue, own_members
from shared.domain.contacts.members import Date, Flag, ListOf, Text, declared, made, member, members_of
from shared.domain.errors import InvalidInputError
from shared.domain.partial_dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(ListValue):
    """A value that contacts do not have."""

    service: str = member(Text(max_length=5))
    since: PartialDate = field(metadata=declared(Date(required=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class GrownDetails(ContactDetails):
    """A contact with members that contacts do not have."""

    motto: str = member(Text(max_length=10, multiline=True))
    networks: tuple[Network, ...] = member(ListOf(values=Network))
    met: PartialDate | None = member(Date())
    hidden: bool = member(Flag())


GROWN = GrownDetails(
    first_name="Anna",
    motto="one\ntwo",
    networks=(Network(service="irc", since=PartialDate(year=1999)),),
    met=PartialDate(month=2, day=29),
    hidden=True,
)


@pytest.mark.parametrize("declaring", [ContactDetails, *dict.fromkeys(VALUE_TYPES.values())])
def test_every_member_is_declared(declaring: type) -> None:
    assert {*members_of(declaring), "removed"} == {each.name for each in fields(declaring)}


@pytest.mark.parametrize("declaring", [ContactDetails, *dict.fromkeys(VALUE_TYPES.values())])
def test_what_a_request_removes_is_no_content(declaring: type) -> None:
    required = {
        name: kind.default
        for name, kind in members_of(declaring).items()
        if isinstance(kind, Text | Date) and kind.required
    }
    assert declaring(**required) == declaring(**required, removed=frozenset({"kinds"}))


def test_a_member_has_the_default_of_its_kind() -> None:
    defaults = {each.name: each.default for each in fields(GrownDetails)}
    assert (defaults["motto"], defaults["networks"], defaults["met"], defaults["hidden"]) == ("", (), None, False)
    assert {each.name: each.default for each in fields(Network)}["since"] is MISSING


def test_what_every_list_value_has_is_not_its_own() -> None:
    assert list(own_members(Network)) == ["service", "since"]
    assert list(own_members(details.Phone)) == ["value", "e164", "extension"]


def test_a_document_has_every_member() -> None:
    document = documents.to_document(GROWN)
    assert document.members == {
        "first_name": "Anna",
        "motto": "one\ntwo",
        "networks": [{"service": "irc", "since": "1999"}],
        "met": "--02-29",
        "hidden": True,
    }
    assert documents.read_members(GrownDetails, document.members) == GROWN


def test_every_text_is_held_to_its_rules() -> None:
    clumsy = replace(GROWN, motto=" a\nb ", networks=(replace(GROWN.networks[0], service=" irc "),))
    assert rules.checked(ContactDraft(details=clumsy)).details == replace(GROWN, motto="a\nb")
    broken = replace(GROWN, motto="x" * 11, networks=(replace(GROWN.networks[0], service="i\nrc"),))
    with pytest.raises(InvalidInputError) as caught:
        rules.checked(ContactDraft(details=broken))
    assert [(problem.pointer, problem.code) for problem in caught.value.problems] == [
        ("/motto", "too_long"),
        ("/networks/0/service", "control_characters"),
    ]


@pytest.mark.parametrize("declaring", [ContactDetails, *VALUE_TYPES.values()])
def test_an_instance_that_is_made_is_that_of_the_constructor(declaring: type) -> None:
    members: dict[str, Any] = {"extra": {"a": 1}}
    if declaring is details.DateValue:
        members["value"] = PartialDate(month=2, day=29)
    one: Any = made(declaring, members)
    other = declaring(**members)
    assert one == other
    assert repr(one) == repr(other)
    assert replace(one) == other
    assert [getattr(one, each.name) for each in fields(declaring)] == [
        getattr(other, each.name) for each in fields(declaring)
    ]


def test_instances_that_are_made_share_nothing_and_cannot_be_changed() -> None:
    one, other = made(ContactDetails, {}), made(ContactDetails, {})
    assert one.extra is not other.extra
    assert one.localizations is not other.localizations
    with pytest.raises(FrozenInstanceError):
        one.first_name = "Ann"  # type: ignore[misc]
