"""Messages to send, in DynamoDB's Outbox table."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pynamodb.constants import UPDATE_ITEM
from pynamodb.exceptions import PutError, UpdateError

from shared.adapters.dynamo.faults import is_failed_condition, item_in_the_way, read_faults, write_faults
from shared.adapters.dynamo.mail_items import PENDING, MailItem
from shared.domain.errors import MailLeasedError
from shared.domain.mails import MailState, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pynamodb.expressions.update import Action

    from shared.adapters.dynamo.database import Database


class DynamoOutbox:
    """A ports.Outbox."""

    def __init__(self, database: Database, *, outbox_table: str) -> None:
        self._connection = database.connection
        self._mails = database.bind(MailItem, outbox_table)

    def add(self, mail: OutgoingMail) -> None:
        """See ports.Outbox."""
        try:
            with write_faults():
                self._mails.of(mail).save(condition=MailItem.id.does_not_exist())
        except PutError as error:
            if not is_failed_condition(error):
                raise

    def find(self, mail_id: str) -> OutgoingMail | None:
        """See ports.Outbox."""
        with read_faults():
            try:
                return self._mails.get(mail_id, consistent_read=True).to_mail()
            except MailItem.DoesNotExist:
                return None

    def list_pending(self, *, created_before: datetime, limit: int) -> Sequence[str]:
        """See ports.Outbox."""
        with read_faults():
            found = self._mails.by_pending.query(PENDING, MailItem.created_at < created_before, limit=limit)
            return [item.id for item in found]

    def start_attempt(self, mail_id: str, *, now: datetime, lease_seconds: int, owner: str) -> OutgoingMail | None:
        """See ports.Outbox."""
        is_expired = MailItem.leased_until.does_not_exist() | (MailItem.leased_until <= now)
        free = is_expired | (MailItem.leased_by == owner)
        due = MailItem.due_at.does_not_exist() | (MailItem.due_at <= now)
        actions: list[Action] = [
            MailItem.attempts.add(1),
            MailItem.leased_until.set(now + timedelta(seconds=lease_seconds)),
            MailItem.leased_by.set(owner),
        ]
        request = self._mails(mail_id).get_update_kwargs_from_instance(
            actions, condition=MailItem.pending.exists() & due & free, return_values_on_condition_failure="ALL_OLD"
        )
        try:
            with write_faults():
                response = self._connection.dispatch(UPDATE_ITEM, {**request, "ReturnValues": "ALL_NEW"})
        except ClientError as error:
            item = item_in_the_way(error) or {}
            if "pending" in item and self._mails.from_raw_data(item).to_mail().is_due(now):
                raise MailLeasedError("somebody is at the mail") from error
            return None
        return self._mails.from_raw_data(response["Attributes"]).to_mail()

    def finish(self, mail: OutgoingMail) -> None:
        """See ports.Outbox."""
        actions: list[Action] = [
            MailItem.state.set(mail.state),
            MailItem.failure.set(mail.failure),
            MailItem.leased_until.remove(),
            MailItem.leased_by.remove(),
        ]
        if mail.state != MailState.PENDING:
            actions.append(MailItem.pending.remove())
        if mail.expires_at is not None:
            actions.append(MailItem.expires_at.set(mail.expires_at))
        is_latest = MailItem.pending.exists() & (MailItem.attempts == mail.attempts)
        condition = MailItem.id.exists() if mail.state == MailState.SENT else is_latest
        try:
            with write_faults():
                self._mails(mail.id).update(actions=actions, condition=condition)
        except UpdateError as error:
            if not is_failed_condition(error):
                raise
