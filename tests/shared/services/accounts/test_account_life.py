"""Whatever happens to accounts, in whatever order: the service agrees with a model simple enough to be right."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from shared.domain.accounts.account import MAILS_PER_HOUR, token_hash
from shared.domain.accounts.errors import InvalidVerificationTokenError
from shared.domain.mails import MailKind, MailState
from shared.services.accounts.verification import VerificationOutcome
from tests.support.examples import examples
from tests.support.fakes import DAY, Stage

ADDRESSES = st.sampled_from(["olena@example.com", "taras@example.com"])
PASSWORDS = st.sampled_from(["violet tram over the river", "seven quiet lamps on a hill", "paper boats at midnight"])
HOUR = timedelta(hours=1)
PAUSES = st.sampled_from(
    [timedelta(seconds=1), timedelta(minutes=20), HOUR, timedelta(hours=13), timedelta(days=2), timedelta(days=6)]
)


@dataclass
class Holder:
    """Who holds an address: the password given last, and the token mailed last."""

    password: str
    token: str
    token_expires_at: datetime
    expires_at: datetime
    mailed: list[datetime]
    verified: bool = False

    def next_mail_at(self, now: datetime) -> datetime:
        """Return when an hour has room for another mail."""
        recent = [at for at in self.mailed if now < at + HOUR]
        return now if len(recent) < MAILS_PER_HOUR else recent[-MAILS_PER_HOUR] + HOUR

    def is_there(self, now: datetime) -> bool:
        return self.verified or now < self.expires_at

    def waits_for(self, token: str, now: datetime) -> bool:
        return not self.verified and self.is_there(now) and token == self.token and now < self.token_expires_at


@dataclass
class Waiting:
    """A mail that waits, and the password that counts from then on; None if it stays the same."""

    mail_id: str
    password: str | None
    token: str
    due_at: datetime


@dataclass
class Model:
    """What should be so."""

    holders: dict[str, Holder] = field(default_factory=dict)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    used: dict[str, datetime] = field(default_factory=dict)

    def holder(self, address: str, now: datetime) -> Holder | None:
        holder = self.holders.get(address)
        return holder if holder and holder.is_there(now) else None


def end_after(now: datetime, duration: timedelta) -> datetime:
    return (now + duration).replace(microsecond=0)


class AccountLife(RuleBasedStateMachine):
    mailed = Bundle("mailed")

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.model = Model()
        self.ids_of_the_past: set[str] = set()

    @property
    def now(self) -> datetime:
        return self.stage.clock()

    def new_token(self) -> str:
        return self.stage.raw_token(self.stage.last_mail())

    @rule(target=mailed, address=ADDRESSES, password=PASSWORDS)
    def register(self, address: str, password: str) -> object:
        holder = self.model.holder(address, self.now)
        before = self.stage.claim(address)
        known = set(self.stage.database.mails)
        self.stage.register(address.upper(), password)
        kinds = [mail.kind for mail_id, mail in self.stage.database.mails.items() if mail_id not in known]
        if holder and holder.verified:
            assert kinds in ([], [MailKind.ADDRESS_TAKEN])
            return multiple()
        assert kinds == [MailKind.VERIFY_EMAIL]
        if holder and holder.next_mail_at(self.now) > self.now:
            return self.wait_for_mail(address, holder, password)
        if before:
            self.ids_of_the_past.add(before.account_id)
        assert self.stage.account(address).id not in self.ids_of_the_past
        token = self.new_token()
        self.hold(address, password, token)
        return (address, token)

    def hold(self, address: str, password: str, token: str) -> None:
        """Let a registration take effect in the model."""
        holder = self.model.holder(address, self.now)
        self.model.holders[address] = Holder(
            password=password,
            token=token,
            token_expires_at=end_after(self.now, DAY),
            expires_at=end_after(self.now, 7 * DAY),
            mailed=[*(holder.mailed if holder else []), self.now],
        )
        self.model.waiting.pop(address, None)

    def renew(self, holder: Holder, token: str) -> None:
        """Let a new token take effect in the model."""
        holder.token = token
        holder.token_expires_at = end_after(self.now, DAY)
        holder.expires_at = max(holder.expires_at, holder.token_expires_at)
        holder.mailed.append(self.now)

    def wait_for_mail(self, address: str, holder: Holder, password: str | None) -> object:
        mail, due_at = self.stage.last_mail(), holder.next_mail_at(self.now)
        assert mail.due_at == due_at
        token = self.new_token()
        self.model.waiting[address] = Waiting(mail_id=mail.id, password=password, token=token, due_at=due_at)
        holder.expires_at = max(holder.expires_at, end_after(due_at, DAY))
        return (address, token)

    def is_awaited(self, address: str) -> bool:
        waiting = self.model.waiting.get(address)
        return waiting is not None and self.now < waiting.due_at + DAY

    def take_effect(self, claims: dict[str, str]) -> None:
        """Follow the mails that have waited and were sent now; ``claims`` are the accounts before that."""
        for address, waiting in list(self.model.waiting.items()):
            state = self.stage.database.mails[waiting.mail_id].state
            if state is MailState.PENDING:
                continue
            del self.model.waiting[address]
            holder = self.model.holder(address, self.now)
            assert (state is MailState.SENT) is (holder is not None and not holder.verified) or state == "failed"
            if state is MailState.SENT and holder:
                if waiting.password is None:
                    self.renew(holder, waiting.token)
                else:
                    self.hold(address, waiting.password, waiting.token)
                    self.ids_of_the_past.add(claims[address])

    def claims(self) -> dict[str, str]:
        return {address: claim.account_id for address in self.model.waiting if (claim := self.stage.claim(address))}

    @rule(target=mailed, address=ADDRESSES)
    def resend(self, address: str) -> object:
        holder = self.model.holder(address, self.now)
        count = len(self.stage.database.mails)
        self.stage.verification.resend(address)
        if holder is None or holder.verified or self.is_awaited(address):
            assert len(self.stage.database.mails) == count
            return multiple()
        if holder.next_mail_at(self.now) > self.now:
            return self.wait_for_mail(address, holder, None)
        self.renew(holder, self.new_token())
        self.model.waiting.pop(address, None)
        return (address, holder.token)

    @rule(found=mailed)
    def use_a_token(self, found: tuple[str, str]) -> None:
        address, token = found
        holder = self.model.holders[address]
        if holder.waits_for(token, self.now):
            assert self.stage.verification.verify(token) is VerificationOutcome.VERIFIED
            holder.verified = True
            self.model.used[token] = holder.token_expires_at
        elif self.now < self.model.used.get(token, self.now):
            assert self.stage.verification.verify(token) is VerificationOutcome.ALREADY_VERIFIED
        else:
            try:
                self.stage.verification.verify(token)
            except InvalidVerificationTokenError:
                return
            raise AssertionError("a token that nobody waits for was accepted")

    @rule(found=consumes(mailed))
    def lose_a_mail(self, found: tuple[str, str]) -> None:
        """So that old tokens do not crowd out new ones."""

    @rule(address=ADDRESSES, password=PASSWORDS)
    def log_in(self, address: str, password: str) -> None:
        holder = self.model.holder(address, self.now)
        may = holder is not None and holder.password == password
        assert self.stage.can_log_in(password, address) is may
        if holder and may:
            latest = list(self.stage.tokens.issued.values())[-1]
            assert latest.account_id == self.stage.account(address).id
            assert latest.verified is holder.verified

    @rule(pause=PAUSES)
    def wait(self, pause: timedelta) -> None:
        self.stage.clock.advance(pause)

    @rule()
    def send_mail(self) -> None:
        """Every pending mail is tried; only those whose token somebody waits for go out."""
        waited_for = {
            holder.token for holder in self.model.holders.values() if holder.waits_for(holder.token, self.now)
        }
        waited_for |= {
            waiting.token
            for address, waiting in self.model.waiting.items()
            if (holder := self.model.holder(address, self.now)) and not holder.verified
        }
        claims = self.claims()
        pending = [mail for mail in self.stage.database.mails.values() if mail.state is MailState.PENDING]
        for mail in pending:
            ended = self.stage.mailing.deliver(mail.id)
            assert (ended is None) is (mail.due_at is not None and self.now < mail.due_at)
            if ended is None:
                continue
            if mail.kind is MailKind.VERIFY_EMAIL and ended.state is not MailState.FAILED:
                assert (ended.state is MailState.SENT) is (self.stage.raw_token(mail) in waited_for)
        self.take_effect(claims)

    @rule()
    def sweep(self) -> None:
        claims = self.claims()
        assert self.stage.mailing.sweep().postponed == ()
        self.take_effect(claims)

    @invariant()
    def every_address_has_the_holder_that_it_should_have(self) -> None:
        for address in self.model.holders:
            holder = self.model.holder(address, self.now)
            claim = self.stage.claim(address)
            assert (claim is None) is (holder is None)
            if claim and holder:
                assert claim.is_verified is self.stage.account(address).is_verified is holder.verified

    @invariant()
    def every_claim_has_one_live_token_at_most_and_names_it(self) -> None:
        for address in self.model.holders:
            claim = self.stage.claim(address)
            live = {
                token.hash
                for token in self.stage.database.tokens.values()
                if claim and token.account_id == claim.account_id and token.used_at is None
            }
            assert live == ({claim.token_hash} if claim and claim.token_hash else set())
            holder = self.model.holder(address, self.now)
            if holder and not holder.verified:
                assert live == {token_hash(holder.token)}

    @invariant()
    def verified_accounts_and_no_others_have_a_book(self) -> None:
        verified = {account.id for account in self.stage.database.accounts.values() if account.is_verified}
        assert set(self.stage.database.books) == verified
        assert not verified & self.ids_of_the_past


AccountLife.TestCase.settings = settings(max_examples=examples(150), stateful_step_count=40, deadline=None)
test_the_life_of_accounts = AccountLife.TestCase
