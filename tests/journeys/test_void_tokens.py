"""What a token can still do that its owner has made void: next to nothing, and nothing that is not written down.

Account routes read the session. Contacts routes see it in the head of the book, if they read that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import jwt
import pytest

from tests.faults.world import World, world
from tests.support.facts import facts_of_functions
from tests.support.use_cases import UseCase

ANONYMOUS = {"streams", "scheduled", "queues", "system"}
"""Areas of functions that have no caller."""
UNSEEN = {
    ("ask for a link to upload a file", "201"),
    ("cancel an operation", "200"),
    ("list by name", "200"),
    ("list the operations", "200"),
    ("list the rows of an import", "200"),
    ("log out", "204"),
    ("show an import", "200"),
    ("show an operation", "200"),
}
"""The use cases that read no head, and how they end; docs/security.md names their routes. Signing out always works."""


def use_cases() -> Mapping[str, UseCase]:
    return {
        use_case.name: use_case
        for name, facts in facts_of_functions().items()
        for use_case in facts.use_cases
        if name.partition(".")[0] not in ANONYMOUS and not facts.anonymous
    }


@pytest.fixture(scope="module")
def here(root: Path) -> Iterator[World]:
    with world(root) as here:
        yield here


def test_a_void_token_is_refused_wherever_that_costs_no_request(here: World) -> None:
    empty = here.remember()
    unseen = set()
    for name, use_case in use_cases().items():
        here.put_back(empty)
        for step in use_case.arranged:
            step(here)
        account_id = jwt.decode(here.known["access_token"], options={"verify_signature": False})["sub"]
        now = here.clock()
        here.wired.account_writer.change(account_id, lambda account, now=now: account.without_sessions(now))
        here.start_process()
        label = use_case.act(here).label
        if label != "401 session_ended":
            unseen.add((name, label))
    assert unseen == UNSEEN
