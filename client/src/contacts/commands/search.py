"""``contacts search WORDS``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from contacts.commands.access import signed_in
from contacts.commands.naming import display_name
from contacts.errors import ExitCode
from contacts.service.service import PAGE_SIZE
from contacts.terminal.output import Output, note

FIELDS = "display_name,first_name,middle_name,last_name,prefix,suffix,nickname,organizations,emails,phones"


def run(arguments: Namespace) -> int:
    """Show the contacts that match all words, the best matches first."""
    output = Output(as_json=arguments.json)
    found, is_complete, is_all = _find(
        " ".join(arguments.words), arguments.limit, fields=None if arguments.json else FIELDS
    )
    output.json(found)
    output.table(
        [_row(contact) for contact in found], header=("NAME", "PHONE", "E-MAIL", "ORGANIZATION") if found else ()
    )
    if not found:
        note("Nobody was found.")
    elif not is_all:
        note(f"There are more: --limit shows more than {arguments.limit}.")
    if not is_complete:
        note("The service has not looked at all contacts yet: search again in a moment.")
    return ExitCode.DONE


def _find(query: str, limit: int, *, fields: str | None) -> tuple[list[Mapping[str, Any]], bool, bool]:
    """Return contacts, whether the search looked at all there are, and whether these are all that it found."""
    found: list[Mapping[str, Any]] = []
    is_complete = True
    for page in signed_in().service.pages("/contacts", q=query, fields=fields, limit=min(limit, PAGE_SIZE)):
        found += page["items"]
        is_complete = is_complete and page.get("complete", True)
        if len(found) >= limit:
            return found[:limit], is_complete, len(found) == limit and not page.get("next_cursor")
    return found, is_complete, True


def _row(contact: Mapping[str, Any]) -> tuple[str, str, str, str]:
    organization = next((one["name"] for one in contact.get("organizations") or () if one.get("name")), "")
    return display_name(contact), _first(contact, "phones"), _first(contact, "emails"), organization


def _first(contact: Mapping[str, Any], member: str) -> str:
    """Return the value that the contact prefers, and how many others there are."""
    values = contact.get(member) or []
    if not values:
        return ""
    preferred = next((one for one in values if one.get("primary")), values[0])
    others = f" (+{len(values) - 1})" if len(values) > 1 else ""
    return f"{preferred['value']}{others}"
