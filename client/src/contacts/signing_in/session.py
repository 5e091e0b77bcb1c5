"""The sign-in that commands use: an access token, and what renews it; or a personal access token.

The tokens are in the keyring, or in the file with the rest, which only its owner may read.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from contacts.errors import NotSignedInError
from contacts.folders import home, write_private
from contacts.signing_in import keyring_store
from contacts.transport.addresses import server_url

LOCAL_URL = "http://127.0.0.1:8000"
"""Where ``make run`` serves."""
_TRAVEL_TIME = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A token for the service at ``url``.

    An access token works until ``ends_at``, and ``refresh_token`` gets the next one, once. ``ends_at`` is unknown, and
    there is nothing to renew it with, if the token is from the environment, or is a personal access token.
    """

    url: str
    token: str = field(repr=False)
    email: str = ""
    ends_at: datetime | None = None
    refresh_token: str = field(default="", repr=False)

    def has_ended(self, now: datetime) -> bool:
        """Return whether its token has ended, or ends before a request with it arrives."""
        return self.ends_at is not None and now >= self.ends_at - _TRAVEL_TIME


def _path() -> Path:
    return home() / "session.json"


def save(session: Session, *, use_keyring: bool = True) -> str:
    """Keep a sign-in in place of the present one, and return in words where its tokens are."""
    present = _members()
    if present is not None and present["url"] != session.url:
        forget()
    tokens = {"token": session.token, "refresh_token": session.refresh_token}
    in_keyring = use_keyring and keyring_store.keep(session.url, json.dumps(tokens))
    if not in_keyring and (use_keyring or (present is not None and not present["token"])):
        keyring_store.forget(session.url)
    members = {
        "url": session.url,
        "email": session.email,
        "ends_at": session.ends_at.isoformat() if session.ends_at else None,
        **(dict.fromkeys(tokens) if in_keyring else tokens),
    }
    write_private(_path(), json.dumps(members, indent=2).encode())
    return "the system's keyring" if in_keyring else str(_path())


def replace_tokens(session: Session) -> None:
    """Keep newer tokens of the present sign-in where its tokens are."""
    members = _members()
    save(session, use_keyring=members is None or not members["token"])


def load(*, now: datetime) -> Session:
    """Return the sign-in, which may have to be renewed.

    Raises NotSignedInError if there is none, or if it has ended and cannot be renewed.
    """
    if token := os.environ.get("CONTACTS_TOKEN"):
        return Session(url=server_url(os.environ.get("CONTACTS_URL") or LOCAL_URL), token=token)
    members = _members()
    if members is None:
        raise NotSignedInError("You are not signed in: `contacts login` does that.")
    token, refresh_token = _tokens(members)
    if not token:
        raise NotSignedInError("The keyring no longer has your sign-in: sign in again with `contacts login`.")
    ends_at = datetime.fromisoformat(members["ends_at"]) if members["ends_at"] else None
    if ends_at and now >= ends_at and not refresh_token:
        ended = ends_at.astimezone().strftime("%H:%M on %d %B")
        raise NotSignedInError(f"Your sign-in ended at {ended}: sign in again with `contacts login`.")
    return Session(
        url=members["url"], token=token, email=members["email"], ends_at=ends_at, refresh_token=refresh_token
    )


def last_url() -> str:
    """Return the service that the user signed in to last, also if that sign-in has ended."""
    members = _members()
    return os.environ.get("CONTACTS_URL") or (members["url"] if members else LOCAL_URL)


def forget() -> bool:
    """Delete the sign-in from this machine, and return whether there was one."""
    members = _members()
    if members is not None and not members["token"]:
        keyring_store.forget(members["url"])
    found = _path().exists()
    _path().unlink(missing_ok=True)
    return found


def _tokens(members: dict[str, str]) -> tuple[str, str]:
    """Return the token, and what renews it; empty texts for what there is not."""
    if members["token"]:
        return members["token"], members["refresh_token"]
    secret = keyring_store.find(members["url"]) or ""
    try:
        tokens = json.loads(secret)
        return str(tokens["token"]), str(tokens["refresh_token"])
    except (ValueError, KeyError, TypeError):
        return secret, ""  # a version that knew of nothing else has kept the token as it is


def _members() -> dict[str, str] | None:
    """Return what the file says; None if there is none, or none that can be read."""
    try:
        members = json.loads(_path().read_bytes())
        if members["ends_at"] is not None:
            datetime.fromisoformat(members["ends_at"])
        return {
            "url": str(members["url"]),
            "email": str(members["email"]),
            "ends_at": members["ends_at"] or "",
            "token": members["token"] or "",
            "refresh_token": members.get("refresh_token") or "",
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None
