"""Filters: what contacts are asked to be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import CONTACT_KINDS, ContactDetails, Organization, Phone, TextValue
from shared.domain.contacts.documents import Document, to_document
from shared.domain.contacts.filters import HAVING, ContactFilter
from shared.domain.contacts.queries import ContactQuery
from shared.domain.labels import Labels
from shared.domain.partial_dates import PartialDate
from shared.domain.search.asked import row_filter_of
from shared.domain.search.rows import row_of
from shared.web.contacts.filters import Having, Kind

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
UPDATED = datetime(2026, 2, 1, 12, 0, 0, 5_000, tzinfo=UTC)
TICK = timedelta(milliseconds=1)
LABELS = Labels(revision=1, names={"l1": "Climbing", "l2": "Café"}, removed={"old": "l1", "gone": ""})
ZOE = Contact(
    id="01" + "A" * 24,
    revision=1,
    document=to_document(
        ContactDetails(
            first_name="Zoë",
            organizations=(Organization(name="Other"), Organization(name="Café  du Nord")),
            emails=(TextValue(value="zoe@example.com"),),
            phones=(Phone(value="1"),),
            birthday=PartialDate(month=5, day=17),
            photo_url="https://example.com/zoe.jpg",
            favorite=True,
        )
    ),
    label_ids=("l1",),
    created_at=CREATED,
    updated_at=UPDATED,
)
NOBODY = replace(ZOE, document=Document.of({"first_name": "N"}), label_ids=())
EVERYTHING = HAVING
MEMBERS = {"birthday": "birthday", "email": "emails", "phone": "phones", "photo": "photo_url"}


def matches(asked: ContactFilter, contact: Contact = ZOE, labels: Labels = LABELS) -> bool:
    row_filter = row_filter_of(ContactQuery(filter=asked), labels)
    return row_filter is not None and row_filter.matches(row_of(contact, order="2", romanize=str))


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ({"tag": "climbing"}, {"tag": "cafe"}),
        ({"label_id": "l1"}, {"label_id": "l2"}),
        ({"favorite": True}, {"favorite": False}),
        ({"organization": "CAFE DU NORD"}, {"organization": "cafe du"}),
        ({"has": EVERYTHING}, None),
        ({"updated_since": UPDATED}, {"updated_since": UPDATED + TICK}),
        ({"created_since": CREATED}, {"created_since": CREATED + TICK}),
        ({"birthday_month": 5}, {"birthday_month": 6}),
        ({"kind": "individual"}, {"kind": "org"}),
    ],
)
def test_each_member_is_compared(asked: dict[str, Any], other: dict[str, Any] | None) -> None:
    assert matches(ContactFilter(**asked))
    assert other is None or not matches(ContactFilter(**other))


@pytest.mark.parametrize("name", EVERYTHING)
def test_what_a_contact_is_to_have_is_looked_for_by_itself(name: str) -> None:
    assert matches(ContactFilter(has=(name,)))
    without = {each: value for each, value in ZOE.document.members.items() if each != MEMBERS[name]}
    assert not matches(ContactFilter(has=EVERYTHING), replace(ZOE, document=Document.of(without)))
    assert not matches(ContactFilter(has=(name,)), NOBODY)


def test_all_of_it_must_hold() -> None:
    assert matches(ContactFilter(tag="climbing", favorite=True, birthday_month=5))
    assert not matches(ContactFilter(tag="climbing", favorite=True, birthday_month=6))
    assert not matches(ContactFilter(tag="climbing", label_id="l2"))
    assert matches(ContactFilter(tag="climbing", label_id="l2"), replace(ZOE, label_ids=("l1", "l2")))


def test_nobody_is_a_favorite_or_has_a_birthday_unless_it_is_said() -> None:
    assert matches(ContactFilter(favorite=False), NOBODY)
    assert not matches(ContactFilter(birthday_month=5), NOBODY)
    assert matches(ContactFilter(kind="individual"), NOBODY)
    assert not matches(ContactFilter(organization="x"), NOBODY)


@pytest.mark.parametrize("birthday", ["1990", "in May"])
def test_a_birthday_without_a_month_is_in_none(birthday: str) -> None:
    contact = replace(ZOE, document=Document.of({"birthday": birthday}))
    assert not any(matches(ContactFilter(birthday_month=month), contact) for month in range(1, 13))


def test_a_label_is_found_by_all_ids_that_contacts_still_have_of_it() -> None:
    merged = replace(ZOE, label_ids=("old",))
    for asked in (ContactFilter(tag="climbing"), ContactFilter(label_id="l1"), ContactFilter(label_id="old")):
        assert matches(asked)
        assert matches(asked, merged)


@pytest.mark.parametrize("asked", [{"tag": "unknown"}, {"label_id": "gone"}, {"label_id": "never"}])
def test_a_label_that_the_book_does_not_have_matches_nothing(asked: dict[str, Any]) -> None:
    assert row_filter_of(ContactQuery(filter=ContactFilter(**asked)), LABELS) is None
    assert row_filter_of(ContactQuery(view=ContactFilter(**asked)), LABELS) is None


def test_filter_and_view_must_both_match() -> None:
    asked = ContactQuery(filter=ContactFilter(favorite=True), view=ContactFilter(label_id="l1"))
    query = row_filter_of(asked, LABELS)
    assert query is not None
    others = replace(ZOE, label_ids=()), replace(ZOE, document=Document.of({"first_name": "Zoë"}))
    assert [query.matches(row_of(one, order="2", romanize=str)) for one in (ZOE, *others)] == [True, False, False]


FILTERS = st.builds(
    ContactFilter,
    tag=st.text(max_size=5),
    label_id=st.text(max_size=5),
    favorite=st.none() | st.booleans(),
    organization=st.text(max_size=5),
    has=st.sets(st.sampled_from(EVERYTHING)).map(lambda names: tuple(name for name in HAVING if name in names)),
    updated_since=st.none()
    | st.datetimes(min_value=datetime(1, 1, 2), timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))])),  # noqa: DTZ001
    created_since=st.none() | st.datetimes(timezones=st.just(UTC)),
    birthday_month=st.none() | st.integers(1, 12),
    kind=st.sampled_from(["", *CONTACT_KINDS]),
)


CLOSE_FILTERS = st.builds(
    ContactFilter,
    tag=st.sampled_from(["", "Climbing", "Café", "None"]),
    label_id=st.sampled_from(["", "l1", "old", "gone"]),
    favorite=st.none() | st.booleans(),
    organization=st.sampled_from(["", "Other", "cafe du nord"]),
    has=st.sets(st.sampled_from(HAVING)).map(tuple),
    updated_since=st.sampled_from([None, UPDATED, UPDATED + TICK]),
    created_since=st.sampled_from([None, CREATED, CREATED + TICK]),
    birthday_month=st.sampled_from([None, 5, 6]),
    kind=st.sampled_from(["", "individual", "org"]),
)


@given(data=st.data())
def test_filter_and_view_pass_what_both_pass(data: st.DataObject) -> None:
    filters = [data.draw(CLOSE_FILTERS) for _ in range(2)]
    row = row_of(data.draw(st.sampled_from([ZOE, NOBODY])), order="2", romanize=str)
    both = row_filter_of(ContactQuery(filter=filters[0], view=filters[1]), LABELS)
    each = [row_filter_of(ContactQuery(filter=one), LABELS) for one in filters]
    assert (both is not None and both.matches(row)) == all(one is not None and one.matches(row) for one in each)


@given(asked=FILTERS)
def test_what_was_written_is_read_again(asked: ContactFilter) -> None:
    written = json.loads(json.dumps(asked.members()))
    assert ContactFilter.read(written) == asked
    assert bool(written) is not asked.is_empty


def test_members_that_only_newer_code_knows_are_ignored() -> None:
    assert ContactFilter.read({"favorite": True, "mood": "happy"}) == ContactFilter(favorite=True)


def test_a_filter_that_says_no_is_kept() -> None:
    assert ContactQuery.read({"favorite": False}).filter == ContactFilter(favorite=False)
    assert ContactQuery.read({"q": "", "tag": ""}).is_empty


@given(one=FILTERS, other=FILTERS)
def test_queries_with_other_filters_have_other_cursors(one: ContactFilter, other: ContactFilter) -> None:
    def folded(asked: ContactFilter) -> ContactFilter:
        return replace(asked, tag=asked.tag.casefold())

    same = str(ContactQuery(filter=one)) == str(ContactQuery(filter=other))
    assert same is (folded(one) == folded(other))
    assert one.is_empty or str(ContactQuery(filter=one)) != str(ContactQuery(view=one))


def test_cursors_from_before_there_were_filters_go_on() -> None:
    assert str(ContactQuery.of("Zoe A", "Café")) == '[["zoe", "a"], "caf\\u00e9"]'
    assert str(ContactQuery()) == '[[], ""]'


def test_the_wire_knows_the_same_names() -> None:
    assert get_args(Having) == EVERYTHING
    assert get_args(Kind) == CONTACT_KINDS
