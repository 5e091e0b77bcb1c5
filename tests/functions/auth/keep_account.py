"""What the tests know of GET and POST /api/v1/auth/keep-account."""

from __future__ import annotations

from tests.support.arrangements import AUTH, DELETED, use_link
from tests.support.mailed_links import mailed_link
from tests.support.use_cases import UseCase

PATH = f"{AUTH}/keep-account"

FACTS = mailed_link(PATH, UseCase(name="undo the deletion of the account", arranged=DELETED, act=use_link(PATH)))
