"""What a transaction of an account writes beside it: the security event that tells of it, tokens, messages, proofs.

Most transactions have none of these, so the models are loaded here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.services.ports.side_writes import OnlyWhileAdmin

if TYPE_CHECKING:
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
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
    """Add the write of a token to a transaction."""
    from shared.adapters.dynamo.action_token_items import ActionTokenItem

    transaction.save(database.bind(ActionTokenItem, accounts_table).of(token))


def add_use(
    transaction: TransactWrite, database: Database, accounts_table: str, ephemeral_table: str, use: ProofUse
) -> None:
    """Add what uses up a proof to a transaction, on the condition that it was not used before."""
    from shared.adapters.dynamo.proof_writes import ProofWrites

    ProofWrites(database, accounts_table=accounts_table, ephemeral_table=ephemeral_table).add(transaction, use)


def add_side_write(transaction: TransactWrite, database: Database, accounts_table: str, write: SideWrite) -> None:
    """Add what is written with a new version of an account to its transaction."""
    if isinstance(write, OnlyWhileAdmin):
        from shared.adapters.dynamo.account_conditions import require_admin

        require_admin(transaction, database, accounts_table, write.account_id)
    else:
        from shared.adapters.dynamo.factor_writes import add_factors_change

        add_factors_change(transaction, database, accounts_table, write)
