"""Imports over HTTP, with the readers that are deployed."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest

from shared.domain.cards import json_values
from shared.domain.cards.decoding import CHUNK_BYTES
from shared.domain.cards.fitting import to_draft
from shared.domain.cards.forms import FORMS, CardForm
from shared.services.exchange.exporting import MEDIA_TYPES
from shared.services.exchange.formats import FORMATS, Formats
from tests.functions.conftest import CONTACTS, Person
from tests.functions.contacts.test_create import EVERYTHING
from tests.support.import_requests import bring, rows, start
from tests.support.made_exports import EXPORTS
from tests.support.sample_pictures import plain
from tests.support.wiring import MemoryWiring

ADA = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nEMAIL;TYPE=work:ada@example.com\r\n"
    "TEL:+442079460000\r\nCATEGORIES:Friends\r\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=\r\nEND:VCARD\r\n"
)
BOB = "BEGIN:VCARD\nVERSION:4.0\nUID:urn:uuid:5D0C3E7A-0000-4000-8000-000000000001\nFN:Bob\nN:;Bob;;;\nEND:VCARD\n"
NOBODY = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\r\nEND:VCARD\r\n"


@pytest.fixture(autouse=True)
def _deployed(wired: MemoryWiring) -> None:
    wired.formats, wired.fit = Formats(FORMATS), to_draft


def test_cards_become_contacts(person: Person, wired: MemoryWiring) -> None:
    found = bring(person, wired, (ADA + NOBODY + BOB).encode(), media_type="text/vcard")
    assert (found["format"], found["total"], found["state"]) == ("vcard", 3, "done")
    assert found["rows"] == {"created": 2, "merged": 0, "unchanged": 0, "skipped": 0, "failed": 1}
    ada = person.get(rows(person, found["id"])[0]["contact_id"]).json
    assert (ada["first_name"], ada["last_name"], ada["tags"]) == ("Ada", "Lovelace", ["Friends"])
    assert (ada["emails"][0]["value"], ada["phones"][0]["e164"]) == ("ada@example.com", "+442079460000")
    first, second, _ = rows(person, found["id"])
    assert [(one["line"], one["name"]) for one in (first, second)] == [(1, "Ada Lovelace"), (10, "")]
    assert "picture_left_out" in [one["code"] for one in first["notices"]]


OF_PROGRAMS = [each for each in FORMS if each.name == "ldif" or each.name.startswith("csv-")]
"""The tables of Google and Outlook, and LDIF, which have no place for a uid."""
PROGRAMS = {"csv-google": "google", "csv-google-older": "google_older", "csv-outlook": "outlook"}
OF_OURS = pytest.mark.parametrize(
    "form", [each for each in FORMS if each not in OF_PROGRAMS], ids=lambda form: form.name
)


def in_vcard(photo: str, version: str) -> bytes:
    return f"BEGIN:VCARD\nVERSION:{version}\nFN:Ada Lovelace\nN:Lovelace;Ada;;;\n{photo}\nEND:VCARD\n".encode()


PICTURE = b64encode(plain("PNG")).decode()
PICTURE_URI = f"data:image/png;base64,{PICTURE}"
MEDIA = {"1": {"kind": "photo", "uri": PICTURE_URI}}
AS_DATA = {
    "vCard 2.1": in_vcard(f"PHOTO;PNG;ENCODING=BASE64:\n {PICTURE}\n", "2.1"),
    "vCard 3.0": in_vcard(f"PHOTO;ENCODING=b;TYPE=PNG:{PICTURE}", "3.0"),
    "vCard 4.0": in_vcard(f"PHOTO:{PICTURE_URI}", "4.0"),
    "jCard": json.dumps(["vcard", [["fn", {}, "text", "Ada"], ["photo", {}, "uri", PICTURE_URI]]]).encode(),
    "JSContact": json.dumps({"@type": "Card", "version": "2.0", "name": {"full": "Ada"}, "media": MEDIA}).encode(),
    "LDIF": f"dn: cn=Ada\nobjectclass: person\ncn: Ada\njpegPhoto:: {PICTURE}\n".encode(),
}


def vcard_of(person: Person, contact_id: str) -> str:
    return person.request("GET", f"{CONTACTS}/{contact_id}", headers={"accept": "text/vcard"}, described=False).text


@pytest.mark.parametrize("name", AS_DATA)
def test_a_picture_in_a_card_becomes_the_photo_of_the_contact(person: Person, wired: MemoryWiring, name: str) -> None:
    imported = bring(person, wired, AS_DATA[name])
    [row] = rows(person, imported["id"])
    contact = person.get(row["contact_id"]).json
    assert [(one.width, one.height) for one in wired.photo_pictures.pictures.values()] == [(48, 32)]
    assert wired.photo_pictures.find(contact["photo_url"]) is not None
    assert contact["thumbnail_url"] != contact["photo_url"]
    own_export = vcard_of(person, contact["id"])
    for content in (AS_DATA[name], own_export.encode()):
        assert bring(person, wired, content, query={"duplicates": "merge"})["rows"]["unchanged"] == 1
    assert wired.photos.requests["put"] == 1


@pytest.mark.parametrize("duplicates", ["skip", "merge", "add"])
def test_the_same_cards_again_change_nothing_however_they_are_written(
    person: Person, wired: MemoryWiring, duplicates: str
) -> None:
    bring(person, wired, (ADA + BOB).encode())
    before = [(one["id"], one["revision"]) for one in person.request("GET", CONTACTS).json["items"]]
    for content in ((ADA + BOB).encode(), (BOB + ADA).replace("\r\n", "\n").encode("utf-16")):
        again = bring(person, wired, content, query={"duplicates": duplicates})
        assert again["rows"]["unchanged"] == 2
    assert [(one["id"], one["revision"]) for one in person.request("GET", CONTACTS).json["items"]] == before


def test_a_contact_of_the_book_is_known_by_its_own_uid(person: Person, wired: MemoryWiring) -> None:
    contact = person.create(first_name="Taras").json
    card = f"BEGIN:VCARD\nVERSION:4.0\nUID:{contact['uid']}\nFN:Taras\nN:;Taras;;;\nNOTE:new\nEND:VCARD\n".encode()
    assert bring(person, wired, card)["rows"]["skipped"] == 1
    assert bring(person, wired, card, query={"duplicates": "merge"})["rows"]["merged"] == 1
    merged = person.get(contact["id"]).json
    assert (merged["notes"], merged["extra"]) == ("new", {})
    assert bring(person, wired, card, query={"duplicates": "merge"})["rows"]["unchanged"] == 1


def test_a_table_is_imported_by_the_mapping_in_a_form(person: Person, wired: MemoryWiring) -> None:
    content = b"Vorname;Notiz\r\nAda;met\r\n"
    fields = (("file", content), ("mapping", b'{"Notiz": "nickname"}'))
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value for name, value in fields]
    form = b"\r\n".join([*parts, b"--x--\r\n"])
    found = bring(person, wired, form, media_type="multipart/form-data; boundary=x")
    assert (found["format"], found["rows"]["created"]) == ("csv", 1)
    [ada] = person.request("GET", CONTACTS).json["items"]
    assert (ada["first_name"], ada["nickname"]) == ("Ada", "met")


def test_a_mapping_that_does_not_fit_ends_the_import_and_says_why(person: Person, wired: MemoryWiring) -> None:
    content = b"Vorname;Notiz\r\nAda;met\r\n"
    fields = (("file", content), ("mapping", b'{"Nobody": "nickname"}'))
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value for name, value in fields]
    form = b"\r\n".join([*parts, b"--x--\r\n"])
    found = bring(person, wired, form, media_type="multipart/form-data; boundary=x")
    assert found["state"] == "failed"
    assert "Nobody" in found["problem"]


def test_a_file_of_json_that_is_damaged_ends_the_import(person: Person, wired: MemoryWiring) -> None:
    found = bring(person, wired, b'["vcard", [[', media_type="application/vcard+json")
    assert (found["state"], found["problem"]) == ("failed", "The file is not JSON, or damaged.")


def test_a_file_of_json_with_too_many_values_for_the_memory_ends_the_import(
    person: Person, wired: MemoryWiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_values, "MAX_INNER_VALUES", 10)
    too_many = b"[], " * CHUNK_BYTES  # what is in the first chunk is too little for any memory
    found = bring(person, wired, b'[["vcard", [' + too_many + b"[]]]]", media_type="application/vcard+json")
    assert (found["state"], found["problem"]) == ("failed", "There is a value in the file that is too large.")


def test_a_property_that_is_nested_deeply_is_left_out_of_its_card(person: Person, wired: MemoryWiring) -> None:
    deep = b"[" * 900 + b"]" * 900
    card = b'["vcard", [["fn", {}, "text", "Ada"], ["x-deep", {}, "unknown", ' + deep + b"]]]"
    found = bring(person, wired, card, media_type="application/vcard+json")
    assert (found["state"], found["rows"]["created"]) == ("done", 1)
    assert "no_property" in [one["code"] for one in rows(person, found["id"])[0]["notices"]]


@OF_OURS
def test_what_was_had_as_cards_changes_nothing_when_it_is_imported(
    person: Person, wired: MemoryWiring, form: CardForm
) -> None:
    person.create(**EVERYTHING)
    person.create(organizations=[{"name": "Acme", "departments": ["R", "D"]}], kind="org", tags=["Work"])
    person.create(extra={"uid": "from another program"}, phones=[{"value": "+442079460000", "label": "mobile"}])
    before = person.request("GET", CONTACTS).json
    shown = person.request("GET", CONTACTS, headers={"Accept": form.content_type}, described=False)
    found = bring(person, wired, shown.text.encode(), media_type=form.media_type)
    assert found["rows"]["unchanged"] + found["rows"]["skipped"] == 3
    assert person.request("GET", CONTACTS).json == before


@OF_OURS
def test_what_was_exported_changes_nothing_when_it_is_imported(
    person: Person, wired: MemoryWiring, form: CardForm
) -> None:
    person.create(**EVERYTHING)
    person.create(organizations=[{"name": "Acme", "departments": ["R", "D"]}], kind="org", tags=["Work"])
    person.create(extra={"uid": "from another program"}, phones=[{"value": "+442079460000", "label": "mobile"}])
    before = person.request("GET", CONTACTS).json
    [name] = [name for name, media_type in MEDIA_TYPES.items() if media_type == form.media_type]
    export = person.request("POST", EXPORTS, json_body={"format": name, **form.parameters}).json
    content = wired.files.files[person.account_id, f"exports/{export['id']}"]
    found = bring(person, wired, content)
    assert (found["format"], found["state"]) == (name, "done")
    assert found["rows"]["unchanged"] + found["rows"]["skipped"] == 3
    assert person.request("GET", CONTACTS).json == before


@OF_OURS
def test_another_word_for_the_same_label_is_no_difference(person: Person, wired: MemoryWiring, form: CardForm) -> None:
    """Tables and people say ``mobile``, where vCard has ``cell``."""
    address = {"label": "Home", "formatted": "Main St 1; Springfield", "street": "Main St 1"}
    phones = [{"value": "+442079460000", "label": label} for label in ("mobile", "Office", "Work")]
    person.create(first_name="Ada", phones=phones, addresses=[address])
    shown = person.request("GET", CONTACTS, headers={"Accept": form.content_type}, described=False)
    found = bring(person, wired, shown.text.encode(), media_type=form.media_type)
    assert found["rows"]["unchanged"] == 1


NOTICES = {"ldif": {"A file of LDIF has no tags."}}


def asked_for(form: CardForm) -> dict[str, str]:
    [name] = [name for name, media_type in MEDIA_TYPES.items() if media_type == form.media_type]
    return {"format": name, **form.parameters}


@pytest.mark.parametrize("form", OF_PROGRAMS, ids=lambda form: form.name)
@pytest.mark.parametrize("duplicates", ["skip", "merge", "add"])
def test_what_was_exported_for_a_program_changes_nothing_when_it_comes_back(
    person: Person, wired: MemoryWiring, form: CardForm, duplicates: str
) -> None:
    person.create(
        first_name="Olena",
        last_name="Шевченко",
        notes="=1+1\nmet",
        tags=["Work"],
        birthday="1990-05-17",
        phones=[{"value": "+442079460000", "label": "home"}, {"value": "+1 650 253 0000", "label": "mobile"}],
        emails=[{"value": "olena@example.com"}],
        addresses=[{"label": "home", "street": "Main St 1", "city": "Kyiv", "country": "Ukraine"}],
        organizations=[{"name": "Acme", "title": "Boss"}],
    )
    export = person.request("POST", EXPORTS, json_body=asked_for(form)).json
    assert {one["text"] for one in export["notices"]} == NOTICES.get(form.name, set())
    content = wired.files.files[person.account_id, f"exports/{export['id']}"]
    found = bring(person, wired, content, query={"duplicates": duplicates})
    assert (found["table"] or {}).get("program") == PROGRAMS.get(form.name)
    assert found["rows"]["unchanged"] == 1


@pytest.mark.parametrize("form", OF_PROGRAMS, ids=lambda form: form.name)
def test_what_the_table_of_a_program_has_no_column_for_is_told(person: Person, form: CardForm) -> None:
    person.create(**EVERYTHING)
    notices = person.request("POST", EXPORTS, json_body=asked_for(form)).json["notices"]
    assert {one["code"] for one in notices} == {"not_held"}


TABLE = "Vorname;Geburtstag;Notiz\r\nZoë;03/04/1990;a|b\r\n"


def test_what_was_found_out_about_a_table_is_shown(person: Person, wired: MemoryWiring) -> None:
    found = bring(person, wired, TABLE.encode("cp1252"))["table"]
    assert (found["encoding"], found["delimiter"], found["header_line"]) == ("cp1252", ";", 1)
    assert found["mapping"] == {"Vorname": "first_name", "Geburtstag": "birthday", "Notiz": "notes"}
    assert found["date_orders"] == {"Geburtstag": "ambiguous"}
    plain = bring(person, wired, b"Ada;ada@example.com\r\nBob;bob@example.com\r\n", query={"dry_run": "true"})["table"]
    assert (plain["header_line"], [one["code"] for one in plain["notices"]]) == (0, ["no_header"])
    assert bring(person, wired, ADA.encode())["table"] is None


def test_what_is_said_of_a_table_counts_more_than_what_is_found(person: Person, wired: MemoryWiring) -> None:
    said = {"encoding": "cp1250", "delimiter": ";", "date_order": "month_first"}
    found = bring(person, wired, TABLE.replace("ë", "ř").encode("cp1250"), query=said)
    assert (found["table"]["encoding"], found["table"]["notices"]) == ("cp1250", [])
    assert found["table"]["date_orders"] == {"Geburtstag": "month_first"}
    [contact] = person.request("GET", CONTACTS).json["items"]
    assert (contact["first_name"], contact["birthday"]) == ("Zoř", "1990-03-04")
    other = bring(person, wired, TABLE.encode(), query={"delimiter": "|"})
    assert other["table"]["delimiter"] == "|"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"encoding": "klingon"}, ("encoding", "unknown_encoding")),
        ({"delimiter": '"'}, ("delimiter", "not_a_delimiter")),
        ({"delimiter": ";;"}, ("delimiter", "too_long")),
        ({"date_order": "ambiguous"}, ("date_order", "not_one_of")),
    ],
)
def test_what_no_table_has_is_refused(person: Person, said: dict[str, str], code: tuple[str, str]) -> None:
    answer = start(person, TABLE.encode(), query=said)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert [(one["parameter"], one["code"]) for one in answer.json["errors"]] == [code]
