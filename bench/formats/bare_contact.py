"""Makes contacts of a file of vCards, as plain dicts, and writes them: ``bare_contact.py FILE [--write]``.

It is about the least that a reader and a writer in Python have to do for a contact rather than for properties: what
``bare_pass`` does; each head looked up among those that have been read before; escapes taken off; names, addresses and
organizations in parts. It knows no groups, quotation marks, charsets, encodings, versions, dates, links or errors, and
loses what it does not know.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

_FOLD = re.compile("\r\n[ \t]")
_ESCAPE = re.compile(r"\\(.)")
_SEMICOLON = re.compile(r"(?<!\\);")
_TEXTS = {"FN": "display_name", "NOTE": "notes", "UID": "uid", "PRODID": "product_id", "REV": "updated_at"}
_TEXTS |= {"BDAY": "birthday", "TITLE": "title"}
_LISTS = {"TEL": "phones", "EMAIL": "emails", "URL": "urls", "IMPP": "handles", "X-SOCIALPROFILE": "handles"}
_PARTS = {
    "N": ("last_name", "first_name", "middle_name", "prefix", "suffix"),
    "ADR": ("po_box", "extended", "street", "city", "region", "postal_code", "country"),
    "ORG": ("organization", "department"),
}
_PROPERTIES = {member: name for name, member in _TEXTS.items()}
_PROPERTIES_OF_LISTS = {"phones": "TEL", "emails": "EMAIL", "urls": "URL", "handles": "IMPP"}
Contact = dict[str, Any]


def main() -> None:  # noqa: C901 - a call for each line would be a price that it sets out to do without
    """Take the whole file at once, as ``bare_pass`` does."""
    file, is_written = Path(sys.argv[1]), "--write" in sys.argv[2:]
    before = getrusage(RUSAGE_SELF)
    cards = characters = 0
    heads: dict[str, tuple[str, list[str]]] = {}
    contact: Contact = {}
    for line in _FOLD.sub("", file.read_bytes().decode()).split("\r\n"):
        text, _, value = line.partition(":")
        head = heads.get(text)
        if head is None:
            head = heads[text] = _head(text)
        name, types = head
        if name in _TEXTS:
            contact[_TEXTS[name]] = _unescaped(value)
        elif name in _LISTS:
            contact.setdefault(_LISTS[name], []).append({"value": _unescaped(value), "kinds": types})
        elif name in _PARTS:
            _read_parts(contact, name, types, value)
        elif name == "CATEGORIES":
            contact["tags"] = value.split(",")
        elif name == "END":
            cards += 1
            if is_written:
                characters += len(_written(contact))
            contact = {}
    after = getrusage(RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cards": cards, "characters": characters, "cpu_s": used}))


def _head(text: str) -> tuple[str, list[str]]:
    name, *parameters = text.split(";")
    types = [each.partition("=")[2] for each in parameters if each[:5].upper() == "TYPE="]
    return name.rpartition(".")[2].upper(), ",".join(types).lower().split(",")


def _read_parts(contact: Contact, name: str, types: list[str], value: str) -> None:
    texts = map(_unescaped, _SEMICOLON.split(value) if "\\" in value else value.split(";"))
    parts: Contact = {part: text for part, text in zip(_PARTS[name], texts, strict=False) if text}
    if name == "ADR":
        contact.setdefault("addresses", []).append({**parts, "kinds": types})
    else:
        contact.update(parts)


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], value) if "\\" in value else value


def _written(contact: Contact) -> str:
    lines = ["BEGIN:VCARD", "VERSION:3.0"]
    for member, value in contact.items():
        if member in _PROPERTIES:
            lines.append(_folded(f"{_PROPERTIES[member]}:{_escaped(value)}"))
        elif member in _PROPERTIES_OF_LISTS:
            name = _PROPERTIES_OF_LISTS[member]
            lines += [_folded(f"{name};TYPE={','.join(each['kinds'])}:{_escaped(each['value'])}") for each in value]
        elif member == "addresses":
            lines += [_folded(f"ADR;TYPE={','.join(each['kinds'])}:{_joined('ADR', each)}") for each in value]
    lines += [_folded(f"N:{_joined('N', contact)}"), _folded(f"ORG:{_joined('ORG', contact)}")]
    lines += [f"CATEGORIES:{','.join(contact.get('tags', ()))}", "END:VCARD", ""]
    return "\r\n".join(lines)


def _joined(name: str, parts: Contact) -> str:
    return ";".join([_escaped(parts.get(part, "")) for part in _PARTS[name]])


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n") if "\n" in text else text


def _folded(line: str) -> str:
    if len(line) <= 75:
        return line
    return "\r\n ".join([line[start : start + 74] for start in range(0, len(line), 74)])


if __name__ == "__main__":
    main()
