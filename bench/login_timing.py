"""Tests whether response times reveal if an address has an account.

    python -m bench.login_timing [--times 200] [--rounds 12]

Signs in and registers, in turn, in all cases that must look the same to a stranger: with bcrypt at its deployed cost
and in-memory stores, so that nothing masks a difference. Prints the median of each case and its distance from the
first one of its group, as a fraction of one bcrypt. Exits with 1 if that is more than 5 %.

The time measured is CPU time: other programs on the machine do not count, and nothing here waits.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from statistics import median, quantiles
from typing import NoReturn

from shared.adapters.common_passwords import CommonPasswords
from shared.adapters.jwt_tokens import JwtTokens
from shared.adapters.memory.account_store import MemoryAccountStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.outbox import MemoryOutbox
from shared.adapters.memory.secret_store import MemorySecrets
from shared.adapters.memory.session_store import MemorySecurityEventStore, MemorySessionStore
from shared.adapters.memory.suppressions import MemorySuppressions
from shared.adapters.passwords import BcryptHasher
from shared.adapters.phone_numbers import LibPhoneNumbers
from shared.domain.accounts.sessions import Origin
from shared.domain.errors import InvalidCredentialsError
from shared.services.accounts.current_accounts import CurrentAccounts
from shared.services.accounts.input import Registration
from shared.services.accounts.issuing import TokenIssuer
from shared.services.accounts.new_passwords import NewPasswords
from shared.services.accounts.registrations import Registrations
from shared.services.accounts.sessions import Sessions
from shared.services.accounts.sign_in import SignIn
from shared.services.accounts.sign_in_steps import SignInSteps
from shared.services.accounts.verification import Verification
from shared.services.accounts.writer import AccountWriter
from shared.services.mail.verification import KEYRING, raw_token_of
from shared.services.timing import Timing

TOLERANCE = 0.05
PHRASE = "violet tram over the river"
VERIFIED, UNVERIFIED = "verified@example.com", "unverified@example.com"
SECRETS = MemorySecrets(dict.fromkeys(("jwt-keys", "mail-keys"), "k1:" + "c2VjcmV0" * 6))


@dataclass(slots=True, kw_only=True)
class Case:
    """A case to time. All cases of a group must take the same time."""

    group: str
    name: str
    act: Callable[[], object]
    milliseconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Run it once more, and record the time."""
        started = time.process_time()
        self.act()
        self.milliseconds.append((time.process_time() - started) * 1000)


def _no_challenges() -> NoReturn:
    raise AssertionError("no account has a second factor here")


def cases_of(hasher: BcryptHasher) -> Iterator[Case]:
    """Set up a service and yield what a stranger may try on it."""
    numbers = count()
    database = MemoryDatabase()
    store = MemoryAccountStore(database)
    timing = Timing(monotonic=time.monotonic, wait=time.sleep, jitter=lambda: 0.0)
    writer = AccountWriter(
        store, lambda: CurrentAccounts(MemorySessionStore(database), now=now), now=now, timing=timing
    )
    registrations = Registrations(
        store,
        writer,
        MemoryOutbox(database),
        NewPasswords(hasher, CommonPasswords()),
        SECRETS,
        LibPhoneNumbers(),
        now=now,
        new_id=lambda: f"id-{next(numbers)}",
    )
    verification = Verification(store, writer, SECRETS, now=now, new_id=lambda: f"id-{next(numbers)}")
    tokens = JwtTokens(SECRETS, issuer="bench", audience="bench")
    session_store = MemorySessionStore(database)
    sessions = Sessions(
        session_store,
        TokenIssuer(tokens, SECRETS, new_id=lambda: f"id-{next(numbers)}", access_token_ttl_seconds=1800),
        new_id=lambda: f"id-{next(numbers)}",
        new_secret=lambda: f"{next(numbers)}".encode().zfill(32),
    )
    sign_in = SignIn(
        store,
        MemorySuppressions(database),
        hasher,
        SignInSteps(sessions, _no_challenges),
        MemorySecurityEventStore(database),
        now=now,
        new_id=lambda: f"id-{next(numbers)}",
    )

    def register(address: str) -> None:
        registrations.register(Registration(email=address, password=PHRASE))

    def log_in(address: str, guess: str) -> None:
        with suppress(InvalidCredentialsError):
            sign_in.log_in(address, guess, Origin())

    register(UNVERIFIED)
    register(VERIFIED)
    verification.verify(raw_token_of(list(database.mails.values())[-1], SECRETS.keyring(KEYRING)))

    yield Case(group="", name="one bcrypt", act=lambda: hasher.verify_nothing(PHRASE))
    yield Case(group="log in", name="unknown address", act=lambda: log_in("nobody@example.com", PHRASE))
    yield Case(group="log in", name="wrong password", act=lambda: log_in(VERIFIED, "seven quiet lamps on a hill"))
    yield Case(group="log in", name="wrong password, unverified", act=lambda: log_in(UNVERIFIED, "seven quiet lamps"))
    yield Case(group="log in", name="password that cannot be", act=lambda: log_in(VERIFIED, "x" * 200))
    yield Case(group="register", name="free address", act=lambda: register(f"free-{next(numbers)}@example.com"))
    yield Case(group="register", name="taken address", act=lambda: register(VERIFIED))
    yield Case(group="register", name="taken, unverified", act=lambda: register(UNVERIFIED))


def now() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)


def report(cases: list[Case]) -> bool:
    """Print the table; return whether all differences are acceptable."""
    one_bcrypt = median(cases[0].milliseconds)
    first: dict[str, float] = {}
    is_good = True
    sys.stdout.write(f"{'':<38}{'median':>10}{'10 %':>10}{'90 %':>10}{'difference':>12}\n")
    for case in cases:
        middle = median(case.milliseconds)
        low, *_, high = quantiles(case.milliseconds, n=10)
        difference = (middle - first.setdefault(case.group, middle)) / one_bcrypt
        is_good &= abs(difference) <= TOLERANCE
        name = f"{case.group}: {case.name}" if case.group else case.name
        sys.stdout.write(f"{name:<38}{middle:>7.2f} ms{low:>7.2f} ms{high:>7.2f} ms{difference:>+11.2%}\n")
    return is_good


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description="Times log-ins and registrations that must look alike.")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=12)
    arguments = parser.parse_args()
    cases = list(cases_of(BcryptHasher(rounds=arguments.rounds)))
    for _ in range(arguments.times):
        for case in cases:
            case.run()
    return 0 if report(cases) else 1


if __name__ == "__main__":
    sys.exit(main())
