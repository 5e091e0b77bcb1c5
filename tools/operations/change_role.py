"""Makes an account that of an administrator, or of a user again: ``make admin EMAIL=ada@example.com``.

The first administrator comes about so; others are made by administrators (``PUT /api/v1/admin/accounts/{id}/role``).
Acts on the deployment that the environment names (AWS credentials and region, ACCOUNTS_TABLE, CONTACTS_TABLE,
OUTBOX_TABLE). The owner sees it in the log of the account, and gets a message. A second time changes nothing.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.account import ADMIN_ROLE, ROLES
from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.accounts.sessions import Origin
from shared.domain.email_addresses import canonical_email
from shared.domain.mails import MailKind, OutgoingMail
from shared.wiring import sources
from shared.wiring.process import wiring

if TYPE_CHECKING:
    from shared.domain.accounts.account import Account

OPERATOR = "operator"
"""Whose act it is, in the log of the account: that of whoever may write to the tables."""


class RoleNotChangedError(Exception):
    """The account cannot have the role; the message says why."""


def change_role(email: str, role: str) -> str:
    """Give the account with this address a role, and return its id. Raises RoleNotChangedError."""
    now = sources.now()
    claim = wiring().account_store.find_claim(canonical_email(email), now=now)
    if claim is None or not claim.is_verified or claim.held_for is not None:
        raise RoleNotChangedError(f"No account has the address {email}, verified.")

    def decide(account: Account) -> Account | None:
        if account.disabled_at is not None:
            raise RoleNotChangedError("The account is disabled.")
        return None if account.role == role else replace(account, role=role)

    event = SecurityEvent(
        id=sources.new_id(),
        account_id=claim.account_id,
        kind=SecurityEventKind.ROLE_CHANGED,
        at=now,
        origin=Origin(),
        admin_id=OPERATOR,
    )
    notice = OutgoingMail(id=sources.new_id(), kind=MailKind.ROLE_CHANGED, account_id=claim.account_id, created_at=now)
    return wiring().account_writer.change(claim.account_id, decide, events=[event], mails=[notice]).id


def main(arguments: list[str] | None = None) -> int:
    """Carry out the command line; return the exit status, 1 if the role cannot be changed."""
    parser = argparse.ArgumentParser(prog="python -m tools.operations.change_role", description="Change a role.")
    parser.add_argument("email", help="the e-mail address of the account, which has to be verified")
    parser.add_argument("--role", choices=ROLES, default=ADMIN_ROLE, help="(default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        account_id = change_role(options.email, options.role)
    except RoleNotChangedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(f"Account {account_id} has the role {options.role}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
