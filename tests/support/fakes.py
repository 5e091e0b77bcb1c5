"""A complete service in memory, with a clock set by hand and stores that can be watched and disturbed."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

from shared.adapters.memory.account_store import MemoryAccountStore
from shared.adapters.memory.action_token_store import MemoryActionTokens
from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.email_change_store import MemoryEmailChanges
from shared.adapters.memory.factor_store import MemoryFactorStore
from shared.adapters.memory.identity_store import MemoryIdentityStore
from shared.adapters.memory.mail_sender import MemoryMailSender
from shared.adapters.memory.operation_store import MemoryOperationStore
from shared.adapters.memory.outbox import MemoryOutbox
from shared.adapters.memory.passkey_store import MemoryPasskeyStore
from shared.adapters.memory.session_store import MemorySecurityEventStore, MemorySessionStore
from shared.adapters.memory.suppressions import MemorySuppressions
from shared.adapters.memory.task_queue import MemoryTaskQueue
from shared.adapters.memory.used_challenges import MemoryUsedChallenges
from shared.domain.accounts.account import Account, EmailClaim
from shared.domain.accounts.sessions import Origin
from shared.domain.contacts.phones import PhoneReading
from shared.domain.errors import (
    InvalidAccessTokenError,
    InvalidCredentialsError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.keyrings import Keyring
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.accounts.additions import FactorAdditions, PasskeyAdditions
from shared.services.accounts.challenges import Challenges
from shared.services.accounts.current_accounts import CurrentAccounts
from shared.services.accounts.email_change import EmailChange
from shared.services.accounts.email_moves import EmailMoves
from shared.services.accounts.identities.additions import IdentityAdditions
from shared.services.accounts.input import Registration
from shared.services.accounts.issuing import IssuedTokens, TokenIssuer
from shared.services.accounts.new_passwords import NewPasswords
from shared.services.accounts.password_change import PasswordChange
from shared.services.accounts.password_reset import PasswordReset
from shared.services.accounts.profiles import Profiles
from shared.services.accounts.registrations import Registrations
from shared.services.accounts.security_records import SecurityRecords
from shared.services.accounts.sessions import Sessions
from shared.services.accounts.sign_in import SignIn
from shared.services.accounts.sign_in_steps import SignedIn, SignInSteps
from shared.services.accounts.verification import Verification
from shared.services.accounts.writer import AccountWriter
from shared.services.books.access import Caller
from shared.services.books.writer import BookWriter
from shared.services.contacts.name_ordering import announce_name_ordering
from shared.services.contacts.phone_filling import announce_phone_filling
from shared.services.mail.action_links import ActionLinks
from shared.services.mail.action_mails import ActionMails
from shared.services.mail.feedback import MailFeedback
from shared.services.mail.mailing import Mailing
from shared.services.mail.rendering import Rendering
from shared.services.mail.verification import VerificationLinks, raw_token_of
from shared.services.operations.starting import OperationStarter
from shared.services.ports.accounts import AccountStore
from shared.services.ports.action_tokens import ActionTokenStore
from shared.services.ports.conflicts import StoreConflictError
from shared.services.ports.email_changes import EmailChangeStore
from shared.services.ports.mail import Outbox, RenderedMail
from shared.services.ports.security import AccessClaims
from shared.services.ports.sessions import SecurityEventStore, SessionStore
from shared.services.timing import Timing
from tests.support.clock import NOON, Clock

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
LOST = OutcomeUnknownError("no answer")
DOWN = StoreUnavailableError("down")
EMAIL = "Olena@Example.com"
ADDRESS = "olena@example.com"
PASSWORD = "violet tram over the river"
OTHER_PASSWORD = "seven quiet lamps on a hill"
PUBLIC_URL = "https://api.example.com"
TTL_SECONDS = 1800


class CountingHasher:
    """A password hasher that does not hash, and counts its calls."""

    def __init__(self) -> None:
        self._asked: list[str] = []

    @property
    def hashes(self) -> int:
        """The number of calls so far."""
        return len(self._asked)

    def forget(self) -> None:
        """Start counting again, at zero."""
        self._asked.clear()

    def hash(self, password: str) -> str:
        self._asked.append(password)
        return f"hash of {password}"

    def verify(self, password: str, password_hash: str) -> bool:
        assert password_hash, "no hasher reads an empty hash"
        return self.hash(password) == password_hash.removeprefix("old ")

    def verify_nothing(self, password: str) -> None:
        self.hash(password)

    def is_outdated(self, password_hash: str) -> bool:
        return password_hash.startswith("old ")


class KnownPasswords:
    """Breached passwords that a test names, with a record of what was asked."""

    def __init__(self, *passwords: str) -> None:
        self.passwords = set(passwords)
        self.asked: list[str] = []

    def include(self, password: str) -> bool:
        self.asked.append(password)
        return password in self.passwords


class RegisterOfTokens:
    """Access tokens that are numbers, with a record of their claims."""

    def __init__(self) -> None:
        self.issued: dict[str, AccessClaims] = {}

    def issue(self, claims: AccessClaims, *, token_id: str) -> str:
        self.issued[token_id] = claims
        return token_id

    def read(self, token: str, *, now: datetime) -> AccessClaims:
        if token not in self.issued or self.issued[token].expires_at <= now:
            raise InvalidAccessTokenError("no such token")
        return self.issued[token]


class FakePhoneNumbers:
    """A ports.PhoneNumbers that knows one country."""

    def read(self, typed: str, region: str) -> PhoneReading:
        return PhoneReading(e164=f"+38{typed}" if region == "UA" else None)

    def is_region(self, region: str) -> bool:
        return region == "UA"


class KeyChain:
    """One keyring for all purposes, which can be made unavailable."""

    def __init__(self) -> None:
        self.keys = Keyring(signing_key_id="k1", secrets={"k1": b"1" * 32})
        self.fault: Exception | None = None

    def keyring(self, name: str) -> Keyring:
        if self.fault:
            raise self.fault
        assert name in {"mail-keys", "jwt-keys", "factor-keys"}
        return self.keys


class Mailbox(MemoryMailSender):
    """A mail sender that accepts every message, unless told otherwise for the next ones."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: deque[Exception | None] = deque()

    def send(self, mail: RenderedMail, *, mail_id: str) -> None:
        fault = self.faults.popleft() if self.faults else None
        if fault:
            raise fault
        super().send(mail, mail_id=mail_id)


