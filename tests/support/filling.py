"""An operation that goes on in the background: the filling in of phone numbers."""

from __future__ import annotations

from tests.faults.world import World
from tests.support.arrangements import ME, VERIFIED, create, let_limits_fill_up
from tests.support.use_cases import Step, done, request

OPERATIONS = "/api/v1/operations"


def _note_operation(world: World) -> None:
    [operation] = [item for item in world.state().tables["Contacts"] if item["item_id"].startswith("OP#")]
    world.known |= {"book": operation["book_id"], "operation": operation["item_id"].removeprefix("OP#")}


FILLING: tuple[Step, ...] = (
    *VERIFIED,
    done(create(phones=[{"value": "044 123 45 67"}])),
    done(request("PUT", ME, json_body={"phone_region": "UA"})),
    let_limits_fill_up,
    _note_operation,
)
"""A book with a number that could not be read, and the operation that will read it."""
