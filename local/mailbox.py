"""The mail that the product has sent: nothing leaves this machine, the stand-in keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from local.loopback_http import request


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message; ``to`` has its recipients separated by commas, ``sent_at`` is ISO 8601 in UTC."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    sent_at: str


def read_mailbox(endpoint_url: str) -> list[Mail]:
    """Return all messages in the stand-in, newest first. Raises OSError if the stand-in does not respond."""
    accounts = request("GET", f"{endpoint_url}/_ministack/ses/messages").json()["messages"].values()
    messages = [message for messages in accounts for message in messages]
    return [_mail(message) for message in sorted(messages, key=lambda message: message["Timestamp"], reverse=True)]


def _mail(message: dict[str, Any]) -> Mail:
    return Mail(
        id=message["MessageId"].partition("@")[0],
        to=", ".join(message["To"]),
        subject=message["Subject"],
        text=message["BodyText"] or "",
        html=message["BodyHtml"] or "",
        sent_at=datetime.fromtimestamp(message["Timestamp"], UTC).isoformat(timespec="milliseconds"),
    )
