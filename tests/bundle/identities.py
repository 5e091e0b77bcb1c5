"""A part of the journey: somebody signs up, and somebody else signs in, with an identity at a provider."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from shared.domain.accounts.account import token_hash
from tests.bundle.changed_credentials import EMAIL
from tests.support.identity_builders import CHALLENGE, ISSUER, VERIFIER

if TYPE_CHECKING:
    from tests.bundle.journey import Journey

NEW_EMAIL = "identity@example.com"
REDIRECT_TO = "http%3A%2F%2F127.0.0.1%3A8000%2F_local%2F"


def use_identities(journey: Journey) -> None:
    """Go to a provider and come back; sign up in the place of an unverified account, link by address, unlink."""
    started = journey.request("auth.begin_with_provider", query={"redirect_to": REDIRECT_TO})
    assert started.answer["statusCode"] == 303
    assert journey.request("auth.return_from_provider").answer["statusCode"] == 400
    journey.request("auth.register", body={"email": NEW_EMAIL})
    assert "access_token" in _exchange(journey, "auth.login_with_provider", "1", NEW_EMAIL)
    token = str(_exchange(journey, "auth.login_with_provider", "2", EMAIL)["access_token"])
    linked = _exchange(journey, "auth.link_identity", "3", "", token)
    journey.know("identity_id", str(linked["id"]))
    assert journey.request("auth.unlink_identity", token=token).answer["statusCode"] == 204


def _exchange(journey: Journey, name: str, subject: str, email: str, token: str = "") -> dict[str, object]:
    """Let a browser have proven an identity, as the end of its way stores that, and exchange its code."""
    code = subject * 43
    texts = {"provider": "github", "issuer": ISSUER, "subject": subject, "challenge": CHALLENGE, "full_name": "Ada"}
    item = {name: {"S": text} for name, text in texts.items()} | ({"email": {"S": email}} if email else {})
    until = time.time() + 60
    journey.put_ephemeral(
        item
        | {"pk": {"S": f"PROOF#{token_hash(code)}"}, "expires_at": {"N": f"{until:.0f}"}}
        | {"valid_until": {"N": f"{until * 1000:.0f}"}}
        | {name: {"BOOL": bool(email)} for name in ("email_verified", "email_vouched_for")}
    )
    answer: dict[str, object] = journey.request(name, body={"code": code, "code_verifier": VERIFIER}, token=token).body
    return answer