class Watched:
    """A wrapper of a store that counts calls, and lets events happen just before them."""

    def __init__(self, store: object) -> None:
        self._store = store
        self.requests: Counter[str] = Counter()
        self._meanwhile: defaultdict[str, deque[Callable[[], object]]] = defaultdict(deque)
        self._lost: defaultdict[str, deque[bool]] = defaultdict(deque)

    def before(self, name: str, *events: Callable[[], object]) -> None:
        """Let one event happen before each of the next calls of a method; an event that raises replaces the call."""
        self._meanwhile[name] += events

    def lose_answer(self, name: str, *, arrives: bool) -> None:
        """Lose the response to the next call; the call is carried out only if it ``arrives``, and may then fail."""
        self._lost[name].append(arrives)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self.requests[name] += 1
            if self._meanwhile[name]:
                self._meanwhile[name].popleft()()
            if self._lost[name]:
                if self._lost[name].popleft():
                    with suppress(StoreConflictError):
                        method(*args, **kwargs)
                raise LOST
            return method(*args, **kwargs)

        return call


def tokens_of(signed_in: SignedIn) -> IssuedTokens:
    """Return the tokens of a sign-in, which needed no second factor."""
    assert isinstance(signed_in, IssuedTokens)
    return signed_in


def raising(error: Exception) -> Callable[[], object]:
    """Return an event that raises the error."""

    def fail() -> object:
        raise error

    return fail


def caller(account_id: str) -> Caller:
    """Return a caller without a session, as a token of the former type makes one."""
    return Caller(account_id=account_id, verified=True, session_id=None, issued_at=NOON)


