"""The world of the references: the same fifty contacts, stored as plainly as possible, and an equivalent token.

They read the machine's clock, by which the world's token is from the future (``bench.fixed_clock``). So they get one
that differs only in its two times, and is valid for years.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt

from bench.events import Event
from bench.fixed_clock import MADE_AT, TODAY
from bench.world import CONTACTS, KEYS, World, details

TABLE = "contacts"
_TWENTY_YEARS = round(timedelta(days=20 * 365).total_seconds())
"""In seconds."""
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
    """The content of the items, as plain values."""


def reference_world(world: World) -> ReferenceWorld:
    """Return the world of the references, and write its snapshot beside that of ``world``."""
    key = base64.urlsafe_b64decode(KEYS["jwt-keys"].partition(":")[2])
    get, page, create = (
        _with_token_for_years(world.events[name], key) for name in ("contacts.get", "contacts.list", "contacts.create")
    )
    claims = jwt.decode(_token(get), options={"verify_signature": False})
    account_id = claims["sub"]
    contact_id = get["pathParameters"]["contact_id"]
    contacts = tuple(
        {"id": contact_id if number == 0 else another_id(contact_id, number), **_flat(details(number, TODAY))}
        for number in range(CONTACTS)
    )
    items = [_item(account_id, contact, round(MADE_AT.timestamp() * 1000)) for contact in contacts]
    tables = [{"definition": _TABLE_DEFINITION, "items": items}]
    snapshot = world.snapshot.with_name("references.json")
    snapshot.write_text(json.dumps({"parameters": {}, "tables": tables}), encoding="utf-8")
    create["body"] = json.dumps(_flat(json.loads(create["body"])), ensure_ascii=False)
    environment = {"CONTACTS_TABLE": TABLE, "JWT_ISSUER": claims["iss"], "JWT_KEY": key.decode()}
    events = {"get": get, "list": page, "create": create}
    return ReferenceWorld(snapshot=snapshot, environment=environment, events=events, contacts=contacts)


def expert_world(world: World) -> ReferenceWorld:
    """Return the world of ``expert``: the service's own tables, and the token with other times."""
    key = base64.urlsafe_b64decode(KEYS["jwt-keys"].partition(":")[2])
    environment = {**world.environments["contacts.get"], "JWT_KEY": key.decode()}
    event = _with_token_for_years(world.events["contacts.get"], key)
    return ReferenceWorld(snapshot=world.snapshot, environment=environment, events={"get": event}, contacts=())


def _flat(contact: Mapping[str, Any]) -> dict[str, str]:
    """Return a contact with one address and one number."""
    return {
        **{name: contact[name] for name in ("first_name", "last_name", "birthday", "notes")},
        "email": contact["emails"][0]["value"],
        "phone": contact["phones"][0]["value"],
    }


def another_id(contact_id: str, number: int) -> str:
    """Return an id of the same length that differs in the third character from the end, whatever the other ids are."""
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


def _with_token_for_years(event: Event, key: bytes) -> Event:
    """Return a copy of an event, of the same length, with a token issued 20 years earlier that expires 20 later."""
    own: Event = json.loads(json.dumps(event))
    token = _token(event)
    claims = jwt.decode(token, options={"verify_signature": False})
    claims |= {"iat": claims["iat"] - _TWENTY_YEARS, "exp": claims["exp"] + _TWENTY_YEARS}
    header = {name: jwt.get_unverified_header(token)[name] for name in ("kid", "typ")}
    own["headers"]["authorization"] = f"Bearer {jwt.encode(claims, key, algorithm='HS256', headers=header)}"
    return own


def _token(event: Event) -> str:
    return str(event["headers"]["authorization"]).removeprefix("Bearer ")
