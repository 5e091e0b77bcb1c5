"""What the tests know of GET and POST /api/v1/auth/confirm-email."""

from __future__ import annotations

from tests.support.arrangements import AUTH, MOVING, confirm_move
from tests.support.mailed_links import mailed_link
from tests.support.use_cases import UseCase

PATH = f"{AUTH}/confirm-email"

FACTS = mailed_link(PATH, UseCase(name="confirm the new address", arranged=MOVING, act=confirm_move))