@dataclass(slots=True)
class Stage:
    """Services on one database, and everything that they were built from."""

    clock: Clock = field(default_factory=Clock)
    hasher: CountingHasher = field(default_factory=CountingHasher)
    breached: KnownPasswords = field(default_factory=KnownPasswords)
    database: MemoryDatabase = field(default_factory=MemoryDatabase)
    keys: KeyChain = field(default_factory=KeyChain)
    mailbox: Mailbox = field(default_factory=Mailbox)
    tokens: RegisterOfTokens = field(default_factory=RegisterOfTokens)
    waits: list[float] = field(default_factory=list)
    tasks: MemoryTaskQueue = field(default_factory=MemoryTaskQueue)
    starter: OperationStarter = field(init=False)
    store: Watched = field(init=False)
    outbox: Watched = field(init=False)
    session_items: Watched = field(init=False)
    events: Watched = field(init=False)
    current_accounts: CurrentAccounts = field(init=False)
    writer: AccountWriter = field(init=False)
    registrations: Registrations = field(init=False)
    verification: Verification = field(init=False)
    profiles: Profiles = field(init=False)
    sign_in: SignIn = field(init=False)
    sessions: Sessions = field(init=False)
    challenges: Challenges = field(init=False)
    steps: SignInSteps = field(init=False)
    mailing: Mailing = field(init=False)
    feedback: MailFeedback = field(init=False)
    tokens_found: Watched = field(init=False)
    links: ActionLinks = field(init=False)
    reset: PasswordReset = field(init=False)
    change: PasswordChange = field(init=False)
    email_change: EmailChange = field(init=False)
    moves: EmailMoves = field(init=False)
    moves_made: Watched = field(init=False)

    def __post_init__(self) -> None:
        self.store = Watched(MemoryAccountStore(self.database))
        self.outbox = Watched(MemoryOutbox(self.database))
        self.session_items = Watched(MemorySessionStore(self.database))
        self.events = Watched(MemorySecurityEventStore(self.database))
        store, outbox = cast(AccountStore, self.store), cast(Outbox, self.outbox)
        numbers = count(1)

        def new_id() -> str:
            return f"id-{next(numbers)}"

        timing = Timing(monotonic=lambda: 0.0, wait=self.waits.append, jitter=lambda: 1.0)
        self.current_accounts = CurrentAccounts(cast(SessionStore, self.session_items), now=self.clock)
        self.writer = AccountWriter(store, lambda: self.current_accounts, now=self.clock, timing=timing)
        passwords = NewPasswords(self.hasher, self.breached)
        self.registrations = Registrations(
            store, self.writer, outbox, passwords, self.keys, FakePhoneNumbers(), now=self.clock, new_id=new_id
        )
        self.verification = Verification(store, self.writer, self.keys, now=self.clock, new_id=new_id)
        books = MemoryBookStore(self.database)
        self.starter = OperationStarter(
            MemoryOperationStore(self.database),
            BookWriter(books, timing=timing, new_commit_id=new_id),
            self.tasks,
            now=self.clock,
            new_id=new_id,
        )
        self.profiles = Profiles(
            self.current_accounts,
            self.writer,
            FakePhoneNumbers(),
            announce_phone_filling=lambda account: announce_phone_filling(self.starter, account),
            announce_name_ordering=lambda account: announce_name_ordering(self.starter, account),
        )
        self.tokens_found = Watched(MemoryActionTokens(self.database))
        tokens = cast(ActionTokenStore, self.tokens_found)
        links = self.links = ActionLinks(self.keys, public_url=PUBLIC_URL, new_id=new_id)
        records = SecurityRecords(new_id=new_id)
        self.reset = PasswordReset(store, tokens, self.writer, links, records, lambda: passwords, now=self.clock)
        self.email_change = EmailChange(store, self.writer, outbox, self.hasher, links, now=self.clock)
        self.moves_made = Watched(MemoryEmailChanges(self.database))
        self.moves = EmailMoves(
            store,
            tokens,
            cast(EmailChangeStore, self.moves_made),
            self.writer,
            links,
            records,
            lambda: (
                FactorAdditions(MemoryFactorStore(self.database)),
                IdentityAdditions(MemoryIdentityStore(self.database)),
                PasskeyAdditions(MemoryPasskeyStore(self.database)),
            ),
            now=self.clock,
        )
        self.change = PasswordChange(self.writer, self.hasher, passwords, records, now=self.clock)
        suppressions = MemorySuppressions(self.database)
        self._add_sign_in(suppressions, new_id)
        self.mailing = Mailing(
            outbox,
            store,
            Rendering(
                store,
                VerificationLinks(self.keys, public_url=PUBLIC_URL),
                lambda: ActionMails(store, tokens, links),
            ),
            self.mailbox,
            suppressions,
            now=self.clock,
            new_id=new_id,
            timing=timing,
        )
        self.feedback = MailFeedback(outbox, suppressions, now=self.clock)

    def _add_sign_in(self, suppressions: MemorySuppressions, new_id: Callable[[], str]) -> None:
        issuer = TokenIssuer(self.tokens, self.keys, new_id=new_id, access_token_ttl_seconds=TTL_SECONDS)
        self.sessions = Sessions(
            cast(SessionStore, self.session_items),
            issuer,
            new_id=new_id,
            new_secret=lambda: new_id().encode().zfill(32),
        )
        nonces = count(1)
        self.challenges = Challenges(
            self.keys,
            lambda: MemoryUsedChallenges(self.database),
            now=self.clock,
            new_nonce=lambda: next(nonces).to_bytes(16, "big"),
        )
        self.steps = SignInSteps(self.sessions, lambda: self.challenges)
        self.sign_in = SignIn(
            cast(AccountStore, self.store),
            suppressions,
            self.hasher,
            self.steps,
            cast(SecurityEventStore, self.events),
            now=self.clock,
            new_id=new_id,
        )

    @property
    def requests(self) -> int:
        """The number of calls of the stores."""
        return self.store.requests.total() + self.outbox.requests.total()

    def register(self, email: str = EMAIL, password: str = PASSWORD, **more: str) -> OutgoingMail:
        """Register an account; return the message queued last."""
        self.registrations.register(Registration(email=email, password=password, **more))
        return self.last_mail()

    def registered(self, email: str = EMAIL, password: str = PASSWORD, **more: str) -> Account:
        """Register and verify an account, and return it."""
        self.verification.verify(self.raw_token(self.register(email, password, **more)))
        return self.account(email.lower())

    def caller(self, account: Account) -> Caller:
        """Begin a session, and return who has it."""
        issued = self.sessions.start(account, Origin(), read_at=self.clock())
        return Caller(
            account_id=account.id,
            verified=account.is_verified,
            session_id=issued.session_id,
            issued_at=self.clock(),
        )

    def last_mail(self) -> OutgoingMail:
        """Return the message queued last."""
        return list(self.database.mails.values())[-1]

    def raw_token(self, mail: OutgoingMail) -> str:
        """Return the token in a message."""
        assert mail.kind is MailKind.VERIFY_EMAIL
        return raw_token_of(mail, self.keys.keys)

    def claim(self, address: str = ADDRESS) -> EmailClaim | None:
        """Return the claim of an address, if there is one."""
        return MemoryAccountStore(self.database).find_claim(address, now=self.clock())

    def account(self, address: str = ADDRESS) -> Account:
        """Return the account with this address."""
        claim = self.claim(address)
        assert claim is not None
        account = MemoryAccountStore(self.database).find_account(claim.account_id, now=self.clock())
        assert account is not None
        return account

    def can_log_in(self, password: str, email: str = EMAIL) -> bool:
        """Return whether somebody can sign in with this password."""
        try:
            self.sign_in.log_in(email, password, Origin())
        except InvalidCredentialsError:
            return False
        return True

    def forget_counts(self) -> None:
        """Start counting calls again, at zero."""
        self.hasher.forget()
        self.store.requests.clear()
        self.outbox.requests.clear()
