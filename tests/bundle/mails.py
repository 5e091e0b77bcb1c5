"""The messages of the journey: those in the outbox, and those that were sent."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from local.mailbox import read_mailbox
from local.stand_in import StandIn
from shared.domain.accounts.account import MAILS_PER_HOUR
from shared.domain.mails import STREAM_TIME
from tools.template import Template

Json = dict[str, Any]
LATE = STREAM_TIME + timedelta(hours=1)


class Mails:
    """The outbox and the mailboxes of everybody, and what time does to them."""

    def __init__(self, aws: StandIn, template: Template) -> None:
        self._aws = aws
        self._accounts = template.tables["AccountsTable"].name
        self._outbox = template.tables["OutboxTable"].name

    def all(self) -> list[Json]:
        """Return the items in the outbox."""
        items: list[Json] = self._aws.client("dynamodb").scan(TableName=self._outbox)["Items"]
        return items

    def pending(self) -> Iterator[Json]:
        """Yield the items of messages that have not been sent."""
        return (item for item in self.all() if "pending" in item)

    def token(self, page: str, email: str) -> str:
        """Return the token in the newest message to an address that has a link to this page."""
        texts = (mail.text for mail in read_mailbox(self._aws.endpoint_url) if mail.to == email)
        return next(found[1] for text in texts if (found := re.search(rf"{page}\?token=([\w-]+)", text)))

    def forget(self) -> None:
        """Let a day pass: owners are notified only once a day that somebody tried to register with their address."""
        for item in self.all():
            self._aws.client("dynamodb").delete_item(TableName=self._outbox, Key={"id": item["id"]})

    def fill_the_hour(self, email: str) -> None:
        """Let an address have been sent as many messages as one hour allows, so that the next one waits."""
        self._aws.client("dynamodb").update_item(
            TableName=self._accounts,
            Key={"pk": {"S": f"EMAIL#{email}"}, "sk": {"S": "CLAIM"}},
            UpdateExpression="SET mailed_at = :times",
            ExpressionAttributeValues={":times": {"L": [{"N": f"{time.time() * 1000:.0f}"}] * MAILS_PER_HOUR}},
        )

    def age_pending(self) -> None:
        """Make pending mail older than the stream's time, and than the hour that some of it waits for."""
        for item in self.pending():
            members = [name for name in ("created_at", "due_at") if name in item]
            self._aws.client("dynamodb").update_item(
                TableName=self._outbox,
                Key={"id": item["id"]},
                UpdateExpression="SET " + ", ".join(f"{name} = {name} - :time" for name in members),
                ExpressionAttributeValues={":time": {"N": f"{LATE.total_seconds() * 1000:.0f}"}},
            )
