"""The wire models of sessions and security events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.accounts.sessions import Session
from shared.web.http.wire import Wire

Device = Annotated[
    str,
    Field(
        description="The browser and the system, or the program, as its User-Agent has it; may be empty.",
        examples=["Firefox on Linux"],
    ),
]
Network = Annotated[
    str,
    Field(
        description="The network: the first 24 bits of an IPv4 address, 48 of an IPv6 address. May be empty.",
        examples=["203.0.113.0/24"],
    ),
]
SessionId = Annotated[str, Field(examples=["01JD9Z6M3K8QF5T2V7W4X0Y1R2"])]


class SessionOut(Wire):
    """A session: what began when somebody signed in."""

    id: SessionId
    device: Device
    network: Network
    created_at: datetime
    last_used_at: Annotated[datetime, Field(description="When it began or was last refreshed.")]
    expires_at: Annotated[datetime, Field(description="When it ends if it is not refreshed before.")]
    is_current: Annotated[bool, Field(description="Whether it is the session of this request.")]

    @classmethod
    def of(cls, session: Session, *, current: str | None) -> Self:
        """Return a session as its owner sees it."""
        return cls(
            id=session.id,
            device=session.origin.device,
            network=session.origin.network,
            created_at=session.created_at,
            last_used_at=session.last_used_at,
            expires_at=min(session.idle_until, session.absolute_until),
            is_current=session.id == current,
        )


class SessionListOut(Wire):
    """The sessions of an account."""

    items: Sequence[SessionOut]


class SecurityEventOut(Wire):
    """Something that happened to the security of an account."""

    id: Annotated[str, Field(examples=["01JD9Z6M3K8QF5T2V7W4X0Y1R3"])]
    kind: Annotated[
        str,
        Field(
            description=f"What happened: {', '.join(f'`{kind}`' for kind in SecurityEventKind)}. New ones are added.",
            examples=["signed_in"],
        ),
    ]
    at: datetime
    device: Device
    network: Network
    session_id: Annotated[
        SessionId | None, Field(description="The session that it is about; of `sessions_ended` the one that was kept.")
    ]
    by_admin: Annotated[
        bool, Field(description="Whether an administrator did it; `device` and `network` are then empty.")
    ]

    @classmethod
    def of(cls, event: SecurityEvent) -> Self:
        """Return an event as its owner sees it."""
        return cls(
            id=event.id,
            kind=event.kind,
            at=event.at,
            device=event.origin.device,
            network=event.origin.network,
            session_id=event.session_id,
            by_admin=event.admin_id is not None,
        )


class SecurityEventPageOut(Wire):
    """A page of security events."""

    items: Sequence[SecurityEventOut]
    next_cursor: Annotated[str | None, Field(description="The cursor of the next page; null on the last one.")]
