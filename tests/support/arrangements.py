"""Arrangements of use cases and scenarios: accounts at every stage, and an address book with two contacts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared.services.mail.mailing import LEASE_SECONDS
from tests.faults.world import PASSWORD, World
from tests.support.sample_pictures import plain
from tests.support.use_cases import Act, Outcome, Step, done, request

AUTH, ME, CONTACTS = "/api/v1/auth", "/api/v1/auth/me", "/api/v1/contacts"
EMAIL = "olena@example.com"
CREDENTIALS = {"email": EMAIL, "password": PASSWORD}
NO_CONTACT = "01JD9Z6M3K8QF5T2V7W4X0Y1R2"
FORM = "application/x-www-form-urlencoded"
MERGE_PATCH = "application/merge-patch+json"
_MULTIPART = "multipart/form-data; boundary=x"


def register(email: str = EMAIL) -> Act:
    """Return an act that registers an account."""
    return request(
        "POST",
        f"{AUTH}/register",
        signed_in=False,
        json_body={"email": email, "password": PASSWORD, "full_name": "Olena"},
    )


def create(headers: dict[str, str] | None = None, **members: Any) -> Act:
    """Return an act that creates a contact."""
    return request("POST", CONTACTS, json_body={"first_name": "Taras", **members}, headers=headers)


def upload(kind: str, *, method: str = "POST", path: str = f"{ME}/avatar") -> Act:
    """Return an act that uploads a picture of this kind, for example ``PNG``."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="me"\r\nContent-Type: image/png\r\n\r\n'
    return request(method, path, body=head + plain(kind) + b"\r\n--x--\r\n", content_type=_MULTIPART)


log_in = request("POST", f"{AUTH}/login", signed_in=False, json_body=CREDENTIALS)
verify = request(
    "GET", f"{AUTH}/verify-email?token={{verification_token}}", signed_in=False, headers={"accept": "application/json"}
)


def token(world: World) -> str:
    """Return the access token of whoever has signed in."""
    return world.known["access_token"]


def refresh(world: World) -> Outcome:
    """Use the refresh token of whoever has signed in; the same one whenever it is done."""
    body = {"refresh_token": world.known["refresh_token"]}
    return request("POST", f"{AUTH}/refresh", signed_in=False, json_body=body)(world)


def note_access_token(world: World) -> None:
    """Sign in, and keep the tokens: the requests that follow send them."""
    outcome = log_in(world)
    assert outcome.answer is not None
    world.known["access_token"] = outcome.answer.json["access_token"]
    world.known["refresh_token"] = outcome.answer.json["refresh_token"]


def break_off(world: World) -> None:
    """Leave a message as an interrupted sender does: with a lease on it."""
    world.wired.outbox.start_attempt(
        world.known["mail"], now=world.clock(), lease_seconds=LEASE_SECONDS, owner="somebody else"
    )


def _note_verification_token(world: World) -> None:
    world.known["verification_token"] = world.last_token()


forget = request("POST", f"{AUTH}/forgot-password", signed_in=False, json_body={"email": EMAIL})


move = request("PUT", f"{ME}/email", json_body={"current_password": PASSWORD, "email": "new@example.com"})


def use_link(path: str, **body: str) -> Act:
    """Return the act of using the link to a page that was sent last."""

    def act(world: World) -> Outcome:
        sent = {"token": world.known["action_token"], **body}
        return request("POST", path, signed_in=False, json_body=sent)(world)

    return act


delete_account = request("DELETE", ME)
confirm_move = use_link(f"{AUTH}/confirm-email")


def _note_action_token(world: World) -> None:
    world.known["action_token"] = world.last_action_token()


def _note_mail(world: World) -> None:
    world.known["mail"] = world.last_mail()


def _note_contact(world: World) -> None:
    contacts = (item["item_id"][2:] for item in world.state().tables["Contacts"] if "document" in item)
    world.known["contact"] = min(contacts)


def _take_tags_away(world: World) -> None:
    path, body = f"{CONTACTS}/{world.known['contact']}", {"first_name": "Lesia"}
    answer = world.send("PUT", path, token=token(world), json_body=body)
    assert answer.status == 200, answer.text


def _delete(world: World) -> None:
    answer = world.send("DELETE", f"{CONTACTS}/{world.known['contact']}", token=token(world))
    assert answer.status == 204, answer.text
    world.wait(timedelta(minutes=5))


def _ask_for_another(world: World) -> None:
    world.known["contact"] = NO_CONTACT


def let_a_second_pass(world: World) -> None:
    """Tell the messages of what follows from those before."""
    world.wait(timedelta(seconds=1))


def let_limits_fill_up(world: World) -> None:
    """Wait long enough for all limits to be refilled, but not until a challenge or a state expires."""
    world.wait(timedelta(minutes=4))


REGISTERED: tuple[Step, ...] = (done(register()),)
MAILED = (*REGISTERED, _note_verification_token, _note_mail)
UNVERIFIED = (*MAILED, note_access_token)
VERIFIED = (*MAILED, done(verify), note_access_token)
FORGOTTEN = (*VERIFIED, done(forget), _note_action_token)
DELETED = (*VERIFIED, done(delete_account), _note_action_token)
MOVING = (*VERIFIED, done(move), _note_action_token)
MOVED = (*MOVING, let_a_second_pass, done(confirm_move), _note_action_token)
TWO_CONTACTS = (
    *VERIFIED,
    done(create(emails=[{"value": "taras@example.com"}], birthday="1990-05-17", tags=["family"])),
    _note_contact,
    done(create(first_name="Lesia")),
    let_limits_fill_up,
)
UNTAGGED = (*TWO_CONTACTS, _take_tags_away)
TRASHED = (*TWO_CONTACTS, _delete)
"""The contact of the request is in the trash."""
UNTAGGED_TRASHED = (*UNTAGGED, _delete)
NOBODY = (*TWO_CONTACTS, _ask_for_another)
"""The arrangement of a request for a contact that does not exist."""
