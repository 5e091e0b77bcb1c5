"""Undoing a change of address ends the passkeys that were added since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.passkey_store import MemoryPasskeyStore
from shared.domain.accounts.passkeys import Passkey, PasskeysChange
from shared.services.accounts.additions import PasskeyAdditions
from tests.support.account_builders import NOON, new_account


def test_passkeys_that_were_added_since_end_and_others_stay() -> None:
    database = MemoryDatabase()
    account = replace(new_account(), passkeys=("before", "since"))
    before, since = (
        Passkey(
            id=name,
            account_id=account.id,
            credential_id_base64url="AQ",
            data=b"",
            name=name,
            sign_count=0,
            is_backup_eligible=False,
            is_backed_up=False,
            created_at=at,
        )
        for name, at in (("before", NOON - timedelta(seconds=1)), ("since", NOON))
    )
    database.passkeys = {"before": before, "since": since}
    ended, writes = PasskeyAdditions(MemoryPasskeyStore(database)).end(account, NOON, NOON)
    assert ended == replace(account, passkeys=("before",))
    assert list(writes) == [PasskeysChange(removed=[since])]
    assert PasskeyAdditions(MemoryPasskeyStore(database)).end(account, NOON + timedelta(1), NOON) == (account, ())
