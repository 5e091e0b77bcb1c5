"""What the archive of an account says of its sign-ins, its pictures and its decisions; see test_start_export."""

from __future__ import annotations

import json

import pytest

from tests.functions.auth.test_create_token import personal_token
from tests.functions.conftest import NewPerson, Person
from tests.functions.contacts.dismiss_duplicates import PATH as DISMISSALS
from tests.functions.contacts.test_set_photo import set_photo
from tests.functions.factors import Protected
from tests.functions.passkeys import add, new_device
from tests.functions.profile.test_start_export import exported, read
from tests.functions.profile.test_upload_avatar import upload
from tests.support.client import Client
from tests.support.identity_builders import proven
from tests.support.provider_visits import IDENTITIES, Browser, exchange
from tests.support.sample_pictures import FORMATS, plain
from tests.support.wiring import MemoryWiring


def test_tokens_are_named_and_not_shown(wired: MemoryWiring, person: Person) -> None:
    token = personal_token(person, ["contacts:read"], name="Backup")
    file = exported(wired, person)
    [shown] = read(file, "personal_tokens.json")
    assert (shown["name"], shown["scopes"]) == ("Backup", ["contacts:read"])
    [kept] = wired.personal_token_items.get(person.account_id).tokens.values()
    for secret in (token, kept.hash):
        assert not [name for name in file.namelist() if secret.encode() in file.read(name)]


def test_second_factors_are_told_without_what_they_are_made_of(wired: MemoryWiring, protected: Protected) -> None:
    file = exported(wired, protected.person)
    shown = read(file, "second_factors.json")
    assert (shown["methods"], shown["recovery_codes_left"]) == (["totp"], 10)
    assert shown["totp_since"]
    _, factors = wired.factor_items.find(protected.person.account_id, now=protected.clock())
    for secret in (factors.totp.salt, *factors.recovery.stored, *protected.recovery_codes):
        assert not [name for name in file.namelist() if secret.encode() in file.read(name)]


def test_passkeys_are_named(wired: MemoryWiring, person: Person) -> None:
    assert add(person, new_device(), name="Phone").status == 201
    [shown] = read(exported(wired, person), "passkeys.json")
    assert shown["name"] == "Phone"
    assert "data" not in shown


def test_identities_are_told(client: Client, wired: MemoryWiring, person: Person) -> None:
    identity = proven()
    person.request("POST", IDENTITIES, json_body=exchange(Browser(client, wired).prove(identity)))
    [shown] = read(exported(wired, person), "identities.json")
    assert (shown["subject"], shown["email"], shown["provider"]) == (identity.subject, identity.email, "example")


def test_duplicates_that_were_dismissed_are_there(wired: MemoryWiring, person: Person) -> None:
    ids = sorted(person.create().json["id"] for _ in range(2))
    person.request("POST", DISMISSALS, json_body={"contact_ids": ids})
    assert read(exported(wired, person), "dismissed_duplicates.json") == [ids]


@pytest.mark.parametrize("kind", FORMATS)
def test_pictures_have_the_names_that_profile_and_contact_say(wired: MemoryWiring, person: Person, kind: str) -> None:
    assert upload(person, plain(kind)).status == 200
    url = set_photo(person, person.create().json["id"], plain(kind)).json["photo_url"]
    file = exported(wired, person)
    avatar, [contact] = read(file, "profile.json")["avatar_file"], read(file, "contacts.json")
    assert file.read(avatar) == wired.avatar_pictures.pictures[person.account_id].content
    picture = wired.photo_pictures.find(url)
    assert picture is not None
    assert file.read(contact["photo_file"]) == picture.content
    assert contact["photo_url"] == url


def test_a_photo_of_somebody_elses_is_none_of_ones_own(
    wired: MemoryWiring, person: Person, new_person: NewPerson
) -> None:
    other = new_person()
    url = set_photo(other, other.create().json["id"]).json["photo_url"]
    copied = person.create(photo_url=url)
    assert copied.status == 201, copied.text
    file = exported(wired, person)
    [contact] = read(file, "contacts.json")
    assert contact["photo_url"] == url
    assert "photo_file" not in contact
    assert not [name for name in file.namelist() if name.startswith("photos/")]
    assert json.loads(file.read("missing_pictures.json")) == []
