"""What every function is tried with: its sample event, and a person's way through the service."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from local.mailbox import read_mailbox
from local.stand_in import StandIn
from shared.services.mailing import STREAM_TIME
from tests.bundle.conftest import Invocation, Invoke
from tools.template import Template

Json = dict[str, Any]
Sample = Callable[[str], Json]

ANSWERS = {
    # Before there is an account.
    "auth.login": 401,
    "auth.verify_email": 400,
    "auth.resend_verification": 202,
    "auth.register": 201,
    # Sample events carry no token.
    "profile.get": 401,
    "profile.update": 401,
    "profile.upload_avatar": 401,
    "profile.delete_avatar": 401,
    "contacts.create": 401,
    "contacts.list": 401,
    "contacts.get": 401,
    "contacts.replace": 401,
    "contacts.patch": 401,
    "contacts.delete": 401,
    "contacts.birthdays": 401,
    "system.health": 200,
    "system.ready": 200,
    "system.openapi": 200,
    "system.docs": 200,
    "system.docs_asset": 200,
    "system.not_found": 404,
}
"""The status that a function answers its sample event with."""
WITHOUT_ROUTES = ("streams.send_mail", "scheduled.sweep_outbox")
STEPS = [
    ("auth.register", 201),
    ("auth.resend_verification", 202),
    ("auth.verify_email", 200),
    ("auth.login", 200),
    ("profile.get", 200),
    ("profile.update", 200),
    ("profile.upload_avatar", 200),
    ("profile.delete_avatar", 204),
    ("contacts.create", 201),
    ("contacts.list", 200),
    ("contacts.get", 200),
    ("contacts.replace", 200),
    ("contacts.patch", 200),
    ("contacts.delete", 204),
    ("contacts.birthdays", 200),
]
"""Functions with a route that the journey calls, and the status of each of their answers."""
EMAIL = "journey@example.com"
LATE_EMAIL = "late@example.com"


class Journey:
    """From the registration to the last contact, each step by the function that the template deploys for it."""

    def __init__(self, invoke: Invoke, sample: Sample, aws: StandIn, template: Template) -> None:
        self._invoke = invoke
        self._sample = sample
        self._aws = aws
        self._outbox = template.tables["OutboxTable"].name
        self._done: dict[str, list[Invocation]] = {}

    def walk(self) -> dict[str, list[Invocation]]:
        self._request("auth.register", body={"email": EMAIL})
        self._send_pending_mail()
        self._request("auth.resend_verification", body={"email": EMAIL})
        self._send_pending_mail()
        self._request("auth.verify_email", query={"token": self._mailed_token()})
        token = self._request("auth.login", body={"email": EMAIL}).body["access_token"]
        self._request("auth.register", body={"email": EMAIL})
        self._send_pending_mail()
        for name in ("profile.get", "profile.update", "profile.upload_avatar", "profile.delete_avatar"):
            self._request(name, token=token)
        contact_id = self._request("contacts.create", token=token).body["id"]
        self._request("contacts.create", token=token)
        self._request("contacts.list", token=token)
        self._request("contacts.list", token=token, query={"sort": "-updated"})
        self._request("contacts.birthdays", token=token, query={"days": "366"})
        for name in ("contacts.get", "contacts.replace", "contacts.patch", "contacts.delete"):
            self._request(name, token=token, contact_id=contact_id)
        self._forget_mail()
        for email in (LATE_EMAIL, EMAIL):
            self._request("auth.register", body={"email": email})
        self._age_pending_mail()
        self._call("scheduled.sweep_outbox", self._sample("scheduled.sweep_outbox"))
        return self._done

    def _request(
        self,
        name: str,
        *,
        body: Json | None = None,
        query: dict[str, str] | None = None,
        token: str = "",
        contact_id: str = "",
    ) -> Invocation:
        """Send the sample event of a function with this changed in it."""
        event = self._sample(name)
        if body:
            event["body"] = json.dumps(json.loads(event["body"]) | body)
        if query:
            event["queryStringParameters"] = event.get("queryStringParameters", {}) | query
            event["rawQueryString"] = "&".join(
                f"{key}={value}" for key, value in event["queryStringParameters"].items()
            )
        if token:
            event["headers"]["authorization"] = f"Bearer {token}"
        if contact_id:
            event = json.loads(json.dumps(event).replace(event["pathParameters"]["contact_id"], contact_id))
        return self._call(name, event)

    def _send_pending_mail(self) -> None:
        """Hand what waits in the outbox to the sender, as the table's stream would."""
        event = self._sample("streams.send_mail")
        (record,) = event["Records"]
        event["Records"] = [
            {**record, "dynamodb": {**record["dynamodb"], "Keys": {"id": item["id"]}, "NewImage": item}}
            for item in self._pending()
        ]
        assert self._call("streams.send_mail", event).answer == {"batchItemFailures": []}

    def _pending(self) -> Iterator[Json]:
        return (item for item in self._mails() if "pending" in item)

    def _mails(self) -> list[Json]:
        items: list[Json] = self._aws.client("dynamodb").scan(TableName=self._outbox)["Items"]
        return items

    def _forget_mail(self) -> None:
        """Let a day go by: an owner is told once a day that somebody tried to register with the address."""
        for item in self._mails():
            self._aws.client("dynamodb").delete_item(TableName=self._outbox, Key={"id": item["id"]})

    def _age_pending_mail(self) -> None:
        """Make what waits in the outbox older than the stream's time."""
        for item in self._pending():
            self._aws.client("dynamodb").update_item(
                TableName=self._outbox,
                Key={"id": item["id"]},
                UpdateExpression="SET created_at = created_at - :time",
                ExpressionAttributeValues={":time": {"N": f"{STREAM_TIME.total_seconds() * 1000:.0f}"}},
            )

    def _mailed_token(self) -> str:
        newest = next(mail for mail in read_mailbox(self._aws.endpoint_url) if mail.to == EMAIL)
        found = re.search(r"verify-email\?token=([\w-]+)", newest.text)
        assert found
        return found[1]

    def _call(self, name: str, event: Json) -> Invocation:
        invocation = self._invoke(name, event)
        self._done.setdefault(name, []).append(invocation)
        return invocation
