"""Stream of the outbox: send the mail that was put into it."""

from __future__ import annotations

from typing import Any

from shared import observe, wiring
from shared.web.records import ItemFailures, Keys, each_record

wiring.prepare("mailing")


def handler(event: dict[str, Any], context: Any) -> ItemFailures:
    """Send every new mail; report the first one that must be tried again: Lambda goes on from there."""
    wiring.wiring()  # names the service in what is logged
    observe.begin_request(context.aws_request_id)
    return each_record(event, _send)


def _send(keys: Keys) -> None:
    mail = wiring.wiring().mailing.deliver(keys["id"]["S"])
    if mail is not None:
        observe.happened(f"Mail{mail.state.capitalize()}", mail_id=mail.id, reason=mail.failure)
