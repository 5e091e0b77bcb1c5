"""GET and POST /api/v1/auth/keep-account; tests/functions/profile/test_delete.py has what its tokens do."""

from __future__ import annotations

from tests.functions.auth.keep_account import PATH
from tests.support.link_tests import LinkTests


class TestKeepAccount(LinkTests):
    path = PATH
