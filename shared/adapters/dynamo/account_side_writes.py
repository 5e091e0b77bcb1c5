"""What a transaction of an account writes beside it: events, tokens, messages, proofs, its entry to be erased.

Most transactions have none of these, so the models are loaded here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.erasure import Erasure

if TYPE_CHECKING:
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.action_tokens import ActionToken
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.mails import OutgoingMail
    from shared.services.ports.proofs import ProofUse
    from shared.services.ports.side_writes import SideWrite


def add_event(transaction: TransactWrite, database: Database, accounts_table: str, event: SecurityEvent) -> None:
    """Add the write of an event to a transaction."""
    from shared.adapters.dynamo.security_event_items import SecurityEventItem

    transaction.save(database.bind(SecurityEventItem, accounts_table).of(event))


def add_mail(transaction: TransactWrite, database: Database, outbox_table: str, mail: OutgoingMail) -> None:
    """Add the write of a message to a transaction."""
    from shared.adapters.dynamo.mail_items import MailItem

    transaction.save(database.bind(MailItem, outbox_table).of(mail))


def add_token(transaction: TransactWrite, database: Database, accounts_table: str, token: ActionToken) -> None:
    """Add the write of a token to a transaction, and of what lets the eraser of the account find it."""
    from shared.adapters.dynamo.action_token_items import ActionTokenItem, HeldTokenItem

    transaction.save(database.bind(ActionTokenItem, accounts_table).of(token))
    transaction.save(database.bind(HeldTokenItem, accounts_table).of(token))


def move_erasure(
    transaction: TransactWrite, database: Database, accounts_table: str, account: Account, *, replaces: Account
) -> None:
    """Enter an account into the register of erasures, or take it out, if a change of it says so."""
    if account.erase_at == replaces.erase_at:
        return
    from shared.adapters.dynamo.erasure_items import ErasureItem

    erasures = database.bind(ErasureItem, accounts_table)
    if replaces.erase_at is not None:
        transaction.delete(erasures(*ErasureItem.key(account.id, replaces.erase_at)))
    if account.erase_at is not None:
        transaction.save(erasures.of(Erasure(account_id=account.id, due_at=account.erase_at)))


def add_use(
    transaction: TransactWrite, database: Database, accounts_table: str, ephemeral_table: str, use: ProofUse
) -> None:
    """Add what uses up a proof to a transaction, on the condition that it was not used before."""
    from shared.adapters.dynamo.proof_writes import ProofWrites

    ProofWrites(database, accounts_table=accounts_table, ephemeral_table=ephemeral_table).add(transaction, use)


def add_side_write(transaction: TransactWrite, database: Database, accounts_table: str, write: SideWrite) -> None:
    """Add what is written with a new version of an account to its transaction."""
    from shared.services.ports.side_writes import FactorsChange, IdentityRemoval, PasskeysChange

    if isinstance(write, FactorsChange):
        from shared.adapters.dynamo.factor_writes import add_factors_change

        add_factors_change(transaction, database, accounts_table, write)
    elif isinstance(write, IdentityRemoval):
        from shared.adapters.dynamo.identity_writes import add_identity_removal

        add_identity_removal(transaction, database, accounts_table, write.identity)
    elif isinstance(write, PasskeysChange):
        from shared.adapters.dynamo.passkey_writes import add_passkeys_change

        add_passkeys_change(transaction, database, accounts_table, write)
    else:
        from shared.adapters.dynamo.account_conditions import require_admin

        require_admin(transaction, database, accounts_table, write.account_id)
