"""The outcomes of a request that changes a contact in any way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.faults.world import World
from tests.support.arrangements import CONTACTS, NOBODY, TWO_CONTACTS, UNTAGGED, let_limits_fill_up, token
from tests.support.scenarios import More, Scenario, of
from tests.support.use_cases import Act, Outcome, request

_BODY = {"json_body": {"first_name": "Lesia"}}
_WRONG_BODY = {"json_body": {"first_name": 1}}
_EMPTYING_BODY = {"json_body": {"first_name": None}}
_STALE = {"headers": {"if-match": '"other"'}}


def changing(route: str, more: More | None = None) -> Iterator[Scenario]:
    """Yield the outcomes of a route with the contact's id in its path."""
    also = more or {}
    yield of(route, "200", *TWO_CONTACTS, more={**_BODY, **also})
    yield of(route, "200, nothing changes", *UNTAGGED, more={**_BODY, **also})
    yield of(route, "404", *NOBODY, more={**_BODY, **also})
    yield of(route, "412", *TWO_CONTACTS, more={**_BODY, **also, **_STALE})
    yield of(route, "422", *TWO_CONTACTS, more={**_WRONG_BODY, **also})
    yield of(route, "422, nothing left to show", *UNTAGGED, more={**_EMPTYING_BODY, **also})


def note_entity_tag(world: World) -> None:
    """Note the entity tag of the contact, as somebody has it who reads the contact and goes offline."""
    answer = world.send("GET", f"{CONTACTS}/{world.known['contact']}", token=token(world))
    world.known["etag"] = answer.headers["etag"]


def edit_online(world: World) -> None:
    """Change two members of the contact, as others do meanwhile."""
    body = {"middle_name": "Ivanovych", "notes": "theirs"}
    answer = world.send("PATCH", f"{CONTACTS}/{world.known['contact']}", token=token(world), json_body=body)
    assert answer.status == 200, answer.text
    let_limits_fill_up(world)


def edited_offline(method: str, *, etag: str = "", more: More | None = None, **members: Any) -> Act:
    """Return the act of sending an edit of the version that was noted, or of another one, to be merged."""

    def act(world: World) -> Outcome:
        headers = {"if-match": etag or world.known["etag"], "prefer": "handling=merge"}
        body = {"json_body": {"first_name": "Lesia", **members}, **(more or {})}
        return request(method, f"{CONTACTS}/{{contact}}", headers=headers, **body)(world)

    return act


OFFLINE = (*TWO_CONTACTS, note_entity_tag, edit_online)
"""The arrangement of an edit that was made offline: others have changed the contact."""


def merging(route: str, more: More | None = None) -> Iterator[Scenario]:
    """Yield the outcomes of an edit of an earlier version that is to be merged."""
    method = route.partition(" ")[0]
    for outcome, act in (
        ("200, merged", edited_offline(method, more=more)),
        ("409, conflict", edited_offline(method, more=more, notes="mine")),
        ("412, not merged", edited_offline(method, more=more, etag='"1"')),
    ):
        yield Scenario(route=route, outcome=outcome, arranged=OFFLINE, act=act)
