"""What the references find: the same fifty contacts, stored as plainly as they can be, under the same token."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.events import Event
from bench.world import CONTACTS, KEYS, World, details

TABLE = "contacts"
_TABLE_DEFINITION = {
    "TableName": TABLE,
    "KeySchema": [
        {"AttributeName": "book_id", "KeyType": "HASH"},
        {"AttributeName": "item_id", "KeyType": "RANGE"},
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceWorld:
    """A snapshot for ``bench.frozen_aws``, a reference's environment, and events: ``get``, ``list``, ``create``."""

    snapshot: Path
    environment: Mapping[str, str]
    events: Mapping[str, Event]
    contacts: tuple[Mapping[str, Any], ...]
    """What the items say, as plain values."""


def reference_world(world: World) -> ReferenceWorld:
    """Return it, and write its snapshot beside that of the world."""
    get = json.loads(json.dumps(world.events["contacts.get"]))
    claims = _claims(get["headers"]["authorization"].removeprefix("Bearer "))
    account_id = claims["sub"]
    contact_id = get["pathParameters"]["contact_id"]
    today = datetime.now(UTC)
    contacts = tuple(
        {"id": contact_id if number == 0 else another_id(contact_id, number), **_flat(details(number, today))}
        for number in range(CONTACTS)
    )
    items = [_item(account_id, contact, round(today.timestamp() * 1000)) for contact in contacts]
    tables = [{"definition": _TABLE_DEFINITION, "items": items}]
    snapshot = world.snapshot.with_name("references.json")
    snapshot.write_text(json.dumps({"parameters": {}, "tables": tables}), encoding="utf-8")
    create = json.loads(json.dumps(world.events["contacts.create"]))
    create["body"] = json.dumps(_flat(json.loads(create["body"])), ensure_ascii=False)
    key = base64.urlsafe_b64decode(KEYS["jwt-keys"].partition(":")[2]).decode()
    environment = {"CONTACTS_TABLE": TABLE, "JWT_ISSUER": claims["iss"], "JWT_KEY": key}
    events = {"get": get, "list": world.events["contacts.list"], "create": create}
    return ReferenceWorld(snapshot=snapshot, environment=environment, events=events, contacts=contacts)


def _flat(contact: Mapping[str, Any]) -> dict[str, str]:
    """Return a contact with one address and one number."""
    return {
        **{name: contact[name] for name in ("first_name", "last_name", "birthday", "notes")},
        "email": contact["emails"][0]["value"],
        "phone": contact["phones"][0]["value"],
    }


def another_id(contact_id: str, number: int) -> str:
    """Return an id of the same length, which differs in its last but two whatever the others are."""
    return f"{contact_id[:-3]}{'B' if contact_id[-3] == 'A' else 'A'}{number:02}"


def _item(account_id: str, contact: Mapping[str, str], milliseconds: int) -> dict[str, dict[str, str]]:
    texts = {name: value for name, value in contact.items() if name != "id"}
    return {
        "book_id": {"S": account_id},
        "item_id": {"S": f"C#{contact['id']}"},
        "revision": {"N": "1"},
        "created_at": {"N": str(milliseconds)},
        "updated_at": {"N": str(milliseconds)},
        **{name: {"S": value} for name, value in texts.items()},
    }


def _claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims
