"""A part of the journey: somebody signs up, and somebody else signs in, with an identity at a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bundle.changed_credentials import EMAIL
from tests.support.identity_builders import VERIFIER

if TYPE_CHECKING:
    from tests.bundle.journey import Journey

NEW_EMAIL = "identity@example.com"
REDIRECT_TO = "http%3A%2F%2F127.0.0.1%3A8000%2F_local%2F"
SAMPLE_CODE, SAMPLE_VERIFIER = (
    "SplxlOBeZQQYbYS6WxSbIA1hTmFSplxlOBeZQQYbYS6",
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
)
"""Those of the sample events."""


def prove_the_sample(journey: Journey) -> None:
    """Let a browser have proven the identity that the sample event links."""
    journey.prove_identity("3", "", code=SAMPLE_CODE, verifier=SAMPLE_VERIFIER)


def use_identities(journey: Journey) -> None:
    """Go to a provider and come back; sign up in the place of an unverified account; have an identity linked."""
    started = journey.request("auth.begin_with_provider", query={"redirect_to": REDIRECT_TO})
    assert started.answer["statusCode"] == 303
    assert journey.request("auth.return_from_provider").answer["statusCode"] == 400
    journey.request("auth.register", body={"email": NEW_EMAIL})
    for subject, email in (("1", NEW_EMAIL), ("2", EMAIL)):
        code = subject * 43
        journey.prove_identity(subject, email, code=code, verifier=VERIFIER)
        signed_in = journey.request("auth.login_with_provider", body={"code": code, "code_verifier": VERIFIER})
        assert "access_token" in signed_in.body
