"""``contacts login``, ``logout`` and ``whoami``."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime, timedelta
from typing import Any

from contacts.commands.access import new_connection, signed_in
from contacts.commands.prompting import answer_from, secret_from
from contacts.errors import ExitCode, NotSignedInError, RefusedError
from contacts.service.service import Service
from contacts.signing_in import session
from contacts.terminal.output import Output, note
from contacts.transport.addresses import server_url


def login(arguments: Namespace) -> int:
    """Sign in, and keep the access token."""
    output = Output(as_json=arguments.json)
    url = server_url(arguments.url or session.last_url(), allow_http=arguments.allow_http)
    email = arguments.email or answer_from(f"E-mail address for {url}: ", "--email")
    password = secret_from(f"Password of {email}: ", from_stdin=arguments.password_stdin)
    asked_at = datetime.now(UTC)
    service = Service(url, "", new_connection())
    answer = _answer(service, "/auth/login", {"email": email, "password": password})
    if "second_factor" in answer:
        factor = _second_factor(from_stdin=arguments.password_stdin)
        challenge = answer["second_factor"]["challenge"]
        asked_at = datetime.now(UTC)
        answer = _answer(service, "/auth/login/second-factor", {"challenge": challenge, **factor})
    ends_at = asked_at + timedelta(seconds=answer["expires_in"])
    signed_in = session.Session(url=url, token=answer["access_token"], email=email, ends_at=ends_at)
    where = session.save(signed_in, use_keyring=not arguments.no_keyring)
    if answer.get("notice") == "verification_mail_bounced":
        note("The message to this address came back, so it cannot be verified: register again once the address works.")
    output.say(f"Signed in to {url} as {email} until {_clock(ends_at)}. The token is in {where}.")
    output.json({"url": url, "email": email, "ends_at": ends_at.isoformat()})
    return ExitCode.DONE


def _second_factor(*, from_stdin: bool) -> dict[str, str]:
    """Return what the user types as a second factor: six digits are a code, everything else is a recovery code."""
    typed = secret_from("Code of your authenticator app, or a recovery code: ", from_stdin=from_stdin, name="code")
    is_code = "".join(typed.split()).replace("-", "").isdecimal()
    return {"code" if is_code else "recovery_code": typed}


def _answer(service: Service, path: str, body: dict[str, str]) -> Any:
    try:
        return service.json("POST", path, body=body)
    except RefusedError as error:
        if error.status == 401:
            raise NotSignedInError(str(error)) from error
        raise


def logout(arguments: Namespace) -> int:
    """Forget the token. It stays valid until it ends, since the service keeps no list of them."""
    output = Output(as_json=arguments.json)
    was_signed_in = session.forget()
    output.say("Signed out: the token is deleted from this machine." if was_signed_in else "You were not signed in.")
    output.json({"was_signed_in": was_signed_in})
    return ExitCode.DONE


def whoami(arguments: Namespace) -> int:
    """Show the profile, and until when the sign-in lasts."""
    output = Output(as_json=arguments.json)
    access = signed_in()
    profile = access.service.json("GET", "/auth/me")
    ends_at = access.session.ends_at
    rows = [
        ("account", profile["email"] + ("" if profile["is_verified"] else " (not verified)")),
        ("name", profile.get("full_name") or "-"),
        ("service", access.session.url),
        ("signed in until", _clock(ends_at) if ends_at else "unknown: the token is from CONTACTS_TOKEN"),
    ]
    output.table(rows)
    output.json({"url": access.session.url, "ends_at": ends_at.isoformat() if ends_at else None, "profile": profile})
    return ExitCode.DONE


def _clock(moment: datetime) -> str:
    return moment.astimezone().strftime("%H:%M")
