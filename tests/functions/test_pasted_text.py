"""Text as people paste it, with what nobody sees, wherever it comes in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.functions.conftest import CONTACTS, PASSWORD, NewPerson, Person
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

AUTH = "/api/v1/auth"
PASTED = ["{}\u200b", "\ufeff{}", "\u202a{}\u202c", "\u2068{}\u2069", "\u200e {}\u00ad\n", "\u2060{}\u180e"]
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize("pasted", [*PASTED, "\u200f{}\ufeff"])
def test_an_account_is_the_same_however_its_address_is_pasted(client: Client, wired: MemoryWiring, pasted: str) -> None:
    sent = {"email": pasted.format("Ada@Example.com"), "password": PASSWORD}
    answer = client.request("POST", f"{AUTH}/register", json_body=sent)
    assert (answer.status, answer.json["email"]) == (201, "Ada@Example.com")
    older = wired.last_mailed_token()
    assert client.request("POST", f"{AUTH}/resend-verification", json_body={"email": sent["email"]}).status == 202
    token = wired.last_mailed_token()
    assert token != older
    assert client.request("POST", f"{AUTH}/verify-email", json_body={"token": pasted.format(token)}).status == 200
    for email in (sent["email"], "ada@example.com", "ada@exam\u00adple.\u200bcom"):
        assert client.request("POST", f"{AUTH}/login", json_body={**sent, "email": email}).status == 200
    form = urlencode({"username": sent["email"], "password": PASSWORD})
    assert (
        client.request("POST", f"{AUTH}/login", body=form, content_type="application/x-www-form-urlencoded").status
        == 200
    )


def test_a_password_is_taken_as_it_is(client: Client, person: Person) -> None:
    for password in (f"{PASSWORD}\u200b", f"\ufeff{PASSWORD}", f"{PASSWORD} "):
        assert (
            client.request("POST", f"{AUTH}/login", json_body={"email": person.email, "password": password}).status
            == 401
        )
    sent = {"email": "zero@example.com", "password": f"\u200b{PASSWORD}\u200b"}
    assert client.request("POST", f"{AUTH}/register", json_body=sent).status == 201
    assert client.request("POST", f"{AUTH}/login", json_body=sent).status == 200
    assert client.request("POST", f"{AUTH}/login", json_body={**sent, "password": PASSWORD}).status == 401


@pytest.mark.parametrize(
    ("email", "named"),
    [
        ("ada@exam\u200cple.com", "Character 9 of this e-mail address is U+200C, which is not allowed there."),
        ("ada\ufe0e@example.com", "Character 4 of this e-mail address is U+FE0E, which is not allowed there."),
        ("a\u3164da@example.com", "Character 2 of this e-mail address is U+3164, which is not allowed there."),
        ("a\u00a0da@example.com", "Character 2 of this e-mail address is U+00A0, which is not allowed there."),
        ("ada@example.com\u200b,\u0007eve@example.com", "Character 17 of this e-mail address is U+0007"),
    ],
)
def test_a_character_that_cannot_be_taken_out_is_named_with_its_place(client: Client, email: str, named: str) -> None:
    answer = client.request("POST", f"{AUTH}/register", json_body={"email": email, "password": PASSWORD})
    (problem,) = answer.json["errors"]
    assert (answer.status, problem["pointer"], problem["code"]) == (422, "/email", "invalid_email")
    assert problem["detail"].startswith(named)


@pytest.mark.parametrize("pasted", PASTED)
def test_a_profile_is_cleaned(person: Person, pasted: str) -> None:
    settings = {
        "full_name": "Ada",
        "locale": "uk",
        "time_zone": "Europe/Kyiv",
        "leap_day": "03-01",
        "phone_region": "UA",
    }
    sent = {name: pasted.format(value) for name, value in settings.items()}
    answer = person.request("PUT", f"{AUTH}/me", json_body=sent)
    assert answer.status == 200, answer.text
    assert settings.items() <= answer.json.items()


@pytest.mark.parametrize("pasted", PASTED)
def test_a_contact_is_cleaned_at_the_ends_of_every_text(person: Person, pasted: str) -> None:
    def sent(value: str) -> list[dict[str, str]]:
        return [{"label": pasted.format("home"), "value": pasted.format(value)}]

    texts = {
        name: pasted.format("Ada\u200bTest")
        for name in ("first_name", "middle_name", "last_name", "prefix", "suffix", "nickname", "notes")
    }
    created = person.create(
        **texts,
        phones=sent("+380 50 123 45 67"),
        emails=sent("ada\u200b@exam\u00adple.com"),
        urls=sent("https://example.com"),
        relations=sent("Eve"),
        dates=sent("2015-06"),
        organizations=[{"name": pasted.format("Bakery")}],
        addresses=[{"city": pasted.format("Kyiv")}],
        birthday=pasted.format("1990-05-17"),
        kind=pasted.format("org"),
        personal_info=[{"value": pasted.format("Go"), "kind": pasted.format("hobby")}],
        tags=[pasted.format("friends")],
    ).json
    assert {name: created[name] for name in texts} == dict.fromkeys(texts, "Ada\u200bTest")
    values = {name: created[name][0]["value"] for name in ("phones", "emails", "urls", "relations", "dates")}
    assert values == {
        "phones": "+380 50 123 45 67",
        "emails": "ada@example.com",
        "urls": "https://example.com",
        "relations": "Eve",
        "dates": "2015-06",
    }
    assert {created[name][0]["label"] for name in values} == {"home"}
    assert created["phones"][0]["e164"] == "+380501234567"
    assert (created["organizations"][0]["name"], created["addresses"][0]["city"]) == ("Bakery", "Kyiv")
    assert (created["birthday"], created["tags"], created["kind"]) == ("1990-05-17", ["friends"], "org")
    assert (created["personal_info"][0]["value"], created["personal_info"][0]["kind"]) == ("Go", "hobby")
    patch: dict[str, Any] = {"nickname": pasted.format("Countess")}
    assert person.request("PATCH", f"{CONTACTS}/{created['id']}", json_body=patch).json["nickname"] == "Countess"


@pytest.mark.parametrize(
    "text", ["علی\u200cرضا", "മോഹന്\u200d", "👨\u200d👩\u200d👧", f"Team {ENGLAND}", ENGLAND, "❤\ufe0f"]
)
def test_what_belongs_to_a_text_is_kept(person: Person, text: str) -> None:
    created = person.create(first_name=f"\u200e{text}\u200b", tags=[f"{text}\ufeff"]).json
    assert (created["first_name"], created["tags"]) == (text, [text])
    for query in ({"q": text}, {"tag": text}, {"q": f"\u200b{text}\u200e"}, {"tag": f"\u2068{text}\u2069"}):
        assert len(person.request("GET", CONTACTS, query=query).json["items"]) == 1, query


@pytest.mark.parametrize("nothing", ["\u200b", "\ufeff \u200e", "\u00ad", "\u2067\u2069", "\u3164", "\u2800", "\u034f"])
def test_a_text_in_which_nothing_shows_is_empty(new_person: NewPerson, nothing: str) -> None:
    person = new_person()
    answer = person.request("POST", CONTACTS, json_body={"first_name": nothing})
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "nothing_to_show")
    for members in ({"tags": [nothing]}, {"phones": [{"value": nothing}]}, {"emails": [{"value": nothing}]}):
        answer = person.request("POST", CONTACTS, json_body={"first_name": "Ada", **members})
        assert (answer.status, answer.json["errors"][0]["code"]) == (422, "empty")
    created = person.create(first_name=nothing, phones=[{"value": "112"}]).json
    assert created["first_name"] is None
    assert len(person.request("GET", CONTACTS, query={"q": nothing, "tag": nothing}).json["items"]) == 1
