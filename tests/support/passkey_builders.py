"""Passkeys of tests."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import count
from typing import Any

from shared.domain.accounts.account import Account
from shared.domain.accounts.passkeys import Passkey
from tests.support.account_builders import NOON

_NUMBERS = count(1)


def new_passkey(account: Account, **more: Any) -> Passkey:
    """Return another passkey of an account, which nothing can sign with."""
    made = Passkey(
        id=hashlib.sha256(f"{next(_NUMBERS)}".encode()).hexdigest(),
        account_id=account.id,
        credential_id_base64url="AQEB",
        data=b"\x00\xff data",
        name="Мій телефон",
        sign_count=0,
        is_backup_eligible=True,
        is_backed_up=False,
        transports=("hybrid", "internal"),
        created_at=NOON,
    )
    return replace(made, **more)
