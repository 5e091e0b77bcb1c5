"""Somebody who uses the running product as people do: over HTTP, with the messages in the local mailbox."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from bench.authenticator_app import AuthenticatorApp
from local.loopback_http import Response, request
from local.stand_in import StandIn
from tests.support.product import RunningProduct, wait_until

PASSWORD = "violet tram over the river"


class Person:
    """The owner of an account, on one device: what is sent has the access token of its latest sign-in."""

    def __init__(self, product: RunningProduct, email: str) -> None:
        self.product = product
        self.email = email
        self.tokens: dict[str, Any] = {}

    def on_another_device(self, password: str = PASSWORD) -> Person:
        """Return the same person, signed in anew."""
        other = Person(self.product, self.email)
        assert other.sign_in(password).status == 200
        return other

    def send(self, method: str, path: str, content: Any = None) -> Response:
        headers = {"authorization": f"Bearer {self.tokens['access_token']}"} if self.tokens else {}
        return request(method, f"{self.product.url}/api/v1{path}", content=content, headers=headers)

    def register(self) -> None:
        """Register, verify the address, and sign in."""
        assert self.send("POST", "/auth/register", {"email": self.email, "password": PASSWORD}).status == 201
        token = self.mailed_token("verify-email")
        assert self.send("POST", f"/auth/verify-email?token={token}").status == 200
        assert self.sign_in().status == 200

    def sign_in(self, password: str = PASSWORD) -> Response:
        """Sign in, and keep the tokens if that works."""
        answer = self.send("POST", "/auth/login", {"email": self.email, "password": password})
        if answer.status == 200:
            self.tokens = answer.json()
        return answer

    def refresh(self, refresh_token: str) -> Response:
        return self.send("POST", "/auth/refresh", {"refresh_token": refresh_token})

    def add_authenticator(self) -> tuple[AuthenticatorApp, list[str]]:
        """Let signing in take a code from now on; return the app, and the recovery codes."""
        app = AuthenticatorApp(self.send("POST", "/auth/me/totp").json()["secret"])
        confirmed = self.send("POST", "/auth/me/totp/confirm", {"code": app.code(datetime.now(UTC))})
        assert confirmed.status == 200, confirmed.body
        return app, confirmed.json()["recovery_codes"]

    def let_an_hour_pass(self) -> None:
        """Move the last proof of every session of the account back by an hour, so that none is fresh."""
        dynamodb = StandIn(endpoint_url=self.product.endpoint_url).client("dynamodb")
        [table] = [name for name in dynamodb.list_tables()["TableNames"] if name.endswith("AccountsTable")]
        key = {":pk": {"S": f"ACCOUNT#{self.send('GET', '/auth/me').json()['id']}"}, ":sk": {"S": "SESSION#"}}
        sessions = dynamodb.query(
            TableName=table, KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)", ExpressionAttributeValues=key
        )["Items"]
        for session in sessions:
            before = int(session["authenticated_at"]["N"]) - timedelta(hours=1) // timedelta(milliseconds=1)
            dynamodb.put_item(TableName=table, Item={**session, "authenticated_at": {"N": str(before)}})

    def is_signed_in(self) -> bool:
        """Return whether the account routes take the access token. Fails if they refuse it for another reason."""
        answer = self.send("GET", "/auth/me")
        assert answer.status == 200 or answer.json()["code"] == "session_ended", answer.body
        return answer.status == 200

    def mails(self, email: str = "") -> list[dict[str, str]]:
        """Return the messages to an address, or to that of the account, latest first."""
        listed = request("GET", f"{self.product.url}/_local/mailbox.json").json()
        return [mail for mail in listed if mail["to"] == (email or self.email)]

    def wait_for_mail(self, subject: str, email: str = "") -> dict[str, str]:
        """Wait for a message with a subject, and return the latest."""
        wait_until(lambda: any(mail["subject"] == subject for mail in self.mails(email)))
        return next(mail for mail in self.mails(email) if mail["subject"] == subject)

    def mailed_token(self, page: str, email: str = "", but: str = "") -> str:
        """Wait for a message with a link to a page, other than one that was there before, and return its token."""
        pattern = re.compile(rf"/api/v1/auth/{page}\?token=(\S+)")

        def tokens() -> list[str]:
            found = (pattern.search(mail["text"]) for mail in self.mails(email))
            return [token for each in found if each and (token := unquote(each.group(1))) != but]

        wait_until(lambda: bool(tokens()))
        return tokens()[0]
