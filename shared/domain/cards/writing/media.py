"""Pictures, sounds and keys: given as data or by address, which every version of vCard writes in its own way."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from shared.domain.cards.writing.lists import uri

if TYPE_CHECKING:
    from shared.domain.cards.card import Picture
    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.writing.sheet import Parameters, Sheet

_DATA = re.compile(r"data:([^;,]*)(?:;[^;,]*)*;base64,(.*)", re.DOTALL | re.IGNORECASE)
_FAMILIES = {"KEY": "application", "LOGO": "image", "PHOTO": "image", "SOUND": "audio"}


def write_photo_address(sheet: Sheet, address: str) -> None:
    """Write a photo by its address."""
    parameters: Parameters = (
        {} if sheet.profile.is_modern else {"VALUE": ("url" if sheet.profile.version == "2.1" else "uri",)}
    )
    sheet.add("PHOTO", uri(sheet, address), parameters)


def write_picture(sheet: Sheet, picture: Picture) -> None:
    """Write a photo as data."""
    _write_data(sheet, "PHOTO", picture.media_type, b64encode(picture.data).decode(), {})


def write_medium(sheet: Sheet, medium: Property, parameters: Parameters) -> None:
    """Write a picture, sound or key from another card; its data in the way of this version."""
    name = medium.name
    types = [kind for kind in parameters.get("TYPE", ()) if kind.lower() != "pref"]
    if "ENCODING" in parameters and sheet.profile.is_modern:
        kind = types[0].lower() if types else ""
        media_type = kind if "/" in kind or not kind else f"{_FAMILIES[name]}/{kind}"
        others = {key: each for key, each in parameters.items() if key not in ("ENCODING", "TYPE")}
        _write_data(sheet, name, media_type, medium.value, others, medium.group)
    elif not sheet.profile.is_modern and (data := _DATA.fullmatch(medium.value.replace("\\,", ","))):
        _write_data(sheet, name, data[1], data[2], parameters, medium.group)
    else:
        if "ENCODING" in parameters:
            parameters["ENCODING"] = (_encoding(sheet),)
        sheet.append(name, medium.value, parameters, medium.group)


def _write_data(sheet: Sheet, name: str, media_type: str, base64: str, parameters: Parameters, group: str = "") -> None:
    if sheet.profile.is_modern:
        sheet.add(name, f"data:{media_type};base64,{base64}", parameters, group)
        return
    kind = media_type.partition("/")[2].upper()
    parameters = {key: values for key, values in parameters.items() if key != "VALUE"}
    types = {"TYPE": (kind, *parameters.get("TYPE", ()))} if kind else {}
    sheet.add(name, base64, {**parameters, "ENCODING": (_encoding(sheet),), **types}, group)


def _encoding(sheet: Sheet) -> str:
    return "BASE64" if sheet.profile.version == "2.1" else "b"
