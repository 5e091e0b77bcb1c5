"""Stream of the outbox: send the messages that are added to it."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.domain.errors import MailPostponedError
from shared.web.http.records import ItemFailures, Keys, each_record
from shared.wiring import process

process.prepare("mailing")


def handler(event: dict[str, Any], context: Any) -> ItemFailures:
    """Send every new message; report the first that has to be retried, and Lambda retries from there."""
    process.wiring()  # sets the service name for the log
    observe.bind_request_id(context.aws_request_id)
    return each_record(event, _send)


def _send(keys: Keys) -> None:
    """Send a message. One that has to wait alone is left to the sweeper: in the stream, others would wait for it."""
    mail_id = keys["id"]["S"]
    try:
        mail = process.wiring().mailing.deliver(mail_id)
    except MailPostponedError as error:
        observe.count("MailPostponed", mail_id=mail_id, reason=str(error))
        return
    if mail is not None:
        observe.count(f"Mail{mail.state.capitalize()}", mail_id=mail.id, reason=mail.failure)
