"""Print what vobject, or khard on top of it, reads of a file of vCards: ``vobject_or_khard.py [--khard] FILE``."""

import json
import logging
import sys
from pathlib import Path

import vobject


def _texts(value):
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [str(value)]


def with_vobject(card):
    """Return the values that vobject has, by the names of properties."""
    found = {}
    for prop in card.getChildren():
        value = prop.value
        if prop.name == "N":
            value = [value.family, value.given, value.additional, value.prefix, value.suffix]
        elif prop.name == "ADR":
            value = [value.box, value.extended, value.street, value.city, value.region, value.code, value.country]
        found.setdefault(prop.name, []).extend(_texts(value))
    return found


def with_khard(card):
    """Return what khard makes of a card."""
    from khard.contacts import VCardWrapper  # noqa: PLC0415 - only khard needs it

    read = VCardWrapper(card)
    addresses = [part for each in read.post_addresses.values() for address in each for part in address.values()]
    name = read.get_first("n")
    names = [name.family, name.given, name.additional, name.prefix, name.suffix] if name else []
    listed = {"TEL": read.phone_numbers.values(), "EMAIL": read.emails.values()}
    texts = {
        "FN": [read.formatted_name], "N": names, "ADR": addresses, "ORG": read.organisations, "TITLE": read.titles,
        "NOTE": read.notes, "NICKNAME": read.nicknames, "URL": read.webpages, "CATEGORIES": read.categories,
    }  # fmt: skip
    found = {name: _texts([*values]) for name, values in listed.items()}
    for name, values in texts.items():
        found[name] = [text for each in values for text in _texts([*each.values()] if isinstance(each, dict) else each)]
    return found


def main(file, *, khard):
    """Print a JSON array with an object for each card; one that is refused is null."""
    logging.disable()
    shown = []
    for text in Path(file).read_bytes().decode().split("\r\nEND:VCARD\r\n")[:-1]:
        try:
            card = vobject.readOne(f"{text}\r\nEND:VCARD\r\n")
            shown.append(with_khard(card) if khard else with_vobject(card))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a refusal
            shown.append(f"{type(error).__name__}: {error}")
    print(json.dumps(shown))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[-1], khard="--khard" in sys.argv)
