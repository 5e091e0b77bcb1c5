"""The lists of a contact that JSContact has as objects by id, each with what is its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS
from shared.domain.cards.jscontact.entries import EntryForm
from shared.domain.cards.jscontact.labels import PHONE_FEATURES, Labelling
from shared.domain.cards.jscontact.residue import object_in, overlaid
from shared.domain.contacts.details import INTEREST_KIND, INTEREST_LEVEL, Handle, PersonalInfo, Phone, TextValue
from shared.domain.contacts.links import runs_script

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.contacts.details import ListValue
    from shared.domain.contacts.documents import Members

_TEL = re.compile(r"tel:([^;]+)(?:;ext=([0-9]{1,20}))?", re.ASCII)


def would_run(uri: str) -> bool:
    """Return whether a link runs a script; browsers take no notice of blanks and line ends in it."""
    return runs_script("".join(uri.split()))


def number_of_uri(uri: str) -> str:
    """Return a phone number as a person reads it: ``+1-555 ext. 12`` for ``tel:+1-555;ext=12`` (RFC 3966)."""
    match = _TEL.fullmatch(uri)
    if match is None:
        return uri
    number, extension = match.groups()
    return f"{number} ext. {extension}" if extension else number


def uri_of_number(number: str) -> str:
    """Return the reverse of ``number_of_uri``."""
    before, separator, extension = number.rpartition(" ext. ")
    return f"tel:{before};ext={extension}" if separator else f"tel:{number}"


def _read_phone(entry: Members) -> Mapping[str, Any]:
    number = entry["number"]
    readable = number_of_uri(number)
    return {"value": readable if uri_of_number(readable) == number else number}


class PhoneForm(EntryForm):
    """Phones: one that is given as a URI is kept as the number in it, with vCard's parameter that says so."""

    __slots__ = ()

    def value_of(self, value_id: str, entry: Members) -> ListValue | None:
        """Return the phone that an entry is."""
        phone = EntryForm.value_of(self, value_id, entry)
        if phone is None:
            return None
        if "value" in object_in(phone.extra, VCARD_PARAMETERS):
            return replace(phone, extra={**phone.extra, "number": entry["number"]})
        if "number" not in phone.extra:
            return phone
        extra = {name: value for name, value in phone.extra.items() if name != "number"}
        return replace(phone, extra=overlaid(extra, {VCARD_PARAMETERS: {"value": "uri"}}))

    def entry_of(self, value: ListValue) -> dict[str, Any]:
        """Return the entry that a phone is."""
        parameters = object_in(value.extra, VCARD_PARAMETERS)
        if "number" in value.extra or parameters.get("value") != "uri" or not isinstance(value, Phone):
            return EntryForm.entry_of(self, value)
        others = {name: each for name, each in parameters.items() if name != "value"}
        extra = {name: each for name, each in value.extra.items() if name != VCARD_PARAMETERS}
        extra["number"] = uri_of_number(value.value)
        return EntryForm.entry_of(self, replace(value, extra={**extra, VCARD_PARAMETERS: others} if others else extra))


def _read_link(entry: Members) -> Mapping[str, Any] | None:
    is_ours = "kind" not in entry and not would_run(entry["uri"])
    return {"value": entry["uri"]} if is_ours else None


def _read_handle(entry: Members) -> Mapping[str, Any] | None:
    if would_run(entry.get("uri", "")) or not ("uri" in entry or "user" in entry):
        return None
    members = {"value": "uri", "user_name": "user", "service": "service"}
    return {ours: entry[theirs] for ours, theirs in members.items() if theirs in entry}


def _write_handle(handle: Handle) -> dict[str, Any]:
    members = {"service": handle.service, "uri": handle.value, "user": handle.user_name}
    return {name: text for name, text in members.items() if text}


def _read_interest(entry: Members) -> Mapping[str, Any]:
    kind, level = entry.get("kind"), entry.get("level")
    return {
        "value": entry["value"],
        "kind": kind if kind in INTEREST_KIND.choices else "",
        "level": level if level in INTEREST_LEVEL.choices else "",
    }


def _write_interest(interest: PersonalInfo) -> dict[str, Any]:
    members = {"kind": interest.kind or "interest", "value": interest.value, "level": interest.level}
    return {name: text for name, text in members.items() if text or name == "value"}


LISTS: Mapping[str, tuple[str, EntryForm]] = {
    "emails": (
        "emails",
        EntryForm(
            value_type=TextValue,
            labelling=Labelling(),
            read=lambda entry: {"value": entry["address"]},
            write=lambda email: {"address": email.value},
        ),
    ),
    "phones": (
        "phones",
        PhoneForm(
            value_type=Phone,
            labelling=Labelling(features=PHONE_FEATURES),
            read=_read_phone,
            write=lambda phone: {"number": phone.value},
        ),
    ),
    "links": (
        "urls",
        EntryForm(
            value_type=TextValue,
            labelling=Labelling(),
            read=_read_link,
            write=lambda link: {"uri": link.value},
            parameters={"pref": "pref", "mediaType": "mediatype"},
        ),
    ),
    "onlineServices": (
        "handles",
        EntryForm(value_type=Handle, labelling=Labelling(), read=_read_handle, write=_write_handle),
    ),
    "personalInfo": (
        "personal_info",
        EntryForm(
            value_type=PersonalInfo,
            labelling=Labelling(contexts={}),
            read=_read_interest,
            write=_write_interest,
            has_pref=False,
            parameters={"listAs": "index"},
        ),
    ),
}
"""Members of a card that hold a list of values: what ours is called, and its form."""
