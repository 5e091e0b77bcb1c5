"""The personal access tokens of accounts in DynamoDB's Accounts table: one item, and one more for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.exceptions import TransactWriteError

from shared.adapters.dynamo.account_items import ProfileItem
from shared.adapters.dynamo.account_side_writes import add_event, add_mail
from shared.adapters.dynamo.attributes import all_stored
from shared.adapters.dynamo.faults import lost_races, write_faults
from shared.adapters.dynamo.personal_token_items import PersonalTokenItem, PersonalTokensItem
from shared.adapters.dynamo.reading import TableReader
from shared.services.ports.conflicts import PersonalTokensChangedError

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.personal_tokens import PersonalTokens
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.mails import OutgoingMail


class DynamoPersonalTokenStore:
    """A ports.PersonalTokenStore."""

    def __init__(self, database: Database, *, accounts_table: str, outbox_table: str) -> None:
        self._database = database
        self._accounts_table = accounts_table
        self._outbox_table = outbox_table
        self._profiles = database.bind(ProfileItem, accounts_table)
        self._all = database.bind(PersonalTokensItem, accounts_table)
        self._each = database.bind(PersonalTokenItem, accounts_table)
        self._reader = TableReader(database.connection, accounts_table)

    def get(self, account_id: str) -> PersonalTokens:
        """See ports.PersonalTokenStore. Reads with one GetItem."""
        return self._all.read(account_id, self._reader.get(*PersonalTokensItem.key(account_id)))

    def put(
        self,
        tokens: PersonalTokens,
        *,
        before: PersonalTokens,
        account: Account,
        event: SecurityEvent,
        mail: OutgoingMail | None = None,
    ) -> None:
        """See ports.PersonalTokenStore. Writes with one TransactWriteItems."""
        item = self._all.of(account.id, tokens)
        try:
            with write_faults(), self._database.transaction() as transaction:
                transaction.condition_check(
                    self._profiles, *ProfileItem.key(account.id), condition=ProfileItem.version == account.version
                )
                for token_hash in before.hashes - tokens.hashes:
                    transaction.delete(self._each(*PersonalTokenItem.key(token_hash)))
                for token in tokens.tokens.values():
                    if token.hash not in before.hashes:
                        transaction.save(self._each.of(token), condition=PersonalTokenItem.pk.does_not_exist())
                add_event(transaction, self._database, self._accounts_table, event)
                if mail is not None:
                    add_mail(transaction, self._database, self._outbox_table, mail)
                transaction.update(item, actions=all_stored(item), condition=_follows(before))
        except TransactWriteError as error:
            if lost_races(error) is None:
                raise
            raise PersonalTokensChangedError from error


def _follows(before: PersonalTokens) -> Condition:
    if not before.version:
        return PersonalTokensItem.tokens_version.does_not_exist()
    return PersonalTokensItem.tokens_version == before.version
