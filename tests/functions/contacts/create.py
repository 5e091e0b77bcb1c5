"""What the tests know of POST /api/v1/contacts."""

from __future__ import annotations

from tests.faults.world import World
from tests.support.arrangements import (
    CONTACTS,
    MAILED,
    TWO_CONTACTS,
    VERIFIED,
    create,
    note_access_token,
    token,
    verify,
)
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, done

ROUTE = f"POST {CONTACTS}"
_PLAIN = {"first_name": "Lesia"}
_KEY = {"idempotency-key": "once"}
_WITH_KEY = {"json_body": _PLAIN, "headers": _KEY}


def _create_with_key(world: World) -> None:
    answer = world.send("POST", CONTACTS, token=token(world), **_WITH_KEY)
    assert answer.status == 201, answer.text


WITH_NEW_TAGS = UseCase(
    name="create a contact, with new tags",
    adds=True,
    arranged=TWO_CONTACTS,
    act=create(tags=["family", "friends"]),
)
WITH_KEY = UseCase(
    name="create a contact, with Idempotency-Key",
    arranged=VERIFIED,
    act=create(_KEY, tags=["friends"]),
)
WITH_OLD_TOKEN = UseCase(
    name="create a contact, with a token from before verifying",
    adds=True,
    arranged=(*MAILED, note_access_token, done(verify)),
    act=create(),
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    # The second one repeats the first, with the same Idempotency-Key.
    journey=Visit(status=201, queries=({}, {}), moment=Moment.CREATING, gives="contact_id"),
    use_cases=(
        UseCase(name="create a contact", adds=True, arranged=VERIFIED, act=create()),
        WITH_NEW_TAGS,
        WITH_KEY,
        WITH_OLD_TOKEN,
    ),
    scenarios=(
        of(ROUTE, "201", *VERIFIED, more={"json_body": _PLAIN}),
        like(WITH_NEW_TAGS, ROUTE, "201, with tags"),
        like(WITH_KEY, ROUTE, "201, with Idempotency-Key"),
        of(ROUTE, "201, repeated key", *VERIFIED, _create_with_key, more=_WITH_KEY),
        of(
            ROUTE,
            "422, reused key",
            *VERIFIED,
            _create_with_key,
            more={"json_body": {"first_name": "Ivan"}, "headers": _KEY},
        ),
        like(WITH_OLD_TOKEN, ROUTE, "201, token from before verifying"),
        of(ROUTE, "400", *VERIFIED, more={"body": "{", "content_type": "application/json"}),
        of(ROUTE, "415", *VERIFIED, more={"body": "first_name=Lesia", "content_type": "text/plain"}),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"first_name": 1}}),
        *refused(ROUTE, more={"json_body": _PLAIN}),
    ),
)
