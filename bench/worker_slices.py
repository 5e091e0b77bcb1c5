"""An account in the local stand-in, and what workers carry out for it in slices, measured."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.world import furnish
from local.process_environment import functions_environment
from local.stand_in import StandIn
from shared.adapters.aws.transport import Client, ClientConfig, ServiceName, Transport
from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.ports.operations import TaskMessage
from shared.settings import Settings
from shared.wiring.process import Wiring
from tools.template import Template

ACCOUNT_ID = "01JD9Z6M3K5R8V1X4Z7B0D3F6H"
SLICE_SECONDS = 35.0
"""What a worker of tasks has, less what it keeps for its last range."""
_HOUR = timedelta(hours=1)
Json = dict[str, Any]
Environment = dict[str, str]


def created(template: Template, aws: StandIn) -> Environment:
    """Create what the functions need, and return their environment."""
    furnish(aws, template)
    return functions_environment(template, aws)


def wiring(environment: dict[str, str]) -> Wiring:
    """Return the wiring that functions with this environment have."""
    return Wiring(Settings(environment))


def store_account(wired: Wiring) -> None:
    """Store an account, whose address is verified."""
    now = datetime.now(UTC).replace(microsecond=0)
    account = Account(
        id=ACCOUNT_ID,
        email="olena@example.com",
        canonical_email="olena@example.com",
        password_hash="",
        created_at=now,
        updated_at=now,
        expires_at=now + _HOUR,
    )
    token = VerificationToken(
        hash="hash", account_id=account.id, canonical_email=account.canonical_email, expires_at=now + _HOUR
    )
    mail = OutgoingMail(
        id="mail",
        kind=MailKind.VERIFY_EMAIL,
        account_id=account.id,
        created_at=now,
        token_id="token",  # noqa: S106
        key_id="k1",
    )
    wired.account_store.register(account, EmailClaim.of(account, token), token, mail, replaces=None, now=now)
    verified = replace(account, version=account.version + 1, verified_at=now, expires_at=None)
    wired.account_store.verify(verified, replace(token, used_at=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A phase that was measured: the seconds of each of its slices, its requests by name, and its memory."""

    slices: list[float]
    requests: dict[str, int]
    memory_mib: float

    @property
    def figures(self) -> Json:
        """The figures, by name."""
        return {
            "slices": len(self.slices),
            "longest_slice_seconds": round(max(self.slices), 1),
            "seconds": round(sum(self.slices), 1),
            "memory_mib": round(self.memory_mib),
            "requests": dict(sorted(self.requests.items())),
        }


def _phase(environment: Environment, begin: Callable[[Any], Callable[[], bool]]) -> Phase:
    """Carry out slices until one says that there is no other, and return what they took."""
    requests: Counter[str] = Counter()
    wired = wiring(environment)
    wired.aws = _CountingTransport(wired.aws, requests)
    carry_out = begin(wired)
    slices, goes_on = [], True
    while goes_on:
        started = time.monotonic()
        goes_on = carry_out()
        slices.append(time.monotonic() - started)
    return Phase(slices=slices, requests=dict(requests), memory_mib=_peak_mib())


def _peak_mib() -> float:
    """Return the peak memory of this process; ``getrusage`` would count that of the one which started it, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def carried_out(environment: Environment, operation_id: str, slice_seconds: float = SLICE_SECONDS) -> Phase:
    """Carry out an operation, such as making the archive of the account, as workers of tasks do."""
    message = TaskMessage(book_id=ACCOUNT_ID, operation_id=operation_id)

    def begin(wired: Any) -> Callable[[], bool]:
        def carry_out() -> bool:
            until = time.monotonic() + slice_seconds
            operation = wired.task_runner.run(message, message_id=f"{until}", has_time=lambda: time.monotonic() < until)
            return not operation.has_ended

        return carry_out

    return _phase(environment, begin)


def erased(environment: Environment) -> Phase:
    """Erase the account, as the schedule does, until all erasers have found nothing more."""

    def begin(wired: Any) -> Callable[[], bool]:
        return lambda: bool(wired.erasing.run().postponed)

    return _phase(environment, begin)


class _CountingTransport:
    """A Transport whose requests are counted by the name of their operation."""

    def __init__(self, transport: Transport, requests: Counter[str]) -> None:
        self._transport = transport
        self._requests = requests

    def client(self, service: ServiceName, config: ClientConfig) -> Client:
        """See Transport."""
        return _CountingClient(self._transport.client(service, config), self._requests)

    def __getattr__(self, name: str) -> Any:
        """Return what signs links: that makes no request."""
        return getattr(self._transport, name)


@dataclass(frozen=True, slots=True)
class _CountingClient:
    inner: Client
    requests: Counter[str]
    connect: None = None

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """See Client."""
        self.requests[operation] += 1
        return self.inner.call(operation, arguments)

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        return self.call(operation_name, operation_kwargs)
