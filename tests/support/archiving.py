"""The archive of an account that somebody has asked for, with an avatar and the photo of a contact."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.world import World
from tests.functions.contacts.set_photo import SET
from tests.functions.profile.get_export import export_account
from tests.support.arrangements import TWO_CONTACTS, let_limits_fill_up, upload
from tests.support.uploads import book_of
from tests.support.use_cases import Step, done


def _wait_for_the_task(world: World) -> None:
    world.known |= {"operation": world.known["account_export"], "book": book_of(world)}
    world.wait(timedelta(seconds=5))


ARCHIVING: tuple[Step, ...] = (
    *TWO_CONTACTS,
    done(upload("PNG")),
    done(SET),
    let_limits_fill_up,
    export_account,
    _wait_for_the_task,
)
