"""A part of the journey: somebody changes their password and their address, and signs in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bundle.conftest import BCRYPT_ROUNDS

if TYPE_CHECKING:
    from tests.bundle.journey import Journey

EMAIL = "moving@example.com"
NEW_EMAIL = "moved@example.com"
PASSWORD, SECOND, THIRD = "violet tram over the river", "seven quiet lamps on a hill", "a slow ferry to the far shore"
OTHER_ROUNDS = f"{int(BCRYPT_ROUNDS) + 1}"


def change_credentials(journey: Journey) -> None:
    """Change the password and the address of a new account, undo the latter, and reset the password."""
    token = _sign_up(journey)
    journey.request("profile.change_password", body={"current_password": PASSWORD, "password": SECOND}, token=token)
    journey.request("profile.change_email", body={"current_password": SECOND, "email": NEW_EMAIL}, token=token)
    use_link(journey, "auth.confirm_email", NEW_EMAIL)
    use_link(journey, "auth.undo_email_change", EMAIL)
    journey.request("auth.forgot_password", body={"email": EMAIL})
    use_link(journey, "auth.reset_password", EMAIL, password=THIRD)
    _steal_a_session(journey)


def _sign_up(journey: Journey) -> str:
    """Return an access token of an account whose address is verified."""
    journey.request("auth.register", body={"email": EMAIL, "password": PASSWORD})
    journey.send_pending_mail()
    journey.request("auth.verify_email", query={"token": journey.mails.token("verify-email", EMAIL)})
    signed_in = journey.request("auth.login", body={"email": EMAIL, "password": PASSWORD})
    return str(signed_in.body["access_token"])


def use_link(journey: Journey, name: str, email: str, **body: str) -> None:
    """Open the link in the message to an address, and send the form behind it."""
    journey.send_pending_mail()
    page = name.partition(".")[2].replace("_", "-")
    token = journey.mails.token(page, email)
    journey.request(name, query={"token": token}, method="GET")
    journey.request(name, body={"token": token, **body})


def _steal_a_session(journey: Journey) -> None:
    """Sign in, which replaces a hash of another cost, and use a refresh token again after its successor was used."""
    credentials = {"email": EMAIL, "password": THIRD}
    first = journey.request("auth.login", body=credentials, BCRYPT_ROUNDS=OTHER_ROUNDS).body["refresh_token"]
    second = journey.request("auth.refresh", body={"refresh_token": first}).body["refresh_token"]
    journey.request("auth.refresh", body={"refresh_token": second})
    assert journey.request("auth.refresh", body={"refresh_token": first}).answer["statusCode"] == 401
