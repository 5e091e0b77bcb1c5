"""What the members of a Card are to a contact, and what of them a client can change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.domain.cards.card import Card, Picture
from shared.domain.cards.jscontact.reading import read_card
from shared.domain.cards.jscontact.writing import write_card
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import (
    Address,
    ContactDetails,
    DateValue,
    Handle,
    Organization,
    PersonalInfo,
    Phone,
    Relation,
    TextValue,
)
from shared.domain.contacts.rules import checked
from shared.domain.partial_dates import PartialDate


def _read(**members: Any) -> ContactDetails:
    return read_card({"@type": "Card", "version": "2.0", **members}).card.details


def _write(card: Card) -> dict[str, Any]:
    return {name: value for name, value in write_card(card).members.items() if name not in ("@type", "version")}


def _written(**details: Any) -> dict[str, Any]:
    return _write(Card(details=ContactDetails(**details)))


def test_a_card_says_what_it_is() -> None:
    assert write_card(Card()).members == {"@type": "Card", "version": "2.0"}


def test_the_head_of_a_card() -> None:
    card = read_card(
        {
            "uid": "urn:uuid:1",
            "kind": "group",
            "prodId": "Book 1",
            "language": "de-AT",
            "members": {"urn:uuid:2": True, "urn:uuid:3": True},
            "keywords": {"Chess": True, "choir": True},
            "created": "2022-09-30T14:35:10Z",
            "updated": "2023-01-02T03:04:05.25Z",
        }
    ).card
    assert (card.uid, card.product_id, card.tags) == ("urn:uuid:1", "Book 1", ("Chess", "choir"))
    assert card.created_at == datetime(2022, 9, 30, 14, 35, 10, tzinfo=UTC)
    assert card.updated_at == datetime(2023, 1, 2, 3, 4, 5, 250_000, tzinfo=UTC)
    assert card.details == ContactDetails(kind="group", language="de-AT", members=("urn:uuid:2", "urn:uuid:3"))


def test_times_are_written_in_utc() -> None:
    when = datetime(2024, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert _write(Card(updated_at=when)) == {"updated": "2023-12-31T23:30:00Z"}


def test_the_parts_of_a_name() -> None:
    parts = [
        ("title", "Dr."),
        ("given", "Mary"),
        ("given", "Jo"),
        ("given2", "Ann"),
        ("surname", "Lee"),
        ("surname2", "Paz"),
        ("generation", "II"),
        ("credential", "PhD"),
    ]
    components = [{"kind": kind, "value": value} for kind, value in parts]
    name = ContactDetails(
        prefix="Dr.",
        first_name="Mary Jo",
        first_names=("Mary", "Jo"),
        middle_name="Ann",
        last_name="Lee",
        second_last_name="Paz",
        generation="II",
        suffix="PhD",
    )
    assert _read(name={"components": components}) == name
    assert _write(Card(details=name)) == {"name": {"components": components}}


@pytest.mark.parametrize(("full", "shown"), [("Ada King", ""), ("King, Ada", "King, Ada"), ("", "")])
def test_a_full_name_is_kept_apart_only_if_the_parts_say_another_one(full: str, shown: str) -> None:
    components = [{"kind": "given", "value": "Ada"}, {"kind": "surname", "value": "King"}]
    details = _read(name={"components": components, "full": full})
    assert details.display_name == shown
    assert _write(Card(details=details))["name"]["full"] == full


def test_how_a_name_is_spoken() -> None:
    details = ContactDetails(
        first_name="太郎", last_name="山田", phonetic_first_name="タロウ", phonetic_last_name="ヤマダ"
    )
    name = _write(Card(details=details))["name"]
    assert name["phoneticScript"] == "Kana"
    assert {each["value"]: each["phonetic"] for each in name["components"]} == {"太郎": "タロウ", "山田": "ヤマダ"}
    assert _read(name=name) == details


def _ordered(*parts: tuple[str, str]) -> list[dict[str, str]]:
    return [{"kind": kind, "value": value} for kind, value in parts]


def test_the_order_of_a_name_is_the_parameter_that_vcard_has_for_it() -> None:
    parts = _ordered(("surname", "King"), ("separator", ", "), ("given", "Ada"), ("given", "Jo"), ("given2", "A"))
    name = {"components": parts, "isOrdered": True, "defaultSeparator": "", "sortAs": {"surname": "KING"}}
    details = _read(name=name)
    assert details.extra == {"vCardParams": {"n": {"jscomps": "s,;0;s,\\, ;1;1,1;2", "sort-as": "KING"}}}
    assert _write(Card(details=details)) == {"name": name}


def test_an_edited_name_keeps_its_order_as_long_as_it_has_the_same_parts() -> None:
    parts = _ordered(("surname", "King"), ("separator", ", "), ("given", "Ada"))
    details = _read(name={"components": parts, "isOrdered": True})
    edited = _write(Card(details=replace(details, first_name="Augusta")))["name"]
    assert edited == {
        "components": _ordered(("surname", "King"), ("separator", ", "), ("given", "Augusta")),
        "isOrdered": True,
    }
    longer = _write(Card(details=replace(details, prefix="Dr.")))["name"]
    assert longer["components"] == _ordered(("title", "Dr."), ("given", "Ada"), ("surname", "King"))
    assert "isOrdered" not in longer


def test_what_no_parameter_says_of_a_name_gives_way_to_an_edit() -> None:
    parts = [{"kind": "given", "value": "Ada", "vCardName": "n"}, {"kind": "surname", "value": "King"}]
    details = _read(name={"components": parts, "isOrdered": True, "example.com:x": 1})
    assert _write(Card(details=details))["name"]["components"] == parts
    edited = _write(Card(details=replace(details, first_name="Eve")))["name"]
    assert edited == {"components": _ordered(("given", "Eve"), ("surname", "King")), "example.com:x": 1}


@pytest.mark.parametrize("text", ["", ";1", ";1;0;0", ";1;0,1", ";1;9", "x", ";s,-;1;0;\\", ";1;0;s"])
def test_an_order_that_is_none_is_no_order(text: str) -> None:
    details = ContactDetails(first_name="Ada", last_name="King", extra={"vCardParams": {"n": {"jscomps": text}}})
    name = _write(Card(details=details))["name"]
    assert name["components"] == _ordered(("given", "Ada"), ("surname", "King"))
    assert "isOrdered" not in name


def test_the_id_of_an_entry_is_that_of_the_value_and_the_preferred_one_comes_first() -> None:
    emails = {
        "z": {"address": "z@a.example"},
        "b": {"address": "b@a.example", "pref": 2},
        "a": {"address": "a@a.example", "pref": 1, "contexts": {"work": True}},
    }
    values = _read(emails=emails).emails
    assert [(each.id, each.value, each.primary, each.label) for each in values] == [
        ("a", "a@a.example", True, "work"),
        ("b", "b@a.example", False, ""),
        ("z", "z@a.example", False, ""),
    ]
    assert _written(emails=values)["emails"] == emails


def test_an_id_that_jscontact_does_not_allow_is_replaced() -> None:
    values = tuple(TextValue(id=each, value=f"{n}@a.example") for n, each in enumerate(["no id!", "k1", "k1", ""]))
    assert list(_written(emails=values)["emails"]) == ["k2", "k1", "k3", "k4"]


@pytest.mark.parametrize(
    ("label", "kinds", "entry"),
    [
        ("", (), {}),
        ("home", (), {"contexts": {"private": True}}),
        ("work", ("cell", "fax"), {"contexts": {"work": True}, "features": {"mobile": True, "fax": True}}),
        ("cell", (), {"features": {"mobile": True}}),
        ("Boat", ("work",), {"label": "Boat", "contexts": {"work": True}}),
        ("cell", ("work",), {"label": "cell", "contexts": {"work": True}, "features": {"mobile": True}}),
        ("", ("car",), {"vCardParams": {"type": "car"}}),
        ("home", ("car", "dog"), {"contexts": {"private": True}, "vCardParams": {"type": ["car", "dog"]}}),
    ],
)
def test_labels_and_kinds_of_a_phone(label: str, kinds: tuple[str, ...], entry: dict[str, Any]) -> None:
    phone = Phone(id="p", value="+1 555 0100", label=label, kinds=kinds)
    assert _written(phones=(phone,)) == {"phones": {"p": {"number": "+1 555 0100", **entry}}}
    assert _read(phones={"p": {"number": "+1 555 0100", **entry}}).phones == (phone,)


def test_an_address_has_its_own_label_as_a_parameter() -> None:
    address = Address(id="a", city="Kyiv", label="Summer house", kinds=("home",))
    entry = _written(addresses=(address,))["addresses"]["a"]
    assert entry["vCardParams"] == {"x-ablabel": "Summer house"}
    assert _read(addresses={"a": entry}).addresses == (address,)


def test_a_phone_given_as_an_address_is_read_as_a_number() -> None:
    entries = {"p": {"number": "tel:+1-555-0100;ext=12"}}
    (phone,) = _read(phones=entries).phones
    assert (phone.value, phone.extra) == ("+1-555-0100 ext. 12", {"vCardParams": {"value": "uri"}})
    assert _written(phones=(phone,))["phones"] == entries
    assert _written(phones=(replace(phone, value="+1-555-0199"),))["phones"] == {"p": {"number": "tel:+1-555-0199"}}


def test_a_link_that_would_run_a_script_is_kept_but_is_no_link() -> None:
    links = {"a": {"uri": "java\nscript:alert(1)"}, "b": {"uri": "https://a.example"}}
    read = read_card({"version": "2.0", "links": links})
    assert [each.value for each in read.card.details.urls] == ["https://a.example"]
    assert [notice.code for notice in read.notices] == ["script_link"]
    assert _write(read.card)["links"] == links


def test_names_in_messengers() -> None:
    entries = {
        "x": {"uri": "xmpp:a@b.example", "vCardName": "impp"},
        "m": {"service": "Mastodon", "user": "@a@b.example", "uri": "https://b.example/@a"},
        "s": {"service": "Chat", "user": "a1"},
    }
    handles = _read(onlineServices=entries).handles
    assert handles[1:] == (
        Handle(id="m", service="Mastodon", user_name="@a@b.example", value="https://b.example/@a"),
        Handle(id="s", service="Chat", user_name="a1"),
    )
    assert handles[0].extra == {"vCardName": "impp"}
    assert _written(handles=handles)["onlineServices"] == entries


def test_an_address_of_number_and_name_is_a_street_too() -> None:
    components = [
        {"kind": "number", "value": "54321"},
        {"kind": "separator", "value": " "},
        {"kind": "name", "value": "Oak St"},
        {"kind": "locality", "value": "Reston"},
    ]
    entry = {"components": components, "defaultSeparator": ", ", "isOrdered": True, "countryCode": "US"}
    (address,) = _read(addresses={"a": entry}).addresses
    assert (address.street, address.street_number, address.street_name) == ("54321 Oak St", "54321", "Oak St")
    assert (address.city, address.country_code) == ("Reston", "US")
    assert address.extra == {"vCardParams": {"jscomps": "s,\\, ;10;s, ;11;3"}}
    assert _written(addresses=(address,))["addresses"] == {"a": entry}
    moved = _written(addresses=(replace(address, city="Paris"),))["addresses"]["a"]
    assert moved["components"] == [*components[:-1], {"kind": "locality", "value": "Paris"}]
    abroad = _written(addresses=(replace(address, country="France"),))["addresses"]["a"]
    assert "isOrdered" not in abroad


def test_an_address_of_a_name_only_is_a_street() -> None:
    (address,) = _read(addresses={"a": {"components": [{"kind": "name", "value": "Oak St 5"}]}}).addresses
    assert (address.street, address.street_name) == ("Oak St 5", "")


def test_a_street_that_does_not_follow_from_the_parts_is_a_parameter() -> None:
    address = Address(id="a", street="Oak Street 5", street_name="Oak St")
    entry = _written(addresses=(address,))["addresses"]["a"]
    assert entry["vCardParams"] == {"x-street": "Oak Street 5"}
    assert _read(addresses={"a": entry}).addresses == (address,)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("+0100", "Etc/GMT-1"),
        ("-05:00", "Etc/GMT+5"),
        ("+00", "Etc/UTC"),
        ("Z", "Etc/UTC"),
        ("+1400", "Etc/GMT-14"),
        ("-1300", ""),
        ("+0530", ""),
        ("Raleigh/North America", ""),
    ],
)
def test_the_time_zone_of_a_card_is_an_entry_or_a_property(zone: str, name: str) -> None:
    written = _written(time_zone=zone)
    if name:
        assert written == {"addresses": {"tz": {"timeZone": name, "vCardName": "tz"}}}
    else:
        assert written == {"vCardProps": [["tz", {}, "text", zone]]}
    assert _read(**written).time_zone == (name or zone)


def test_the_position_of_a_card_is_an_entry() -> None:
    written = _written(coordinates="geo:1,2")
    assert written == {"addresses": {"geo": {"coordinates": "geo:1,2", "vCardName": "geo"}}}
    assert _read(**written) == ContactDetails(coordinates="geo:1,2")


def test_titles_belong_to_the_organization_that_they_name() -> None:
    organizations = {"o1": {"name": "ABC"}, "o2": {"name": "DEF", "units": [{"name": "R&D"}, {"name": "Lab"}]}}
    titles = {
        "t1": {"kind": "title", "name": "Boss", "organizationId": "o2"},
        "t2": {"kind": "role", "name": "Lead", "organizationId": "o2"},
        "t3": {"name": "Clerk"},
    }
    details = _read(organizations=organizations, titles=titles)
    assert [replace(each, extra={}) for each in details.organizations] == [
        Organization(id="o1", name="ABC", title="Clerk"),
        Organization(id="o2", name="DEF", department="R&D", departments=("R&D", "Lab"), title="Boss", role="Lead"),
    ]
    assert _write(Card(details=details)) == {"organizations": organizations, "titles": titles}


def test_a_title_alone_is_an_organization_without_a_name() -> None:
    values = (Organization(id="a", name="ABC"), Organization(id="b", title="Chair"))
    written = _written(organizations=values)
    assert written["titles"] == {"b": {"kind": "title", "name": "Chair", "vCardParams": {"group": "b"}}}
    assert _read(**written).organizations == values


def test_dates_of_a_life() -> None:
    entries = {
        "k1": {"kind": "birth", "date": {"month": 5, "day": 17}, "place": {"full": "Kyiv"}},
        "k2": {"kind": "death", "date": {"@type": "Timestamp", "utc": "2019-10-15T23:10:00Z"}},
        "k3": {"kind": "wedding", "date": {"year": 1986, "month": 2}},
        "k4": {"kind": "wedding", "date": {"year": 1999}},
        "k5": {"kind": "death", "date": {"year": 5779, "month": 13, "calendarScale": "hebrew"}},
    }
    details = _read(anniversaries=entries)
    assert (str(details.birthday), details.birth_place) == ("--05-17", "Kyiv")
    assert (str(details.death_date), str(details.anniversary)) == ("2019-10-15", "1986-02")
    assert _write(Card(details=details))["anniversaries"] == entries
    moved = _write(Card(details=replace(details, death_date=PartialDate(year=2020))))["anniversaries"]
    assert moved["k2"] == {"kind": "death", "date": {"year": 2020}}


@pytest.mark.parametrize(
    ("text", "date", "utc", "is_verbatim"),
    [
        ("1953-10-15T23:10:00Z", "1953-10-15", "1953-10-15T23:10:00Z", False),
        ("19531015T231000Z", "1953-10-15", "1953-10-15T23:10:00Z", True),
        ("20090808T2330-0500", "2009-08-08", "2009-08-09T04:30:00Z", True),
    ],
)
def test_a_birthday_with_a_time_is_a_moment(text: str, date: str, utc: str, is_verbatim: bool) -> None:
    details = ContactDetails(birthday=PartialDate.parse(date), birthday_text=text)
    entry = _write(Card(details=details))["anniversaries"]["birth"]
    assert entry["date"] == {"@type": "Timestamp", "utc": utc}
    assert ("vCardParams" in entry) is is_verbatim
    assert _read(anniversaries={"birth": entry}) == details


def test_what_only_vcard_has_is_a_property() -> None:
    details = ContactDetails(
        gender="M;whatever",
        birthday_text="circa 1800",
        birth_place="Kyiv",
        favorite=True,
        phonetic_last_name="KING",
        dates=(DateValue(id="d", label="First met", value=PartialDate.parse("2001-05-17"), primary=True),),
        custom=(TextValue(id="c", label="shoe-size", value="42", kinds=("left",)),),
    )
    properties = _write(Card(details=details))["vCardProps"]
    assert ["gender", {}, "text", ["M", "whatever"]] in properties
    assert [
        "x-abdate",
        {"prop-id": "d", "x-ablabel": "First met", "pref": "1"},
        "date-and-or-time",
        "2001-05-17",
    ] in properties
    assert _read(vCardProps=properties) == details


def test_further_resources_are_the_properties_that_they_are_in_vcard() -> None:
    members = {
        "calendars": {
            "c": {"kind": "freeBusy", "uri": "https://a.example/busy", "pref": 2, "mediaType": "text/calendar"}
        },
        "schedulingAddresses": {"s": {"uri": "mailto:a@b.example"}},
        "cryptoKeys": {"k": {"uri": "https://a.example/key", "contexts": {"work": True, "private": True}}},
        "directories": {"d": {"kind": "directory", "uri": "ldap://a.example", "listAs": 1}},
        "links": {"l": {"kind": "contact", "uri": "mailto:c@b.example"}},
        "media": {"m": {"kind": "logo", "uri": "https://a.example/logo", "vCardParams": {"x-size": "5"}}},
    }
    extra = _read(**members).extra
    assert extra.keys() == {"vCardProps"}
    assert {each[0]: each[1] for each in extra["vCardProps"]} == {
        "fburl": {"prop-id": "c", "pref": "2", "mediatype": "text/calendar"},
        "caladruri": {"prop-id": "s"},
        "key": {"prop-id": "k", "type": ["work", "home"]},
        "org-directory": {"prop-id": "d", "index": "1"},
        "contact-uri": {"prop-id": "l"},
        "logo": {"prop-id": "m", "x-size": "5"},
    }
    assert _written(extra=extra) == members


def test_a_property_of_another_vcard_is_the_resource_that_it_is() -> None:
    extra = {"vCardProps": [["key", {"pref": "1"}, "uri", "https://a.example/key"], ["x-foo", {}, "unknown", "1"]]}
    assert _written(extra=extra) == {
        "cryptoKeys": {"k1": {"uri": "https://a.example/key", "pref": 1}},
        "vCardProps": [["x-foo", {}, "unknown", "1"]],
    }


def test_a_resource_with_a_label_is_kept_as_it_is() -> None:
    members = {"calendars": {"c": {"kind": "calendar", "uri": "https://a.example", "label": "Choir"}}}
    assert _read(**members).extra == members
    assert _written(extra=members) == members


def test_photos() -> None:
    media = {
        "p1": {"kind": "photo", "uri": "data:image/png;base64,AAEC"},
        "p2": {"kind": "photo", "uri": "https://a.example/p.png", "pref": 1, "mediaType": "image/png"},
    }
    card = read_card({"media": media}).card
    assert card.picture == Picture(media_type="image/png", data=b"\0\1\2")
    assert card.details.photo_url == "https://a.example/p.png"
    assert _write(card)["media"] == media
    without = replace(card, picture=None, details=replace(card.details, photo_url=""))
    assert "media" not in _write(without)


def test_relations() -> None:
    entries = {
        "urn:uuid:1": {"relation": {"friend": True, "colleague": True}},
        "Jane": {"relation": {}, "vCardParams": {"value": "text"}},
    }
    relations = _read(relatedTo=entries).relations
    assert relations[0] == Relation(value="urn:uuid:1", label="friend", kinds=("colleague",))
    assert _written(relations=relations)["relatedTo"] == entries


def test_a_link_to_another_contact_is_named() -> None:
    written = write_card(Card(details=ContactDetails(relations=(Relation(value="Jane", contact_id="1"),))))
    assert [notice.code for notice in written.notices] == ["link"]


def test_nicknames_languages_and_interests() -> None:
    members: dict[str, Any] = {
        "nicknames": {"n1": {"name": "Jo", "contexts": {"work": True}}, "n2": {"name": "Joey", "pref": 1}},
        "preferredLanguages": {"l1": {"language": "uk", "pref": 2}, "l2": {"language": "pl", "pref": 1}},
        "personalInfo": {"p": {"kind": "hobby", "value": "chess", "level": "high", "listAs": 1}},
    }
    details = _read(**members)
    assert (details.nickname, details.nicknames, details.languages) == ("Joey", ("Joey", "Jo"), ("pl", "uk"))
    assert details.personal_info == (
        PersonalInfo(id="p", kind="hobby", value="chess", level="high", extra={"vCardParams": {"index": "1"}}),
    )
    assert _write(Card(details=details)) == members
    fewer = _write(Card(details=replace(details, nickname="Jo", nicknames=())))["nicknames"]
    assert fewer == {"n1": members["nicknames"]["n1"]}


def test_notes_are_kept_as_they_came_until_they_are_edited() -> None:
    notes = {"n1": {"note": "Call", "author": {"name": "Jo"}}, "n2": {"note": "Write"}}
    details = _read(notes=notes)
    assert details.notes == "Call\n\nWrite"
    assert _write(Card(details=details)) == {"notes": notes}
    assert _write(Card(details=replace(details, notes="Sing"))) == {"notes": {"k1": {"note": "Sing"}}}


def test_how_to_speak_to_somebody() -> None:
    speech = {
        "grammaticalGender": "neuter",
        "pronouns": {"a": {"pronouns": "they/them", "pref": 2}, "b": {"pronouns": "xe/xir", "pref": 1}},
    }
    details = _read(speakToAs=speech)
    assert (details.pronouns, details.grammatical_gender) == ("xe/xir", "neuter")
    assert _write(Card(details=details)) == {"speakToAs": speech}
    edited = _write(Card(details=replace(details, pronouns="she/her")))["speakToAs"]
    assert edited == {"grammaticalGender": "neuter", "pronouns": {"k1": {"pronouns": "she/her"}}}


def test_texts_in_other_languages_are_ours() -> None:
    members: dict[str, Any] = {
        "name": {"components": [{"kind": "given", "value": "Ivan"}]},
        "titles": {"t1": {"kind": "title", "name": "novelist"}},
        "localizations": {"es": {"titles/t1/name": "novelista"}, "uk": {"name/components/0/value": "Іван"}},
    }
    details = _read(**members)
    assert details.localizations == {
        "es": {"organizations/t1/title": "novelista"},
        "uk": {"first_name": "Іван"},
    }
    assert "localizations" not in details.extra
    written = _write(Card(details=details))["localizations"]
    assert written == {
        "es": {"titles/t1/name": "novelista"},
        "uk": {"name/components": [{"kind": "given", "value": "Іван"}]},
    }


def test_a_pronunciation_in_another_language_is_that_of_each_component() -> None:
    spelling = {"name/phoneticSystem": "jyut", "name/phoneticScript": "Latn"}
    details = ContactDetails(
        middle_name="文 逸仙",
        middle_names=("文", "逸仙"),
        localizations={"yue": {"phonetic_middle_name": "man4 jat6sin1"}},
        extra={"localizations": {"yue": spelling}},
    )
    values = {"文": "man4", "逸仙": "jat6sin1"}
    components = [{"kind": "given2", "value": value, "phonetic": text} for value, text in values.items()]
    assert _write(Card(details=details))["localizations"] == {"yue": {"name/components": components, **spelling}}


def test_a_time_zone_of_an_address_that_has_no_name_is_a_parameter() -> None:
    addresses = (Address(street="x", time_zone="+0530"),)
    (entry,) = _written(addresses=addresses)["addresses"].values()
    assert ("timeZone" in entry, entry["vCardParams"]) == (False, {"tz": "+0530"})
    assert replace(_read(addresses={"a": entry}).addresses[0], id="") == addresses[0]


def test_a_patch_that_says_more_is_kept_until_its_text_is_edited() -> None:
    patch = {"name/full": "Іван", "name/sortAs": {"given": "іван"}}
    details = _read(name={"full": "Ivan"}, localizations={"uk": patch})
    assert _write(Card(details=details))["localizations"] == {"uk": patch}
    edited = replace(details, localizations={"uk": {"display_name": "Ваня"}})
    assert _write(Card(details=edited))["localizations"] == {"uk": {"name/full": "Ваня"}}


def test_a_translation_of_what_is_not_there_is_named() -> None:
    card = Card(details=ContactDetails(first_name="Ada", localizations={"uk": {"addresses/a/city": "Київ"}}))
    written = write_card(card)
    assert "localizations" not in written.members
    assert [notice.code for notice in written.notices] == ["localizations"]


@pytest.mark.parametrize(
    "extra",
    [
        {"extra": 1},
        {"nickNames": {}},
        {
            "emails": "nonsense",
            "name": 5,
            "media": [],
            "anniversaries": {"a": 1},
            "notes": {"a": 1},
            "titles": {"a": 5},
        },
        {"links": {"l": {}}, "localizations": {"de": {"name/full": 1}}, "vCardProps": [5, ["x"]], "speakToAs": 1},
        {"preferredLanguages": {"a b": {"language": 1}}, "addresses": {"a": 1}, "organizations": [], "uid": 5},
    ],
)
def test_what_clients_put_into_extra_makes_no_card_invalid(extra: dict[str, Any]) -> None:
    details = ContactDetails(
        first_name="Ada", notes="x", pronouns="she", languages=("uk",), birthday=PartialDate(year=1815), extra=extra
    )
    written = write_card(Card(details=details)).members
    assert replace(read_card(dict(written)).card.details, extra={}) == replace(details, extra={})


def test_a_card_makes_a_contact() -> None:
    details = _read(
        name={"components": [{"kind": "given", "value": "Ada"}], "isOrdered": True},
        addresses={"a": {"components": [{"kind": "number", "value": "5"}, {"kind": "name", "value": "Oak St"}]}},
        localizations={"uk": {"name/components/0/value": "Ада"}},
    )
    assert checked(ContactDraft(details=details, tags=())).details.first_name == "Ada"


def test_the_time_zone_of_an_address_is_the_one_it_has_now() -> None:
    address = Address(id="a", street="x", time_zone="+0530", extra={"vCardParams": {"tz": "zzz"}})
    written = write_card(Card(details=ContactDetails(addresses=(address,)))).members
    assert written["addresses"]["a"]["vCardParams"] == {"tz": "+0530"}
