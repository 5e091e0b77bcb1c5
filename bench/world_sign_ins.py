"""Second factors and identities in the world, and the requests that measure them; see ``bench.world``."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from bench.authenticator_app import AuthenticatorApp
from bench.events import Event, SampleEvents
from bench.fixed_clock import MADE_AT, MEASURED_AT
from bench.frozen_provider import ANYWHERE, PARAMETER
from bench.world_accounts import Accounts
from local.stand_in import StandIn

PROVIDER = {"name": "example"}
PROTECTED, CONFIRMING, LINKED = "protected@example.com", "confirming@example.com", "linked@example.com"


class SignIns:
    """Lets accounts have an authenticator app, begin to have one, and have an identity."""

    def __init__(self, aws: StandIn, samples: SampleEvents, accounts: Accounts) -> None:
        self._aws = aws
        self._samples = samples
        self._accounts = accounts

    def events(self, provider_url: str) -> tuple[dict[str, Event], str]:
        """Return the events, and the nonce with which a browser has gone to the provider at a URL."""
        of_provider, nonce = self._events_of_provider(provider_url)
        return of_provider | self._events_of_factors() | self._events_of_identities(), nonce

    def _events_of_factors(self) -> dict[str, Event]:
        """Return the events of second factors: each with a code of the time at which everything is measured."""
        app, recovery_code = self._protected(PROTECTED)
        confirming = self._accounts.verified(CONFIRMING)
        begun = self._begun(confirming)
        body = {"challenge": self._challenge(PROTECTED), "code": None, "recovery_code": recovery_code}
        (completed,) = self._call("auth.complete_login", body=body, at=MEASURED_AT)
        self._accounts.send_pending_mail()
        return {
            "auth.complete_login": self._samples.request(
                "auth.complete_login", body={"challenge": self._challenge(PROTECTED), "code": app.code(MEASURED_AT)}
            ),
            "profile.confirm_totp": self._samples.request(
                "profile.confirm_totp", token=confirming, body={"code": begun.code(MEASURED_AT)}
            ),
            "profile.make_recovery_codes": self._samples.request(
                "profile.make_recovery_codes", token=completed["access_token"]
            ),
        }

    def _events_of_identities(self) -> dict[str, Event]:
        """Return the event that unlinks an identity, which is linked when everything is measured."""
        self._accounts.verified(LINKED)
        token = self._accounts.signed_in_just_now(LINKED)
        self._accounts.prove_an_identity(subject="2")
        (linked,) = self._call("auth.link_identity", token=token, at=MEASURED_AT)
        self._accounts.send_pending_mail()
        ids = {"identity_id": linked["id"]}
        return {"auth.unlink_identity": self._samples.request("auth.unlink_identity", token=token, ids=ids)}

    def _events_of_provider(self, url: str) -> tuple[dict[str, Event], str]:
        """Return the events of a browser's way to the provider, and back, and the nonce that it takes there."""
        parameter = f"{self._accounts.secrets_prefix}/identity-providers"
        self._aws.client("ssm").put_parameter(Name=parameter, Value=PARAMETER.replace(ANYWHERE, url), Overwrite=True)
        name = "auth.begin_with_provider"
        sample = self._samples.sample(name)["queryStringParameters"]
        query = sample | {"redirect_to": quote(f"{self._accounts.public_url}/_local/", safe="")}
        begin = self._samples.request(name, ids=PROVIDER, query=query)
        (answer,) = self._accounts.call(name, begin, at=MEASURED_AT)
        sent = dict(parse_qsl(urlsplit(answer["headers"]["location"]).query))
        query = {"state": sent["state"], "code": "code"}
        come_back = self._samples.request("auth.return_from_provider", ids=PROVIDER, query=query)
        come_back["cookies"] = [answer["cookies"][0].partition(";")[0]]
        return {name: begin, "auth.return_from_provider": come_back}, sent["nonce"]

    def _protected(self, email: str) -> tuple[AuthenticatorApp, str]:
        """Register somebody with an authenticator app; return it, and a recovery code."""
        token = self._accounts.verified(email)
        app = self._begun(token)
        (confirmed,) = self._call("profile.confirm_totp", token=token, body={"code": app.code(MADE_AT)})
        self._accounts.send_pending_mail()
        return app, confirmed["recovery_codes"][0]

    def _begun(self, token: str) -> AuthenticatorApp:
        """Return an app that was begun to be set up."""
        (begun,) = self._call("profile.begin_totp", token=token)
        return AuthenticatorApp(begun["secret"])

    def _challenge(self, email: str) -> str:
        """Return the challenge of a sign-in whose first step was taken when everything is measured."""
        (answer,) = self._accounts.call("auth.login", self._accounts.log_in(email), at=MEASURED_AT)
        return str(json.loads(answer["body"])["second_factor"]["challenge"])

    def _call(self, name: str, *, at: datetime = MADE_AT, **request: Any) -> list[dict[str, Any]]:
        answers = self._accounts.call(name, self._samples.request(name, **request), at=at)
        return [json.loads(answer["body"]) for answer in answers]
