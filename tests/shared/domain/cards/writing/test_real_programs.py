"""What programs that exist make necessary: a row of docs/formats.md each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.cards.card import Card, Picture
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import APPLE, COMPATIBLE, OLD_PHONES, PLAIN, PROFILES, STANDARD, Profile
from shared.domain.cards.writing.writer import WrittenCard, write_card
from shared.domain.contacts.details import (
    Address,
    ContactDetails,
    DateValue,
    Handle,
    Organization,
    Phone,
    Relation,
    TextValue,
)
from shared.domain.partial_dates import PartialDate

OF_3_0 = (APPLE, COMPATIBLE)
EARLIER = (*OF_3_0, OLD_PHONES)
MODERN = (STANDARD, PLAIN)
ALL = tuple(PROFILES.values())


def lines(written: WrittenCard) -> list[str]:
    return written.text.replace("\r\n ", "").split("\r\n")


def written(profile: Profile, **details: object) -> list[str]:
    return lines(write_card(Card(details=ContactDetails(**details)), profile))  # type: ignore[arg-type]


def codes(profile: Profile, **details: object) -> set[str]:
    card = Card(details=ContactDetails(**details))  # type: ignore[arg-type]
    return {notice.code for notice in write_card(card, profile).notices}


def url(value: str) -> tuple[TextValue, ...]:
    return (TextValue(value=value),)


@pytest.mark.parametrize("profile", ALL)
def test_a_card_has_begin_version_name_and_end(profile: Profile) -> None:
    card = written(profile, first_name="Ann")
    assert card[:2] == ["BEGIN:VCARD", f"VERSION:{profile.version}"]
    assert card[-2:] == ["END:VCARD", ""]
    assert any(line.endswith(":Ann") and line.startswith("FN") for line in card)
    assert any(line.startswith("N:;Ann;;;") for line in card)


# Radicale, khard and all that is built on vobject cut values at commas.
@pytest.mark.parametrize("profile", [COMPATIBLE, OLD_PHONES])
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("https://example.com/w_300,h_300;x", "https://example.com/w_300%2Ch_300%3Bx"),
        ("HTTP://example.com/?a=1,2", "HTTP://example.com/?a=1%2C2"),
        ("mailto:a,b@example.com", "mailto:a,b@example.com"),
    ],
)
def test_commas_and_semicolons_in_web_addresses_are_encoded(profile: Profile, value: str, text: str) -> None:
    assert f"URL:{text}" in written(profile, urls=url(value))


def test_that_holds_for_photos_and_handles_too() -> None:
    card = written(COMPATIBLE, photo_url="https://e.com/a,b", handles=(Handle(value="https://e.com/c,d"),))
    assert "PHOTO;VALUE=uri:https://e.com/a%2Cb" in card
    assert "X-SOCIALPROFILE:https://e.com/c%2Cd" in card


@pytest.mark.parametrize("profile", MODERN)
def test_addresses_are_not_escaped_in_4_0(profile: Profile) -> None:
    assert "URL:https://e.com/?a=1,2;3" in written(profile, urls=url("https://e.com/?a=1,2;3"))


@pytest.mark.parametrize("profile", EARLIER)
def test_before_4_0_there_is_one_nickname_a_line(profile: Profile) -> None:
    card = written(profile, nickname="Al", nicknames=("Al", "Bo"))
    assert [line for line in card if line.startswith("NICKNAME")] == ["NICKNAME:Al", "NICKNAME:Bo"]


def test_4_0_has_a_list_of_nicknames() -> None:
    assert "NICKNAME:Al,B\\,o" in written(STANDARD, nickname="Al", nicknames=("Al", "B,o"))


# vobject keeps 7 of 18 parts of an address, and 5 of 7 of a name.
@pytest.mark.parametrize("profile", ALL)
def test_the_street_is_made_of_detailed_parts(profile: Profile) -> None:
    address = Address(street_number="123", street_name="Main Street", floor="2", city="Rome")
    (line,) = [line for line in written(profile, addresses=(address,)) if line.startswith("ADR")]
    street = "123 Main Street, 2" if profile is OLD_PHONES else "123 Main Street\\, 2"
    assert line.split(";;", 1)[1].startswith(f"{street};Rome;;;")
    assert len(line.split(";")) == (18 if profile is STANDARD else 7)


def test_detailed_parts_are_named_where_they_are_lost() -> None:
    address = Address(street_number="123", street_name="Main Street")
    assert "address_parts" in codes(PLAIN, addresses=(address,))
    assert not codes(STANDARD, addresses=(address,))


def test_second_surname_and_generation_stand_in_the_old_parts_too() -> None:
    name = {"first_name": "Jo", "last_name": "Gil", "second_last_name": "Paz", "suffix": "MD", "generation": "III"}
    assert "N:Gil,Paz;Jo;;;MD,III;Paz;III" in written(STANDARD, **name)
    assert "N:Gil,Paz;Jo;;;MD,III" in written(PLAIN, **name)
    assert codes(COMPATIBLE, **name) == {"name_parts"}


# khal invents the missing parts of a date, and khard and khal lose a yearless one.
@pytest.mark.parametrize("profile", EARLIER)
@pytest.mark.parametrize("date", [PartialDate(year=1990, month=5), PartialDate(year=1990)])
def test_dates_without_month_and_day_have_another_name_before_4_0(profile: Profile, date: PartialDate) -> None:
    card = written(profile, birthday=date, anniversary=date, dates=(DateValue(value=date),))
    assert f"X-PARTIAL-BDAY:{date}" in card
    assert not [line for line in card if "BDAY" in line and "PARTIAL" not in line]
    assert not [line for line in card if ("ANNIVERSARY" in line or "ABDATE" in line) and "PARTIAL" not in line]


@pytest.mark.parametrize("profile", MODERN)
@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("1990-05-17", "19900517"),
        ("1990-05", "1990-05"),
        ("1990", "1990"),
        ("--02-29", "--0229"),
        ("1604-02-29", "16040229"),
    ],
)
def test_4_0_has_every_date(profile: Profile, date: str, text: str) -> None:
    assert f"BDAY:{text}" in written(profile, birthday=PartialDate.parse(date))


@pytest.mark.parametrize("profile", EARLIER)
@pytest.mark.parametrize("day", ["02-29", "05-17"])
def test_a_yearless_birthday_has_apples_parameter_before_4_0(profile: Profile, day: str) -> None:
    assert f"BDAY;X-APPLE-OMIT-YEAR=1604:1604-{day}" in written(profile, birthday=PartialDate.parse(f"--{day}"))


# khal does not read BDAY;VALUE=date.
@pytest.mark.parametrize("profile", EARLIER)
def test_a_birthday_says_no_value_type_before_4_0(profile: Profile) -> None:
    assert "BDAY:1990-05-17" in written(profile, birthday=PartialDate.parse("1990-05-17"))


@pytest.mark.parametrize("profile", ALL)
def test_the_29_february_of_a_year_is_that_of_the_year(profile: Profile) -> None:
    card = written(profile, birthday=PartialDate.parse("2000-02-29"))
    assert ("BDAY:20000229" if profile.is_modern else "BDAY:2000-02-29") in card


# KAddressBook does not see what is in a group.
@pytest.mark.parametrize("profile", [STANDARD, PLAIN, APPLE])
@pytest.mark.parametrize("label", ["home", "work"])
def test_plain_labels_need_no_group(profile: Profile, label: str) -> None:
    phone = Phone(value="1", label=label, kinds=("cell", "fax"))
    card = written(profile, phones=(phone,), emails=(TextValue(value="a@b.c", label=label),), urls=())
    assert f"TEL;TYPE={label},cell,fax:1" in card
    assert not [line for line in card if line.startswith("item")]


def test_the_standard_profile_keeps_the_word_for_a_mobile_phone() -> None:
    assert {"item1.TEL:1", "item1.X-ABLabel:mobile"} <= set(
        written(STANDARD, phones=(Phone(value="1", label="mobile"),))
    )


@pytest.mark.parametrize("profile", [PLAIN, *EARLIER])
def test_a_mobile_phone_is_a_cell_phone(profile: Profile) -> None:
    phones = (Phone(value="1", label="mobile", kinds=("work",)),)
    types = "CELL;WORK" if profile is OLD_PHONES else "TYPE=cell,work"
    assert f"TEL;{types}:1" in written(profile, phones=phones)
    assert codes(profile, phones=phones) == set()


# vobject refuses a card with PROFILE, which Apple's programs write.
@pytest.mark.parametrize("profile", ALL)
def test_that_a_card_is_one_is_said_to_those_who_say_it(profile: Profile) -> None:
    extra = {"vCardProps": [["profile", {}, "unknown", "VCard"], ["profile", {}, "unknown", "other"]]}
    card = written(profile, first_name="Ann", extra=extra)
    assert ("PROFILE:VCard" in card, "PROFILE:other" in card) == (profile in (APPLE, STANDARD), True)


# ez-vcard cuts addresses at the signs in a parameter between quotation marks, which vCard 2.1 does not have.
def test_version_2_1_has_no_quotation_marks() -> None:
    address = Address(street="Main St 1", label="home", formatted='c/o Ann; "Cafe": 1', coordinates="geo:48.2,16.3")
    card = written(OLD_PHONES, addresses=(address,))
    assert {"ADR;HOME:;;Main St 1;;;;", 'LABEL;HOME:c/o Ann\\; "Cafe": 1'} <= set(card)
    [read] = read_vcards("\r\n".join(card).encode())
    assert read.card.details.addresses == (address,)
    assert codes(OLD_PHONES, addresses=(address, Address(street="y"))) == {"parameter"}


AT = Address(street="x", coordinates="geo:1,2", time_zone="Europe/Kyiv")


# Programs know GEO and TZ, and not the parameters of an address.
@pytest.mark.parametrize("profile", ALL)
def test_the_position_of_the_only_address_is_a_property(profile: Profile) -> None:
    card = written(profile, addresses=(AT,))
    assert {"GEO:geo:1,2" if profile.is_modern else "GEO:1;2"} <= set(card)
    assert sum("GEO" in line or "TZ" in line for line in card) == 2


@pytest.mark.parametrize(
    "kept", [{}, {"geo": {"type": "home"}}, {"tz": {"value": "text"}}, {"geo": {"group": "b"}, "tz": {"group": "b"}}]
)
@pytest.mark.parametrize("profile", ALL)
def test_the_position_of_a_contact_does_not_become_that_of_an_address(profile: Profile, kept: dict[str, Any]) -> None:
    address = replace(AT, label="home", coordinates="", time_zone="")
    said = {"time_zone": "Etc/UTC"} if [*kept] == ["tz"] else {"coordinates": "geo:5,6", "time_zone": "Etc/UTC"}
    own = {"addresses": (address,), "extra": {"vCardParams": kept}, **said}
    [read] = read_vcards("\r\n".join(written(profile, **own)).encode())
    is_kept = {name: getattr(read.card.details, name) for name in said} == said
    assert (is_kept, codes(profile, **own) - {"group"}) == (profile.has_groups, set() if is_kept else {"place"})


@pytest.mark.parametrize("profile", [each for each in ALL if each.has_quotes])
@pytest.mark.parametrize("text", ["street", "country_code", "formatted", ""])
def test_an_address_that_has_a_position_stays_one(profile: Profile, text: str) -> None:
    members: dict[str, Any] = {"street": "", **({text: "UA"} if text else {})}
    address = replace(AT, **members)
    [read] = read_vcards("\r\n".join(written(profile, addresses=(address,))).encode())
    assert (read.card.details.addresses, read.card.details.coordinates) == ((address,), "")


@pytest.mark.parametrize("parameters", [{"group": "b"}, {"pref": "1"}])
def test_kept_parameters_of_a_position_are_none_of_an_address(parameters: dict[str, str]) -> None:
    card = written(PLAIN, addresses=(AT,), extra={"vCardParams": {"geo": parameters}})
    [read] = read_vcards("\r\n".join(card).encode())
    assert read.card.details.addresses == (AT,)


def test_translations_of_nothing_are_named_in_order() -> None:
    texts = {"notes": "n", "nickname": "m", "birth_place": "p", "gender": "g"}
    details = ContactDetails(first_name="Ann", localizations={"uk": texts})
    found = [each.text.split()[3] for each in write_card(Card(details=details), STANDARD).notices]
    assert found == ["NICKNAME", "NOTE", "BIRTHPLACE", "GENDER"]


@pytest.mark.parametrize("profile", [each for each in ALL if each.has_quotes])
def test_a_contact_and_its_only_address_keep_a_position_each(profile: Profile) -> None:
    own = {"addresses": (AT,), "coordinates": "geo:5,6"}
    [read] = read_vcards("\r\n".join(written(profile, **own)).encode())
    assert read.card.details.coordinates == "geo:5,6"
    assert read.card.details.addresses[0].coordinates == "geo:1,2"


def test_what_came_from_newer_formats_and_needs_quotation_marks_is_named_in_version_2_1() -> None:
    extra = {"vCardParams": {"note": {"author": "mailto:ann@example.com", "author-name": "Ann"}}, "example.com:x": 1}
    assert {"NOTE;AUTHOR-NAME=Ann:said"} <= set(written(OLD_PHONES, notes="said", extra=extra))
    assert codes(OLD_PHONES, notes="said", extra=extra) == {"parameter", "extra"}


def test_a_delivery_label_that_another_address_would_get_is_named() -> None:
    addresses = (Address(street="1", label="home"), Address(street="2", label="home", formatted="Two"))
    assert not [line for line in written(OLD_PHONES, addresses=addresses) if line.startswith("LABEL")]
    assert codes(OLD_PHONES, addresses=addresses) == {"parameter"}
    assert codes(OLD_PHONES, addresses=addresses[::-1]) == set()


@pytest.mark.parametrize("profile", [STANDARD, PLAIN, APPLE])
def test_a_label_of_ones_own_has_a_group(profile: Profile) -> None:
    card = written(profile, phones=(Phone(value="1", label="Zweithandy", kinds=("work",)),))
    assert {"item1.TEL;TYPE=work:1", "item1.X-ABLabel:Zweithandy"} <= set(card)


def test_other_programs_get_no_groups() -> None:
    phones = (Phone(value="1", label="Zweithandy"), Phone(value="2", label="mobile"), Phone(value="3", label="Work"))
    card = written(COMPATIBLE, phones=phones)
    assert {"TEL;TYPE=x-Zweithandy:1", "TEL;TYPE=cell:2", "TEL;TYPE=work:3"} <= set(card)
    assert codes(COMPATIBLE, phones=phones) == set()
    assert not [line for line in card if "." in line.partition(":")[0].replace("VERSION", "")]


def test_a_group_that_is_lost_is_named() -> None:
    extra = {"vCardProps": [["x-abadr", {"group": "item2"}, "unknown", "it"]]}
    assert "item2.X-ABADR:it" in written(APPLE, extra=extra)
    assert "X-ABADR:it" in written(COMPATIBLE, extra=extra)
    assert codes(COMPATIBLE, extra=extra) == {"group"}


# Apple's programs translate their own labels; khal shows them to people as they are.
def test_only_apple_gets_apples_labels() -> None:
    relations = (Relation(value="Bob", label="spouse"),)
    assert {"item1.X-ABRELATEDNAMES:Bob", "item1.X-ABLabel:_$!<Spouse>!$_"} <= set(written(APPLE, relations=relations))
    for profile in (STANDARD, PLAIN, COMPATIBLE, OLD_PHONES):
        assert not [line for line in written(profile, relations=relations) if "_$!<" in line]


def test_a_spouse_has_a_property_in_other_programs() -> None:
    relations = (Relation(value="Bob", label="spouse"), Relation(value="Al", label="boss"))
    assert {"X-SPOUSE:Bob", "X-RELATED;TYPE=x-boss:Al"} <= set(written(COMPATIBLE, relations=relations))


@pytest.mark.parametrize("profile", ALL)
def test_an_anniversary_is_written_once(profile: Profile) -> None:
    card = written(profile, anniversary=PartialDate.parse("2001-09-15"))
    assert len([line for line in card if "09-15" in line or "0915" in line]) == 1


def test_the_anniversary_of_apple_is_a_date_with_a_label() -> None:
    card = written(APPLE, anniversary=PartialDate.parse("2001-09-15"))
    assert {"item1.X-ABDATE:2001-09-15", "item1.X-ABLabel:_$!<Anniversary>!$_"} <= set(card)
    assert "X-ANNIVERSARY:2001-09-15" in written(COMPATIBLE, anniversary=PartialDate.parse("2001-09-15"))


@pytest.mark.parametrize("profile", ALL)
def test_three_departments_and_a_comma_survive(profile: Profile) -> None:
    organization = Organization(name="Example, Inc.", department="North", departments=("North", "Sales", "Rome"))
    comma = "," if profile is OLD_PHONES else "\\,"
    assert f"ORG:Example{comma} Inc.;North;Sales;Rome" in written(profile, organizations=(organization,))


# npm vcard4 refuses a card for PRONOUNS, and for SORT-AS on ORG.
def test_a_plain_card_has_nothing_of_rfc_9554() -> None:
    card = Card(
        details=ContactDetails(
            first_name="Ann",
            pronouns="she/her",
            language="de",
            grammatical_gender="feminine",
            organizations=(Organization(name="E", id="o1", extra={"vCardParams": {"sort-as": "e", "prop-id": "x"}}),),
            handles=(Handle(value="xmpp:a@b.c", service="Jabber", user_name="a"),),
            extra={"vCardProps": [["note", {"author": "https://e.com", "language": "de"}, "text", "n"]]},
        )
    )
    written = write_card(card, PLAIN)
    new = ("PRONOUNS", "LANGUAGE:", "GRAMGENDER", "SORT-AS", "PROP-ID", "SERVICE-TYPE", "USERNAME", "DERIVED", "AUTHOR")
    starts = [line.removeprefix("X-") for line in lines(written) if not line.startswith("X-")]
    assert not [line for line in starts for word in new if word in line.replace("X-SERVICE-TYPE", "")]
    assert {"X-PRONOUNS:she/her", "X-LANGUAGE:de", "X-GRAMGENDER:feminine", "NOTE;LANGUAGE=de:n"} <= set(lines(written))
    assert [notice.code for notice in written.notices] == ["parameter"] * 3


@pytest.mark.parametrize("profile", ALL)
@pytest.mark.parametrize(
    ("details", "name"),
    [
        ({"organizations": (Organization(name="Example"),)}, "Example"),
        ({"nickname": "Al"}, "Al"),
        ({"emails": (TextValue(value="a@example.com"),)}, "a@example.com"),
        ({"phones": (Phone(value="112"),)}, "112"),
        ({"display_name": "Doctor", "first_name": "A"}, "Doctor"),
        ({"first_name": "Ann", "last_name": "Example", "prefix": "Dr.", "suffix": "MD"}, "Dr. Ann Example MD"),
    ],
)
def test_every_card_has_a_name(profile: Profile, details: dict[str, object], name: str) -> None:
    (line,) = [line for line in written(profile, **details) if line.startswith("FN")]
    assert line.partition(":")[2] == name
    assert ("DERIVED=TRUE" in line) == (profile is STANDARD and "display_name" not in details)


def test_old_phones_read_the_name_before_the_display_name() -> None:
    for profile in EARLIER:
        names = [line.partition(":")[0] for line in written(profile, first_name="A") if line[:2] in ("N:", "FN")]
        assert names == ["N", "FN"]


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        (STANDARD, "PHOTO:data:image/jpeg;base64,AAEC"),
        (COMPATIBLE, "PHOTO;ENCODING=b;TYPE=JPEG:AAEC"),
        (OLD_PHONES, "PHOTO;ENCODING=BASE64;JPEG:AAEC"),
    ],
)
def test_a_picture_is_written_as_data(profile: Profile, text: str) -> None:
    card = Card(picture=Picture(media_type="image/jpeg", data=b"\x00\x01\x02"))
    assert text in lines(write_card(card, profile))


def test_pictures_of_other_versions_are_written_in_the_way_of_this_one() -> None:
    inline = ["logo", {"encoding": "b", "type": "PNG", "group": "g"}, "unknown", "AAEC"]
    address = ["sound", {}, "uri", "data:audio/ogg;base64,AAEC"]
    card = {"extra": {"vCardProps": [inline, address]}}
    assert {"g.LOGO:data:image/png;base64,AAEC", "SOUND:data:audio/ogg;base64,AAEC"} <= set(written(STANDARD, **card))
    assert {"g.LOGO;ENCODING=b;TYPE=PNG:AAEC", "SOUND;ENCODING=b;TYPE=OGG:AAEC"} <= set(written(APPLE, **card))


def test_kinds_of_apple() -> None:
    assert "X-ABShowAs:COMPANY" in written(APPLE, kind="org")
    members = ("urn:uuid:1", "urn:uuid:2")
    card = written(COMPATIBLE, kind="group", members=members)
    assert "X-ADDRESSBOOKSERVER-KIND:group" in card
    assert [line[-1] for line in card if line.startswith("X-ADDRESSBOOKSERVER-MEMBER:")] == ["1", "2"]
    assert {"KIND:group", "MEMBER:urn:uuid:1"} <= set(written(STANDARD, kind="group", members=members))


def test_numbers_that_came_as_addresses_go_as_addresses_in_4_0() -> None:
    phones = (Phone(value="+1-555-0100 ext. 12", extra={"vCardParams": {"value": "uri"}}),)
    assert "TEL;VALUE=uri:tel:+1-555-0100;ext=12" in written(STANDARD, phones=phones)
    assert "TEL:+1-555-0100 ext. 12" in written(COMPATIBLE, phones=phones)


def test_a_second_title_says_to_which_organization_it_belongs() -> None:
    organizations = (Organization(name="A", title="a"), Organization(name="B", title="b", role="r"))
    card = written(STANDARD, organizations=organizations)
    assert {"ORG:A", "TITLE:a", "item1.ORG:B", "item1.TITLE:b", "item1.ROLE:r"} <= set(card)
    assert codes(COMPATIBLE, organizations=organizations) == {"title"}


def test_new_groups_have_names_that_the_card_does_not_have() -> None:
    phone = Phone(value="1", label="Zelle")
    extra = {"vCardProps": [["x-a", {"group": "ITEM1"}, "unknown", "a"]]}
    assert {"item2.TEL:1", "item2.X-ABLabel:Zelle", "ITEM1.X-A:a"} <= set(
        written(STANDARD, phones=(phone,), extra=extra)
    )


def test_members_of_jscontact_are_properties() -> None:
    email = TextValue(value="a@b.c", id="e1", extra={"x/y": {"b": 1}})
    card = written(STANDARD, emails=(email,), extra={"preferredLanguages": {"de": []}, "uid": "u"})
    assert 'JSPROP;VALUE=text;JSPTR="preferredLanguages":{"de":[]}' in card
    assert 'JSPROP;VALUE=text;JSPTR="emails/e1/x~1y":{"b":1}' in card
    assert "UID;VALUE=text:u" in card
    assert codes(PLAIN, emails=(email,)) == {"extra"}


def test_links_to_contacts_are_named() -> None:
    assert codes(STANDARD, relations=(Relation(value="Bob", contact_id="c1"),)) == {"link"}


def test_translations_have_the_altid_of_what_they_translate() -> None:
    details = {
        "last_name": "Shevchenko",
        "display_name": "T. S.",
        "addresses": (Address(id="a1", city="Kyiv"), Address(id="a2", city="Kyiv")),
        "localizations": {"uk": {"last_name": "Шевченко", "addresses/a2/city": "Київ", "notes": "Примітка"}},
    }
    card = written(STANDARD, **details)
    assert {"N;ALTID=1:Shevchenko;;;;", "N;LANGUAGE=uk;ALTID=1:Шевченко;;;;", "FN:T. S."} <= set(card)
    assert "NOTE;LANGUAGE=uk;ALTID=3:Примітка" in card
    assert [line for line in card if "ADR" in line and "LANGUAGE" not in line and "ALTID=2" in line and "a2" in line]
    assert [line for line in card if "ADR" in line and "LANGUAGE=uk;ALTID=2" in line and "Київ" in line]
    assert codes(COMPATIBLE, **details) == {"localizations"}
