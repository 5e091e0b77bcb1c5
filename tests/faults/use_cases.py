"""What people and clocks do to the service, as requests that can be sent again."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from functions.scheduled import sweep_outbox
from functions.streams import send_mail
from shared.services.mail.mailing import LEASE_SECONDS
from tests.faults.world import PASSWORD, World
from tests.functions.client import Answer
from tests.shared.domain.pictures.drawing import plain

AUTH, ME, CONTACTS = "/api/v1/auth", "/api/v1/auth/me", "/api/v1/contacts"
EMAIL = "olena@example.com"
_MERGE_PATCH = "application/merge-patch+json"
_FORM = "multipart/form-data; boundary=x"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: ``label`` for the table, whether the other side will come back, and the answer over HTTP."""

    label: str
    answer: Answer | None = None

    @property
    def code(self) -> str:
        """The code of a problem."""
        return self.label.partition(" ")[2]


Step = Callable[[World], object]
Act = Callable[[World], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """Something done to the service, after what has to be ``arranged``; ``again`` is how it is tried once more.

    ``in_steps`` says which writes it takes when it takes several; then a fault may leave it between them.
    ``adds``: doing it twice comes to more than doing it once.
    """

    name: str
    arranged: tuple[Step, ...] = ()
    act: Act
    again: Act | None = None
    in_steps: str = ""
    adds: bool = False

    def repeat(self, world: World) -> Outcome:
        return (self.again or self.act)(world)


def request(method: str, path: str, *, signed_in: bool = True, **more: Any) -> Act:
    """A request; the path may name what the world knows: ``{contact}``."""

    def act(world: World) -> Outcome:
        token = world.known["access_token"] if signed_in else None
        answer = world.send(method, path.format(**world.known), token=token, **more)
        code = f" {answer.code}" if answer.status >= 400 else ""
        return Outcome(f"{answer.status}{code}", answer)

    return act


def _done(act: Act) -> Step:
    def step(world: World) -> None:
        outcome = act(world)
        assert outcome.answer is not None
        assert outcome.answer.status < 300, outcome

    return step


def _note_contact(world: World) -> None:
    world.known["contact"] = next(iter(_contacts(world)))


def _contacts(world: World) -> list[str]:
    return sorted(item["item_id"][2:] for item in world.state().tables["Contacts"] if "document" in item)


def _log_in(world: World) -> None:
    outcome = log_in(world)
    assert outcome.answer is not None
    world.known["access_token"] = outcome.answer.json["access_token"]


def _note_token(world: World) -> None:
    world.known["verification_token"] = world.last_token()


def _note_mail(world: World) -> None:
    world.known["mail"] = world.last_mail()


def _break_off(world: World) -> None:
    world.wired.outbox.start_attempt(world.known["mail"], now=world.clock(), lease_seconds=LEASE_SECONDS)


def _wait_for_the_sweeper(world: World) -> None:
    world.wait(timedelta(minutes=16))


def _picture(kind: str) -> dict[str, Any]:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="me"\r\nContent-Type: image/png\r\n\r\n'
    return {"body": head + plain(kind) + b"\r\n--x--\r\n", "content_type": _FORM}


def _deliver(world: World) -> Outcome:
    event = copy.deepcopy(world.event("streams/send_mail"))
    event["Records"][0]["dynamodb"]["Keys"]["id"]["S"] = world.known["mail"]
    failures = world.run(send_mail.handler, event)["batchItemFailures"]
    return Outcome("the record is tried again" if failures else "done")


def _sweep(world: World) -> Outcome:
    try:
        report = world.run(sweep_outbox.handler, world.event("scheduled/sweep_outbox"))
    except Exception as error:  # noqa: BLE001 - Lambda calls the function again, and the alarm sees it
        return Outcome(f"the function fails {type(error).__name__}")
    return Outcome("left to the next sweep" if report["postponed"] else "done")


def _deliver_then_sweep(world: World) -> Outcome:
    """The stream comes back at once, and the clock when the stream's time is over."""
    _deliver(world)
    _wait_for_the_sweeper(world)
    return _sweep(world)


def _register(email: str = EMAIL) -> Act:
    return request(
        "POST",
        f"{AUTH}/register",
        signed_in=False,
        json_body={"email": email, "password": PASSWORD, "full_name": "Olena"},
    )


def _create(headers: dict[str, str] | None = None, **members: Any) -> Act:
    return request("POST", CONTACTS, json_body={"first_name": "Taras", **members}, headers=headers)


log_in = request("POST", f"{AUTH}/login", signed_in=False, json_body={"email": EMAIL, "password": PASSWORD})
verify = request(
    "GET", f"{AUTH}/verify-email?token={{verification_token}}", signed_in=False, headers={"accept": "application/json"}
)

REGISTERED: tuple[Step, ...] = (_done(_register()),)
MAILED = (*REGISTERED, _note_token, _note_mail)
VERIFIED = (*MAILED, _done(verify), _log_in)
TWO_CONTACTS = (
    *VERIFIED,
    _done(_create(emails=[{"value": "taras@example.com"}], birthday="1990-05-17", tags=["family"])),
    _note_contact,
    _done(_create(first_name="Lesia")),
)
TWO_WRITES = "the transaction, then what makes every address take two requests"
PICTURE_FIRST = "the keeper of the pictures, then the account"
MAIL_STEPS = "the lease, SES, then the mark in the outbox"

USE_CASES: tuple[UseCase, ...] = (
    UseCase(name="register", adds=True, act=_register(), in_steps=TWO_WRITES),
    UseCase(name="register again, unverified", adds=True, arranged=REGISTERED, act=_register()),
    UseCase(name="register an address that is taken", arranged=VERIFIED, act=_register()),
    UseCase(name="verify the address", arranged=MAILED, act=verify),
    UseCase(
        name="resend the verification mail",
        adds=True,
        arranged=REGISTERED,
        act=request("POST", f"{AUTH}/resend-verification", signed_in=False, json_body={"email": EMAIL}),
    ),
    UseCase(name="log in", arranged=VERIFIED, act=log_in),
    UseCase(name="show the profile", arranged=VERIFIED, act=request("GET", ME)),
    UseCase(
        name="change the profile",
        arranged=VERIFIED,
        act=request("PUT", ME, json_body={"full_name": "Olena K.", "time_zone": "Europe/Kyiv"}),
    ),
    UseCase(
        name="upload an avatar",
        arranged=VERIFIED,
        act=request("POST", f"{ME}/avatar", **_picture("PNG")),
        in_steps=PICTURE_FIRST,
    ),
    UseCase(
        name="replace the avatar",
        arranged=(*VERIFIED, _done(request("POST", f"{ME}/avatar", **_picture("JPEG")))),
        act=request("POST", f"{ME}/avatar", **_picture("PNG")),
        in_steps=PICTURE_FIRST,
    ),
    UseCase(
        name="delete the avatar",
        arranged=(*VERIFIED, _done(request("POST", f"{ME}/avatar", **_picture("PNG")))),
        act=request("DELETE", f"{ME}/avatar"),
        in_steps=PICTURE_FIRST,
    ),
    UseCase(name="create a contact", adds=True, arranged=VERIFIED, act=_create()),
    UseCase(
        name="create a contact, with new tags",
        adds=True,
        arranged=TWO_CONTACTS,
        act=_create(tags=["family", "friends"]),
    ),
    UseCase(
        name="create a contact, with Idempotency-Key",
        arranged=VERIFIED,
        act=_create({"idempotency-key": "once"}, tags=["friends"]),
    ),
    UseCase(
        name="create a contact, with a token from before verifying",
        adds=True,
        arranged=(*MAILED, _log_in, _done(verify)),
        act=_create(),
    ),
    UseCase(name="show a contact", arranged=TWO_CONTACTS, act=request("GET", f"{CONTACTS}/{{contact}}")),
    UseCase(
        name="replace a contact",
        arranged=TWO_CONTACTS,
        act=request("PUT", f"{CONTACTS}/{{contact}}", json_body={"first_name": "Ivan", "tags": ["work"]}),
    ),
    UseCase(
        name="patch a contact",
        arranged=TWO_CONTACTS,
        act=request(
            "PATCH", f"{CONTACTS}/{{contact}}", body=json.dumps({"last_name": "Franko"}), content_type=_MERGE_PATCH
        ),
    ),
    UseCase(name="delete a contact", arranged=TWO_CONTACTS, act=request("DELETE", f"{CONTACTS}/{{contact}}")),
    UseCase(name="list by name", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, query={"limit": "1"})),
    UseCase(name="list the latest", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, query={"sort": "-updated"})),
    UseCase(name="search", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, query={"q": "tar", "tag": "family"})),
    UseCase(name="list an empty book", arranged=VERIFIED, act=request("GET", CONTACTS)),
    UseCase(
        name="list birthdays",
        arranged=TWO_CONTACTS,
        act=request("GET", f"{CONTACTS}/birthdays", query={"days": "366"}),
    ),
    UseCase(name="readiness", act=request("GET", "/health/ready", signed_in=False)),
    UseCase(name="send a mail (stream)", arranged=MAILED, act=_deliver, again=_deliver_then_sweep, in_steps=MAIL_STEPS),
    UseCase(
        name="send a mail whose sender broke off (stream)",
        adds=True,
        arranged=(*MAILED, _break_off),
        act=_deliver,
    ),
    UseCase(
        name="sweep the outbox (schedule)",
        arranged=(*MAILED, _done(_register("taras@example.com")), _wait_for_the_sweeper),
        act=_sweep,
        in_steps=MAIL_STEPS,
    ),
)
