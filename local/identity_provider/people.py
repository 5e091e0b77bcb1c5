"""Who signs in at the stand-in, and what it plays besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who signs in; ``subject`` is made of the address if it is empty."""

    email: str
    name: str = ""
    subject: str = ""

    @property
    def sub(self) -> str:
        """What the person never changes."""
        return self.subject or f"local-{self.email}"


@dataclass(slots=True, kw_only=True)
class Play:
    """What real providers do, and what attackers would like them to do.

    ``email_in``: which of ``token`` and ``userinfo`` have the address. ``email_verified``: any value; None leaves it
    out. ``claims`` replace those of the ID token, and ``header`` its header's; None leaves one out. ``seconds_ahead``:
    how fast its clock is. ``parameters`` replace those of the redirect. ``userinfo_sub``: of whom userinfo speaks.
    ``by_post``: it has the browser post a form.
    """

    email_in: tuple[str, ...] = ("token", "userinfo")
    email_verified: Any = True
    claims: Mapping[str, Any] = field(default_factory=dict)
    header: Mapping[str, Any] = field(default_factory=dict)
    seconds_ahead: float = 0.0
    parameters: Mapping[str, str | None] = field(default_factory=dict)
    userinfo_sub: str | None = None
    by_post: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)
