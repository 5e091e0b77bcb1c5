"""``contacts login``, ``logout`` and ``whoami``."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from typing import Any

from contacts.commands.access import new_connection, signed_in
from contacts.commands.prompting import answer_from, secret_from
from contacts.errors import ContactsError, ExitCode, NotSignedInError, RefusedError, UsageError
from contacts.service.service import Service
from contacts.signing_in import session
from contacts.terminal.output import Output, note
from contacts.transport.addresses import server_url

_PERSONAL_TOKEN = re.compile(r"cta_[0-9A-Za-z]{42}")


def login(arguments: Namespace) -> int:
    """Sign in, and keep the tokens."""
    output = Output(as_json=arguments.json)
    url = server_url(arguments.url or session.last_url(), allow_http=arguments.allow_http)
    if arguments.token:
        return _login_with_token(url, arguments, output)
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
    signed_in = session.Session(
        url=url,
        token=answer["access_token"],
        email=email,
        ends_at=ends_at,
        refresh_token=answer.get("refresh_token", ""),
    )
    where = session.save(signed_in, use_keyring=not arguments.no_keyring)
    if answer.get("notice") == "verification_mail_bounced":
        note("The message to this address came back, so it cannot be verified: register again once the address works.")
    until = "" if signed_in.refresh_token else f" until {_clock(ends_at)}"
    output.say(f"Signed in to {url} as {email}{until}. The token is in {where}.")
    output.json({"url": url, "email": email, "ends_at": ends_at.isoformat()})
    return ExitCode.DONE


def _login_with_token(url: str, arguments: Namespace, output: Output) -> int:
    """Keep a personal access token, after the service has taken it."""
    token = secret_from(f"Personal access token for {url}: ", from_stdin=arguments.password_stdin, name="token")
    if not _PERSONAL_TOKEN.fullmatch(token):
        raise UsageError("This is no personal access token: they begin with cta_.")
    try:
        email = str(Service(url, token, new_connection()).json("GET", "/auth/me")["email"])
    except RefusedError as error:
        if error.code != "insufficient_scope":
            raise
        email = ""
    where = session.save(session.Session(url=url, token=token, email=email), use_keyring=not arguments.no_keyring)
    output.say(f"Signed in to {url}{f' as {email}' if email else ''} with a token. It is in {where}.")
    output.json({"url": url, "email": email, "ends_at": None})
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
    """End the sign-in, and forget the tokens. A personal access token stays valid: it is only forgotten here."""
    output = Output(as_json=arguments.json)
    _end_session()
    was_signed_in = session.forget()
    output.say("Signed out: the token is deleted from this machine." if was_signed_in else "You were not signed in.")
    output.json({"was_signed_in": was_signed_in})
    return ExitCode.DONE


def _end_session() -> None:
    """End the session in the service; without its answer, it ends by itself a month after it was last used."""
    try:
        access = signed_in()
        if access.session.refresh_token:
            access.service.send("POST", "/auth/logout", repeatable=True)
    except NotSignedInError:
        return
    except ContactsError as error:
        note(f"The service could not be told, so the session is still in its list: {error}")


def whoami(arguments: Namespace) -> int:
    """Show the profile, and until when the sign-in lasts."""
    output = Output(as_json=arguments.json)
    access = signed_in()
    profile = access.service.json("GET", "/auth/me")
    ends_at = access.session.ends_at
    renews = "renewed by itself" if access.session.refresh_token else None
    rows = [
        ("account", profile["email"] + ("" if profile["is_verified"] else " (not verified)")),
        ("name", profile.get("full_name") or "-"),
        ("service", access.session.url),
        ("signed in until", renews or (_clock(ends_at) if ends_at else "unknown: the token was made elsewhere")),
    ]
    output.table(rows)
    output.json({"url": access.session.url, "ends_at": ends_at.isoformat() if ends_at else None, "profile": profile})
    return ExitCode.DONE


def _clock(moment: datetime) -> str:
    return moment.astimezone().strftime("%H:%M")
