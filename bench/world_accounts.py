"""The accounts of the world, and the requests that make them; see ``bench.world``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.events import Event, SampleEvents
from bench.fixed_clock import MADE_AT, MEASURED_AT
from bench.passkey_device import Passkey
from bench.planted import let_be_admin, prove_identity
from bench.running import Function, call
from bench.targets import Artifacts
from local.mailbox import read_mailbox
from local.stand_in import StandIn
from tools.template import Template

PASSWORD = "violet tram over the river"  # noqa: S105 - of accounts that exist only during a measurement
NEW_PASSWORD = "seven quiet lamps on a hill"  # noqa: S105 - the same
UNVERIFIED = "petro@example.com"


class Accounts:
    """Sends requests to the functions, at the time at which the world is made, and makes accounts with them."""

    def __init__(
        self,
        aws: StandIn,
        samples: SampleEvents,
        artifacts: Artifacts,
        environments: Mapping[str, Mapping[str, str]],
        template: Template,
    ) -> None:
        self._aws = aws
        self._samples = samples
        self._artifacts = artifacts
        self._environments = environments
        self._tables = template.tables
        self._device = passkey(1)

    @property
    def secrets_prefix(self) -> str:
        """The path of the secrets."""
        return next(iter(self._environments.values()))["SECRETS_PREFIX"]

    @property
    def public_url(self) -> str:
        """The URL at which people reach the service."""
        return self._environments["auth.begin_with_provider"]["PUBLIC_URL"]

    def call(self, name: str, *events: Event, at: datetime = MADE_AT, **more: str) -> list[Any]:
        """Pass events to a function, and return its responses; ``more`` is part of its environment."""
        environment = {**self._environments[name], **self._aws.environment, **more}
        handler = f"functions.{name}.handler"
        function = Function(artifact=self._artifacts.of(name), handler=handler, environment=environment, time=at)
        return call(function, events).answers

    def id_of(self, name: str, token: str, **request: Any) -> str:
        """Create something, and return its id."""
        (created,) = self.call(name, self._samples.request(name, token=token, **request))
        return str(json.loads(created["body"])["id"])

    def register(self, email: str) -> None:
        """Register somebody."""
        self.call("auth.register", self._samples.request("auth.register", body={"email": email, "password": PASSWORD}))

    def verified(self, email: str) -> str:
        """Register somebody who verifies the address and signs in; return the access token."""
        self.register(email)
        self.send_pending_mail()
        verify = self._samples.request("auth.verify_email", query={"token": self.mailed_token()})
        self.call("auth.verify_email", verify)
        (answer,) = self.call("auth.login", self.log_in(email))
        return str(json.loads(answer["body"])["access_token"])

    def log_in(self, email: str) -> Event:
        """Return the event that signs somebody in."""
        return self._samples.request("auth.login", body={"email": email, "password": PASSWORD})

    def signed_in_just_now(self, email: str) -> str:
        """Sign in when everything is measured, since some routes ask for a recent proof; return the access token."""
        (answer,) = self.call("auth.login", self.log_in(email), at=MEASURED_AT)
        return str(json.loads(answer["body"])["access_token"])

    def events_of_links(self) -> dict[str, Event]:
        """Return the events that use the tokens in messages, each of an account of its own."""
        self._mailed("profile.delete", token=self.verified("leaving@example.com"))
        keep = {"token": self.mailed_token()}
        self.verified("forgetful@example.com")
        self._mailed("auth.forgot_password", body={"email": "forgetful@example.com"})
        reset = {"token": self.mailed_token(), "password": NEW_PASSWORD}
        token, body = self.verified("moving@example.com"), {"current_password": PASSWORD, "email": "new@example.com"}
        self._mailed("profile.change_email", token=token, body=body)
        confirm = {"token": self.mailed_token()}
        token = self.verified("moved@example.com")
        self._mailed("profile.change_email", token=token, body={**body, "email": "newer@example.com"})
        self._mailed("auth.confirm_email", body={"token": self.mailed_token()})
        bodies = {
            "auth.confirm_email": confirm,
            "auth.keep_account": keep,
            "auth.reset_password": reset,
            "auth.undo_email_change": {"token": self.mailed_token()},
        }
        self.register(UNVERIFIED)
        self.send_pending_mail()
        verify = self._samples.request("auth.verify_email", query={"token": self.mailed_token()})
        return {name: self._samples.request(name, body=each) for name, each in bodies.items()} | {
            "auth.verify_email": verify
        }

    def _mailed(self, name: str, **request: Any) -> None:
        """Send a request that has a message as its effect, and the message."""
        self.call(name, self._samples.request(name, **request))
        self.send_pending_mail()

    def send_pending_mail(self) -> None:
        """Pass what is pending in the outbox to the sender, as the table's stream would."""
        event = self._samples.stream_record("streams.send_mail", self.pending_mail(), ("id",))
        self.call("streams.send_mail", event)

    def pending_mail(self) -> dict[str, Any]:
        """Return the one message that is pending in the outbox."""
        (mail,) = self._aws.client("dynamodb").scan(
            TableName=self._tables["OutboxTable"].name, FilterExpression="attribute_exists(pending)"
        )["Items"]
        return dict(mail)

    def mailed_token(self) -> str:
        """Return the token in the link of the latest message."""
        return read_mailbox(self._aws.endpoint_url)[0].text.partition("?token=")[2].split()[0]

    def let_be_admin(self, email: str) -> str:
        """Let somebody be an administrator, and return the id of somebody else's account."""
        self.verified("somebody@example.com")
        return let_be_admin(self._aws, self._tables["AccountsTable"].name, email, other="somebody@example.com")

    def prove_an_identity(self, *, subject: str) -> None:
        """Let a browser have come back from a provider, with the code and verifier of the samples."""
        sent = json.loads(self._samples.sample("auth.link_identity")["body"])
        prove_identity(
            self._aws,
            self._tables["EphemeralTable"].name,
            code=sent["code"],
            verifier=sent["code_verifier"],
            subject=subject,
            email="ada@example.com",
            issuer="https://github.com",
            until=(MEASURED_AT + timedelta(minutes=5)).timestamp(),
        )

    def add_passkey(self, token: str) -> str:
        """Add a passkey, and return its id."""
        (added,) = self.call("profile.add_passkey", self.adding(self._device, token, MADE_AT))
        self.send_pending_mail()
        return str(json.loads(added["body"])["id"])

    def adding(self, device: Passkey, token: str, at: datetime) -> Event:
        """Return the event that adds the passkey of a device, with a challenge of then."""
        name = "profile.begin_passkey"
        (options,) = self.call(name, self._samples.request(name, token=token), at=at)
        body = {"credential": device.create(json.loads(options["body"]))}
        return self._samples.request("profile.add_passkey", token=token, body=body)

    def passkey_login(self) -> Event:
        """Return the event that signs in with the passkey that was added."""
        name = "auth.begin_passkey_login"
        (options,) = self.call(name, self._samples.request(name), at=MEASURED_AT)
        body = {"credential": self._device.get(json.loads(options["body"]))}
        return self._samples.request("auth.passkey_login", body=body)


def passkey(number: int) -> Passkey:
    """Return a passkey, always the same one of a number."""
    content = bytes([number]) * 32
    return Passkey(credential_id=content, key=Ed25519PrivateKey.from_private_bytes(content))
