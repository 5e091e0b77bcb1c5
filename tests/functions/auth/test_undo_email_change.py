"""GET and POST /api/v1/auth/undo-email-change; tests/functions/profile/test_change_email.py has what its tokens do."""

from __future__ import annotations

from tests.functions.auth.undo_email_change import PATH
from tests.support.link_tests import LinkTests


class TestUndoEmailChange(LinkTests):
    path = PATH
