"""Edits that were made offline: of a version that others have changed since, with ``Prefer: handling=merge``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.retention import HISTORY_KEPT
from shared.domain.labels import Label
from shared.services.contacts.ancestors import MAX_STEPS
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.test_create import EVERYTHING
from tests.support.client import Answer
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

MERGE = {"Prefer": "handling=merge"}
APPLIED = "handling=merge"


@dataclass(frozen=True)
class Copy:
    """A contact as an app has it: what it has read, and the entity tag of that. ``person`` edits it online, too."""

    person: Person
    json: dict[str, Any]
    etag: str

    @classmethod
    def of(cls, person: Person, **members: Any) -> Copy:
        created = person.create(**members)
        return cls(person, created.json, created.headers["etag"])

    @property
    def path(self) -> str:
        return f"{CONTACTS}/{self.json['id']}"

    @property
    def now(self) -> dict[str, Any]:
        found: dict[str, Any] = self.person.request("GET", self.path).json
        return found

    def online(self, **members: Any) -> Answer:
        """Edit the contact as it is now."""
        answer = self.person.request("PATCH", self.path, json_body=members)
        assert answer.status == 200, answer.text
        return answer

    def edit(self, method: str = "PATCH", *, prefer: str = APPLIED, etag: str | None = None, **members: Any) -> Answer:
        """Edit the copy, and send that as soon as there is a network again."""
        headers = {"If-Match": etag or self.etag, "Prefer": prefer}
        return self.person.request(method, self.path, json_body=members, headers=headers)

    def put(self, **members: Any) -> Answer:
        """Send the whole copy with some members changed."""
        return self.edit("PUT", **{**self.json, **members})

    def rename(self, tag: str, name: str) -> None:
        label_id = self.label_id(tag)
        assert self.person.request("PATCH", f"/api/v1/labels/{label_id}", json_body={"name": name}).status == 200

    def label_id(self, tag: str) -> str:
        found = self.person.request("GET", "/api/v1/labels").json["items"]
        return next(str(label["id"]) for label in found if label["name"] == tag)


@pytest.fixture
def copy(person: Person) -> Copy:
    return Copy.of(person, **EVERYTHING)


def paths(answer: Answer) -> list[str]:
    assert (answer.status, answer.code) == (409, "edit_conflict"), answer.text
    return [conflict["path"] for conflict in answer.json["conflicts"]]


def test_members_that_nobody_else_touched_are_applied(copy: Copy) -> None:
    theirs = copy.online(first_name="Olena", emails=[{"value": "olena@example.com"}]).json
    answer = copy.edit(notes="Bakes.", favorite=False)
    assert (answer.status, answer.headers["preference-applied"]) == (200, APPLIED)
    changed = {"notes": "Bakes.", "favorite": False}
    assert answer.json == theirs | changed | {"revision": 3, "updated_at": answer.json["updated_at"]}
    assert copy.now == answer.json
    assert copy.person.request("GET", copy.path).headers["etag"] == answer.headers["etag"]


def test_a_copy_that_is_put_back_whole_is_merged_in_the_same_way(copy: Copy) -> None:
    copy.online(first_name="Olena", notes=None)
    answer = copy.put(last_name="Koval", last_names=None)
    assert (answer.status, answer.headers["preference-applied"]) == (200, APPLIED)
    assert (answer.json["first_name"], answer.json["last_name"], answer.json["notes"]) == ("Olena", "Koval", None)
    assert copy.put().json == answer.json


def test_real_conflicts_come_back_as_a_list_and_nothing_is_lost(copy: Copy) -> None:
    theirs = copy.online(notes="Bakes.", first_name="Olena", favorite=False)
    answer = copy.edit(notes="Cooks.", first_name="Ivan", last_name="Koval")
    assert paths(answer) == ["/first_name", "/notes"]
    before = copy.json
    assert answer.json["conflicts"][1] == {
        "path": "/notes",
        "before": before["notes"],
        "mine": "Cooks.",
        "theirs": "Bakes.",
    }
    assert (answer.headers["etag"], answer.headers["preference-applied"]) == (theirs.headers["etag"], APPLIED)
    assert "/first_name" in answer.json["detail"]
    assert copy.now == theirs.json


def test_what_has_been_decided_is_sent_with_the_version_of_the_conflict(copy: Copy) -> None:
    copy.online(notes="Bakes.", last_name="Melnyk")
    refused = copy.edit(notes="Cooks.", first_name="Ivan")
    answer = copy.edit(etag=refused.headers["etag"], notes="Bakes and cooks.", first_name="Ivan")
    assert (answer.status, answer.json["notes"], answer.json["last_name"]) == (200, "Bakes and cooks.", "Melnyk")


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_without_the_preference_another_version_is_412(copy: Copy, method: str) -> None:
    theirs = copy.online(first_name="Olena")
    for prefer in ("respond-async", "handling=strict", "handling=lenient", "handling=strict, handling=merge", "merge"):
        answer = copy.edit(method, prefer=prefer, **{**copy.json, "notes": "x"})
        assert (answer.status, answer.code) == (412, "precondition_failed")
        assert "preference-applied" not in answer.headers
        assert answer.json["detail"] == f"The current version is {theirs.headers['etag']}."
    assert copy.now == theirs.json


@pytest.mark.parametrize(
    "prefer", ["Handling=merge", 'return=minimal;x="a, b", handling="merge"', "handling = merge;x"]
)
def test_the_preference_may_stand_among_others(copy: Copy, prefer: str) -> None:
    copy.online(first_name="Olena")
    assert copy.edit(prefer=prefer, notes="x").status == 200


def test_a_deletion_is_never_merged(copy: Copy) -> None:
    copy.online(first_name="Olena")
    assert copy.edit("DELETE").status == 412


def test_a_contact_that_has_not_changed_is_edited_as_ever(copy: Copy) -> None:
    answer = copy.edit(notes="x")
    assert (answer.status, answer.headers["preference-applied"], answer.json["revision"]) == (200, APPLIED, 2)


def test_without_a_version_there_is_nothing_to_merge(copy: Copy) -> None:
    copy.online(notes="y")
    for headers in (MERGE, {**MERGE, "If-Match": "*"}):
        answer = copy.person.request("PATCH", copy.path, json_body={"notes": "x"}, headers=headers)
        assert (answer.status, answer.json["notes"]) == (200, "x")
        assert "preference-applied" not in answer.headers


def test_an_edit_whose_answer_was_lost_can_be_sent_again(copy: Copy) -> None:
    copy.online(first_name="Olena")
    members: dict[str, Any] = {
        "notes": "x",
        "phones": [*copy.json["phones"], {"value": "+380 44 765 4321", "label": "new"}],
        "tags": [*copy.json["tags"], "new"],
        "nickname": "Taras",
        "nicknames": ["Taras", "T."],
        "extra": {"x": [1]},
    }
    first = copy.edit(**members)
    second = copy.edit(**members)
    assert first.status == 200
    assert (second.status, second.json, second.headers["etag"]) == (200, first.json, first.headers["etag"])


def test_a_phone_that_both_have_added_is_read_and_kept_once(copy: Copy) -> None:
    added = {"value": "+380 44 765 4321"}
    theirs = copy.online(phones=[*copy.json["phones"], added]).json
    answer = copy.edit(phones=[*copy.json["phones"], added, {"value": "+49 30 123456"}]).json
    assert answer["phones"][:-1] == theirs["phones"]
    assert (answer["phones"][-1]["value"], answer["phones"][-1]["e164"]) == ("+49 30 123456", "+4930123456")


def test_a_value_in_a_list_is_one_thing(copy: Copy) -> None:
    [address, *_] = copy.json["addresses"]
    copy.online(addresses=[{**address, "city": "Lviv"}])
    assert copy.edit(phones=[]).status == 200
    answer = copy.edit(addresses=[{**address, "label": "old"}])
    assert paths(answer) == [f"/addresses/{address['id']}"]
    [conflict] = answer.json["conflicts"]
    cities = [conflict[side]["city"] for side in ("before", "mine", "theirs")]
    assert cities == [address["city"], address["city"], "Lviv"]
    assert (conflict["mine"]["label"], conflict["mine"]["id"]) == ("old", address["id"])


def test_a_removed_value_does_not_come_back(copy: Copy) -> None:
    assert copy.json["phones"]
    copy.online(phones=[])
    assert copy.put(notes="x").json["phones"] == []


def test_members_that_a_client_does_not_know_are_kept_as_others_have_changed_them(copy: Copy) -> None:
    copy.online(display_name="Dr. Melnyk", handles=[])
    known = {name: value for name, value in copy.json.items() if name not in {"display_name", "handles", "nicknames"}}
    answer = copy.edit("PUT", **{**known, "notes": "x"})
    assert (answer.json["display_name"], answer.json["notes"]) == ("Dr. Melnyk", "x")
    assert "handles" not in answer.json
    assert answer.json.get("nicknames") == copy.json.get("nicknames")


def test_an_edit_removes_a_member_that_came_later(copy: Copy) -> None:
    copy.online(first_name="Olena")
    answer = copy.edit(display_name=None, localizations=None, handles=[])
    assert answer.status == 200
    assert not {"display_name", "localizations", "handles"} & answer.json.keys()


# Tags


def test_tags_of_both_are_kept_and_those_that_one_has_removed_are_not(person: Person) -> None:
    copy = Copy.of(person, tags=["family", "friends", "work"])
    copy.online(tags=["friends", "work", "theirs"])
    assert copy.edit(tags=["family", "friends", "mine"]).json["tags"] == ["friends", "mine", "theirs"]


def test_a_tag_that_was_renamed_has_its_new_name_and_the_old_one_does_not_come_back(person: Person) -> None:
    copy = Copy.of(person, tags=["friends", "work"])
    copy.rename("friends", "pals")
    for answer in (copy.edit(notes="x"), copy.put(notes="x"), copy.edit(tags=["Friends", "work"])):
        assert (answer.status, answer.json["tags"]) == (200, ["pals", "work"]), answer.text
    names = [label["name"] for label in person.request("GET", "/api/v1/labels").json["items"]]
    assert sorted(names) == ["pals", "work"]
    assert copy.edit(tags=["work"]).json["tags"] == ["work"]


def test_a_name_stands_for_the_label_that_it_had_in_the_copy(person: Person) -> None:
    copy = Copy.of(person, tags=["a", "b"])
    copy.rename("a", "x")
    copy.rename("b", "a")
    copy.online(notes="y")
    assert copy.edit(tags=["a"]).json["tags"] == ["x"]


def test_a_copy_of_a_version_in_between_is_known_too(person: Person) -> None:
    copy = Copy.of(person, tags=["one"])
    copy.rename("one", "two")
    between = person.request("GET", copy.path)
    copy.rename("two", "three")
    copy.rename("three", "four")
    answer = Copy(person, between.json, between.headers["etag"]).put(notes="x")
    assert (answer.status, answer.json["tags"]) == (200, ["four"])


def test_a_tag_that_was_merged_into_another_one_stands_for_that(person: Person) -> None:
    copy = Copy.of(person, tags=["pals"])
    other = Copy.of(person, tags=["friends"])
    pals, friends = copy.label_id("pals"), other.label_id("friends")
    assert person.request("POST", f"/api/v1/labels/{pals}/merge", json_body={"into": friends}).status == 202
    assert copy.put(notes="x").json["tags"] == ["friends"]
    assert copy.edit(tags=[]).json["tags"] == []


def test_a_tag_that_was_deleted_does_not_come_back(person: Person) -> None:
    copy = Copy.of(person, tags=["friends", "work"])
    assert person.request("DELETE", f"/api/v1/labels/{copy.label_id('friends')}").status == 202
    answer = copy.put(notes="x", tags=["friends", "mine", "work"])
    assert (answer.status, answer.json["tags"]) == (200, ["mine", "work"])


# What cannot be merged


@pytest.mark.parametrize(
    "etag", ['"1", "2"', 'W/"1"', 'W/"1", "1"', '"99"', '"other"', '"01"', f'"{"9" * 5000}"', '"1-0123456789abcdef"']
)
def test_a_version_that_nobody_knows_is_412_and_the_answer_says_why(person: Person, etag: str) -> None:
    copy = Copy.of(person)
    copy.online(first_name="Olena")
    copy.online(last_name="Koval")
    answer = copy.edit(etag=etag, notes="x")
    assert (answer.status, answer.code) == (412, "precondition_failed")
    assert answer.headers["etag"] == '"3"'
    assert answer.json["detail"].startswith('The current version is "3"; ')
    assert "If-Match" in answer.json["detail"]
    assert "preference-applied" not in answer.headers


def test_a_version_that_is_still_to_come_is_not_looked_for(copy: Copy, wired: MemoryWiring) -> None:
    assert requests(wired, lambda: copy.edit(etag='"99"', notes="x")) == {"load": 1}


def test_the_revision_of_another_contact_is_no_version_of_this_one(person: Person) -> None:
    other = Copy.of(person)
    copy = Copy.of(person)
    copy.online(notes="x")
    assert copy.edit(etag=other.etag, notes="y").status == 412


def test_if_none_match_still_refuses(copy: Copy) -> None:
    theirs = copy.online(first_name="Olena").headers["etag"]
    headers = {**MERGE, "If-Match": copy.etag, "If-None-Match": theirs}
    assert copy.person.request("PATCH", copy.path, json_body={"notes": "x"}, headers=headers).status == 412


def test_the_tag_of_a_compressed_copy_names_the_same_version(copy: Copy) -> None:
    copy.online(first_name="Olena")
    assert copy.edit(etag=copy.etag[:-1] + '-gzip"', notes="x").status == 200


def test_what_was_changed_a_year_ago_can_no_longer_be_merged(copy: Copy, clock: Clock, new_person: NewPerson) -> None:
    copy.online(first_name="Olena")
    clock.advance(HISTORY_KEPT)
    late = new_person(account_id=copy.person.account_id, issued_at=clock(), expires_at=clock() + timedelta(hours=1))
    answer = Copy(late, copy.json, copy.etag).edit(notes="x")
    assert answer.status == 412
    assert "no longer" in answer.json["detail"]


def test_a_copy_that_is_hundreds_of_versions_old_is_412_after_some_requests(
    person: Person, wired: MemoryWiring
) -> None:
    copy = Copy.of(person)
    for number in range(11 * MAX_STEPS + 1):
        draft = ContactDraft(details=ContactDetails(first_name=str(number)))
        wired.contact_writer.replace(person.account_id, copy.json["id"], draft, actor="them")
    before = wired.books.requests["changes_at"]
    assert copy.edit(notes="x").status == 412
    assert wired.books.requests["changes_at"] - before == MAX_STEPS


def test_a_contact_in_the_trash_or_of_somebody_else_is_not_found(copy: Copy, new_person: NewPerson) -> None:
    assert Copy(new_person(), copy.json, copy.etag).edit(notes="x").status == 404
    copy.online(notes="y")
    assert copy.person.request("DELETE", copy.path).status == 204
    assert copy.edit(notes="x").status == 404


def test_a_contact_that_came_back_from_the_trash_is_merged_with(copy: Copy) -> None:
    copy.person.request("DELETE", copy.path)
    copy.person.request("POST", f"{copy.path}/restore")
    assert copy.edit(notes="x").json["notes"] == "x"


def test_a_rule_that_the_edit_breaks_is_named(copy: Copy) -> None:
    copy.online(first_name="Olena")
    assert ("/photo_url", "invalid_url") in copy.edit(photo_url="x").pointers


def test_a_rule_that_only_both_together_break_is_named_and_nothing_changes(person: Person) -> None:
    copy = Copy.of(person)
    theirs = copy.online(urls=[{"value": f"https://example.com/{n}"} for n in range(30)])
    answer = copy.edit(urls=[{"value": f"https://example.org/{n}"} for n in range(30)])
    assert answer.pointers == {("/urls", "too_many")}
    assert copy.now == theirs.json
    names = Copy.of(person, last_name="Melnyk")
    names.online(first_name=None)
    assert names.edit(last_name=None).pointers == {("", "nothing_to_show")}


# Others at the same time, and relations


def test_in_a_race_the_merge_is_made_again_with_what_the_contact_has_become(
    person: Person, wired: MemoryWiring
) -> None:
    copy = Copy.of(person)

    def become(first_name: str, last_name: str = "") -> None:
        draft = ContactDraft(details=ContactDetails(first_name=first_name, last_name=last_name))
        wired.contact_writer.replace(copy.person.account_id, copy.json["id"], draft, actor="them")

    become("Olena")
    wired.books.before("commit", lambda: become("Olena", "Koval"))
    answer = copy.edit(notes="x").json
    assert (answer["first_name"], answer["last_name"], answer["notes"]) == ("Olena", "Koval", "x")
    wired.books.before("commit", lambda: become("Maria"))
    assert paths(copy.edit(last_name="Mine")) == ["/last_name"]


def test_a_rename_between_reading_and_writing_is_seen(person: Person, wired: MemoryWiring) -> None:
    copy = Copy.of(person, tags=["friends"])
    copy.online(first_name="Olena")
    label_id, pals = copy.label_id("friends"), Label(name="pals")
    wired.books.before(
        "commit", lambda: wired.label_writer.update(person.account_id, label_id, lambda _: pals, actor="them")
    )
    answer = copy.put(notes="x")
    assert (answer.status, answer.json["tags"]) == (200, ["pals"])


def test_a_relation_that_others_have_made_stays_at_both_ends(person: Person) -> None:
    copy, other = Copy.of(person), Copy.of(person, first_name="Maria")
    other.online(relations=[{"label": "parent", "value": "Taras", "contact_id": copy.json["id"]}])
    answer = copy.put(notes="x").json
    assert answer["relations"][0]["contact_id"] == other.json["id"]
    assert other.now["relations"][0]["inverse_id"] == answer["relations"][0]["id"]


def test_a_relation_that_was_made_offline_is_written_at_both_ends(person: Person) -> None:
    copy, other = Copy.of(person), Copy.of(person, first_name="Maria")
    copy.online(notes="x")
    relation = {"label": "child", "value": "Maria", "contact_id": other.json["id"]}
    assert copy.edit(relations=[relation]).status == 200
    assert copy.edit(relations=[relation]).status == 200
    assert [each["label"] for each in other.now["relations"]] == ["parent"]


# Costs


def test_merging_takes_one_more_request_and_one_for_each_change_of_labels(person: Person, wired: MemoryWiring) -> None:
    copy = Copy.of(person, tags=["a"])
    copy.online(first_name="Olena")
    assert requests(wired, lambda: copy.edit(prefer="x", notes="1")) == {"load": 1}
    assert requests(wired, lambda: copy.edit(notes="1")) == {"load": 1, "changes_at": 1, "commit": 1}
    copy.rename("a", "b")
    copy.rename("b", "c")
    assert requests(wired, lambda: copy.edit(last_name="1")) == {"load": 1, "changes_at": 3, "commit": 1}


def requests(wired: MemoryWiring, act: Any) -> dict[str, int]:
    before = wired.books.requests.copy()
    act()
    return dict(wired.books.requests - before)
