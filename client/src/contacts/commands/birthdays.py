"""``contacts birthdays``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from typing import Any

from contacts.commands.access import signed_in
from contacts.commands.naming import display_name
from contacts.errors import ExitCode
from contacts.service.service import PAGE_SIZE
from contacts.terminal.output import Output, note


def run(arguments: Namespace) -> int:
    """Show whose birthday is next, soonest first."""
    output = Output(as_json=arguments.json)
    pages = signed_in().service.pages("/contacts/birthdays", days=arguments.days, limit=PAGE_SIZE)
    found = [item for page in pages for item in page["items"]]
    output.json(found)
    output.table([_row(item) for item in found])
    if not found:
        note(f"Nobody has a birthday in the next {arguments.days} days.")
    return ExitCode.DONE


def _row(item: Mapping[str, Any]) -> tuple[str, str, str]:
    day = date.fromisoformat(item["next_birthday"])
    turns = item.get("turns")
    return f"{day:%a %d %b %Y}", display_name(item["contact"]), f"turns {turns}" if turns is not None else ""
