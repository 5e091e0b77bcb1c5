"""What the tests know of GET and POST /api/v1/auth/undo-email-change."""

from __future__ import annotations

from tests.support.arrangements import AUTH, MOVED, use_link
from tests.support.mailed_links import mailed_link
from tests.support.use_cases import UseCase

PATH = f"{AUTH}/undo-email-change"

FACTS = mailed_link(PATH, UseCase(name="undo the change of address", arranged=MOVED, act=use_link(PATH)))
