"""GET and POST /api/v1/auth/confirm-email; tests/functions/profile/test_change_email.py has what its tokens do."""

from __future__ import annotations

from tests.functions.auth.confirm_email import PATH
from tests.support.link_tests import LinkTests


class TestConfirmEmail(LinkTests):
    path = PATH
