"""Names in messengers and social networks, for which every program has its own property."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shared.domain.cards.card import VCARD_NAME
from shared.domain.cards.reading.communication import SERVICES
from shared.domain.cards.writing.lists import is_uri, uri

if TYPE_CHECKING:
    from shared.domain.cards.writing.sheet import Parameters, Sheet
    from shared.domain.contacts.details import Handle

_SERVICE_AS_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9-]*", re.ASCII)
_NO_SERVICES = frozenset({"business", "home", "internet", "mobile", "other", "personal", "pref", "work"})


def write_handles(sheet: Sheet, handles: tuple[Handle, ...]) -> None:
    """Write handles, each under the name that it came with, or else under the one that most programs know."""
    for handle in handles:
        name = _property_of(sheet, handle)
        value = uri(sheet, handle.value) if handle.value else sheet.escaped(handle.user_name)
        sheet.add_value(name, value, handle, _parameters(sheet, handle, name))


def _property_of(sheet: Sheet, handle: Handle) -> str:
    given = str(handle.extra.get(VCARD_NAME, "")).upper()
    if given and given != "SOCIALPROFILE":
        return given
    if sheet.profile.is_extended:
        return "SOCIALPROFILE"
    is_messenger = is_uri(handle.value) and not handle.value.lower().startswith("http")
    return "X-SOCIALPROFILE" if given or not is_messenger else "IMPP"


def _parameters(sheet: Sheet, handle: Handle, name: str) -> Parameters:
    """Return the parameters with service and user name: those of RFC 9554, or those of Apple's programs."""
    parameters: Parameters = {}
    is_said = sheet.profile.is_modern and not name.startswith("X-")
    if not is_uri(handle.value) and (is_said or ":" in handle.user_name):
        parameters["VALUE"] = ("text",)
    if handle.service and SERVICES.get(name) != handle.service:
        parameters.update(_service(sheet, handle, name))
    if handle.value and handle.user_name:
        parameters["USERNAME" if sheet.profile.is_extended else "X-USER"] = (handle.user_name,)
    return parameters


def _service(sheet: Sheet, handle: Handle, name: str) -> Parameters:
    if sheet.profile.is_extended:
        return {"SERVICE-TYPE": (handle.service,)}
    is_type = name == "X-SOCIALPROFILE" and not (handle.label or handle.kinds) and sheet.profile.version != "2.1"
    if is_type and _SERVICE_AS_TYPE.fullmatch(handle.service) and handle.service.lower() not in _NO_SERVICES:
        return {"TYPE": (handle.service,)}
    return {"X-SERVICE-TYPE": (handle.service,)}
