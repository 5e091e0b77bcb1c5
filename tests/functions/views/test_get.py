"""GET /api/v1/views/{view_id}."""

from __future__ import annotations

from tests.functions.conftest import NewPerson, Person
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_update import label_id_of
from tests.functions.trash.test_empty import carry_out
from tests.functions.views.list import VIEWS
from tests.functions.views.test_list import create, listed
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring


def show(person: Person, view_id: str, **headers: str) -> Answer:
    return person.request(
        "GET", f"{VIEWS}/{view_id}", headers={name.replace("_", "-"): headers[name] for name in headers}
    )


def test_a_view_is_shown_with_its_version(person: Person) -> None:
    view = create(person, "May", birthday_month=5)
    answer = show(person, view["id"])
    assert (answer.status, answer.json, answer.headers["etag"]) == (200, view, '"1"')
    unchanged = show(person, view["id"], if_none_match='"1"')
    assert (unchanged.status, unchanged.body, unchanged.headers["etag"]) == (304, b"", '"1"')
    assert show(person, view["id"], if_none_match='"2"').status == 200


def test_a_rename_of_its_tag_shows_at_once_and_changes_the_version(person: Person) -> None:
    person.create(tags=["Work"])
    view = create(person, "work", tag="Work")
    before = show(person, view["id"]).headers["etag"]
    person.request("PATCH", f"{LABELS}/{label_id_of(person, 'Work')}", json_body={"name": "Job"})
    answer = show(person, view["id"])
    assert answer.json == {**view, "tag": "Job"}
    assert answer.headers["etag"] != before


def test_a_tag_that_is_deleted_is_named_as_it_was(person: Person, wired: MemoryWiring) -> None:
    person.create(tags=["Work"])
    view = create(person, "work", tag="Work")
    etags = [show(person, view["id"]).headers["etag"]]
    operation = person.request("DELETE", f"{LABELS}/{label_id_of(person, 'Work')}").json
    gone = {**view, "tag_removed": True}
    etags.append(show(person, view["id"]).headers["etag"])
    assert listed(person) == [gone]
    carry_out(wired, person, operation["id"])
    answer = show(person, view["id"])
    assert answer.json == gone
    etags.append(answer.headers["etag"])
    assert (etags[0] != etags[1], etags[1] == etags[2]) == (True, True)


def test_a_label_of_the_same_name_that_is_made_later_is_another_one(person: Person, wired: MemoryWiring) -> None:
    person.create(tags=["Work"])
    view = create(person, "work", tag="Work")
    operation = person.request("DELETE", f"{LABELS}/{label_id_of(person, 'Work')}").json
    carry_out(wired, person, operation["id"])
    person.create(tags=["Work"])
    assert show(person, view["id"]).json["tag_removed"]
    patched = person.request("PATCH", f"{VIEWS}/{view['id']}", json_body={"q": "a"})
    assert patched.json["tag_removed"], "the patch says nothing of the tag"
    patched = person.request("PATCH", f"{VIEWS}/{view['id']}", json_body={"tag": "work"})
    assert (patched.json["tag"], patched.json["tag_removed"]) == ("Work", False)


def test_a_merge_of_its_tag_is_followed_at_once_and_for_good(person: Person, wired: MemoryWiring) -> None:
    person.create(tags=["Work"])
    person.create(tags=["Job"])
    view = create(person, "work", tag="Work")
    other = create(person, "other", tag="Job")
    work, job = (label_id_of(person, name) for name in ("Work", "Job"))
    operation = person.request("POST", f"{LABELS}/{work}/merge", json_body={"into": job}).json
    assert show(person, view["id"]).json == {**view, "tag": "Job"}
    assert carry_out(wired, person, operation["id"])["state"] == "done"
    assert work not in wired.memory.labels[person.account_id].removed, "the book has forgotten it"
    after = show(person, view["id"]).json
    assert after == {**view, "tag": "Job", "updated_at": after["updated_at"]}
    assert show(person, other["id"]).json == other
    assert wired.memory.views[person.account_id].views[view["id"]].label_id == job


def test_an_unknown_view_and_another_persons_are_not_found(person: Person, new_person: NewPerson) -> None:
    view = create(person, "mine")
    for unknown in (view["id"], "x", "%20"):
        answer = show(new_person(), unknown)
        assert (answer.status, answer.code) == (404, "view_not_found")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", f"{VIEWS}/x").status == 401
