"""The sign-in that commands use, until its access token ends: there are no others that could be had without a password.

The token is in the keyring, or in the file with the rest, which only its owner may read.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contacts.errors import NotSignedInError
from contacts.folders import home, write_private
from contacts.signing_in import keyring_store
from contacts.transport.addresses import server_url

LOCAL_URL = "http://127.0.0.1:8000"
"""Where ``make run`` serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An access token for the service at ``url``.

    ``ends_at`` and ``email`` are unknown if it is from the environment.
    """

    url: str
    token: str
    email: str = ""
    ends_at: datetime | None = None


def _path() -> Path:
    return home() / "session.json"


def save(session: Session, *, use_keyring: bool = True) -> str:
    """Keep a sign-in in place of the present one, and return in words where its token is."""
    forget()
    in_keyring = use_keyring and keyring_store.keep(session.url, session.token)
    members = {
        "url": session.url,
        "email": session.email,
        "ends_at": session.ends_at.isoformat() if session.ends_at else None,
        "token": None if in_keyring else session.token,
    }
    write_private(_path(), json.dumps(members, indent=2).encode())
    return "the system's keyring" if in_keyring else str(_path())


def load(*, now: datetime) -> Session:
    """Return the sign-in. Raises NotSignedInError if there is none, or if it has ended."""
    if token := os.environ.get("CONTACTS_TOKEN"):
        return Session(url=server_url(os.environ.get("CONTACTS_URL") or LOCAL_URL), token=token)
    members = _members()
    if members is None:
        raise NotSignedInError("You are not signed in: `contacts login` does that.")
    ends_at = datetime.fromisoformat(members["ends_at"])
    if now >= ends_at:
        ended = ends_at.astimezone().strftime("%H:%M on %d %B")
        raise NotSignedInError(f"Your sign-in ended at {ended}: sign in again with `contacts login`.")
    token = members["token"] or keyring_store.find(members["url"])
    if not token:
        raise NotSignedInError("The keyring no longer has your sign-in: sign in again with `contacts login`.")
    return Session(url=members["url"], token=token, email=members["email"], ends_at=ends_at)


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


def _members() -> dict[str, str] | None:
    """Return what the file says; None if there is none, or none that can be read."""
    try:
        members = json.loads(_path().read_bytes())
        datetime.fromisoformat(members["ends_at"])
        return {**members, "url": str(members["url"]), "email": str(members["email"]), "token": members["token"] or ""}
    except (OSError, ValueError, KeyError, TypeError):
        return None
