"""Personal access tokens: the list of an account and what finds each, written one version after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from shared.domain.accounts.account import Account
from shared.domain.accounts.personal_token_rules import MAX_NAME_LENGTH
from shared.domain.accounts.personal_tokens import MAX_TOKENS, PersonalToken, PersonalTokens
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.books import NotBefore
from shared.domain.errors import OutcomeUnknownError
from shared.domain.mails import MailKind
from shared.domain.scopes import GRANTABLE, Scope
from shared.services.ports.conflicts import PersonalTokensChangedError
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.account_builders import NOON, new_account, new_mail, register, verify, whole_seconds
from tests.support.faulty_client import LOST_ANSWER, TRANSACTION, Fault, answer
from tests.support.session_builders import new_event

NONE = PersonalTokens()
YEAR = timedelta(days=365)
_NUMBERS = count(1)


@pytest.fixture
def account(engine: Engine) -> Account:
    return verify(engine.accounts, register(engine.accounts))


def token_of(account: Account, **members: object) -> PersonalToken:
    number = next(_NUMBERS)
    given: dict[str, object] = {
        "id": f"t{number}",
        "account_id": account.id,
        "hash": f"{number:064x}",
        "name": "Backup",
        "scopes": frozenset({Scope.CONTACTS_READ}),
        "created_at": NOON,
        "expires_at": whole_seconds(NOON + YEAR),
    }
    return PersonalToken(**{**given, **members})  # type: ignore[arg-type]


def put(engine: Engine, account: Account, *versions: PersonalTokens, before: PersonalTokens = NONE) -> None:
    """Store versions one after the other."""
    for earlier, tokens in zip((before, *versions), versions, strict=False):
        event = new_event(account.id, kind=SecurityEventKind.PERSONAL_TOKEN_CREATED)
        engine.personal_tokens.put(tokens, before=earlier, account=account, event=event)


def found(engine: Engine, token: PersonalToken) -> PersonalToken | None:
    return engine.token_reader.find(token.hash, now=NOON)


def test_an_account_without_tokens_has_none(engine: Engine, account: Account) -> None:
    assert engine.personal_tokens.get(account.id) == NONE
    assert engine.personal_tokens.get("no-such-account") == NONE
    assert found(engine, token_of(account)) is None


def test_tokens_are_kept_as_they_were_written_and_found_by_their_hashes(engine: Engine, account: Account) -> None:
    first, second = token_of(account, scopes=frozenset(GRANTABLE), name="Ж"), token_of(account)
    versions = [NONE.with_token(first)]
    versions += [versions[-1].with_token(second)]
    put(engine, account, *versions)
    assert engine.personal_tokens.get(account.id) == versions[-1]
    assert [found(engine, each) for each in (first, second)] == [replace(first, name=""), replace(second, name="")]


def test_one_that_is_revoked_is_not_found(engine: Engine, account: Account) -> None:
    first, second = token_of(account), token_of(account)
    both = NONE.with_token(first).with_token(second)
    put(engine, account, NONE.with_token(first), both, both.without(first.id))
    assert found(engine, first) is None
    assert found(engine, second) is not None
    assert engine.personal_tokens.get(account.id) == both.without(first.id)


def test_one_that_has_expired_is_not_found(engine: Engine, account: Account) -> None:
    token = token_of(account, expires_at=whole_seconds(NOON) + timedelta(seconds=5))
    put(engine, account, NONE.with_token(token))
    assert engine.token_reader.find(token.hash, now=whole_seconds(NOON) + timedelta(seconds=4)) is not None
    assert engine.token_reader.find(token.hash, now=whole_seconds(NOON) + timedelta(seconds=5)) is None
    assert list(engine.personal_tokens.get(account.id).tokens) == [token.id]


def test_event_and_message_are_stored_with_it(engine: Engine, account: Account) -> None:
    event = new_event(account.id, kind=SecurityEventKind.PERSONAL_TOKEN_CREATED)
    mail = new_mail(account.id, kind=MailKind.PERSONAL_TOKEN_CREATED)
    tokens = NONE.with_token(token_of(account))
    engine.personal_tokens.put(tokens, before=NONE, account=account, event=event, mail=mail)
    assert engine.events.list_latest(account.id, limit=9, now=NOON) == [event]
    assert engine.outbox.find(mail.id) == mail


def test_a_version_follows_the_one_before_only(engine: Engine, account: Account) -> None:
    first = NONE.with_token(token_of(account))
    put(engine, account, first)
    other = token_of(account)
    for before in (NONE, replace(first, version=2)):
        with pytest.raises(PersonalTokensChangedError):
            put(engine, account, before.with_token(other), before=before)
    assert engine.personal_tokens.get(account.id) == first
    assert found(engine, other) is None


def test_an_account_that_has_changed_or_is_gone_gets_none(engine: Engine, account: Account) -> None:
    """Disabling an account, and ending its tokens, are changes of it."""
    changed = replace(account, full_name="Olena", version=account.version + 1)
    engine.accounts.update(changed, replaces=account)
    token = token_of(account)
    for other in (account, new_account()):
        with pytest.raises(PersonalTokensChangedError):
            put(engine, other, NONE.with_token(token))
    assert engine.personal_tokens.get(account.id) == NONE
    assert found(engine, token) is None
    put(engine, changed, NONE.with_token(token))
    assert found(engine, token) is not None


def test_since_when_tokens_must_have_been_made_is_kept(engine: Engine, account: Account) -> None:
    ended = replace(account, version=account.version + 1).without_sessions(NOON, personal_tokens=True)
    engine.accounts.update(ended, replaces=account)
    moment = whole_seconds(NOON) + timedelta(seconds=1)
    assert ended.not_before == NotBefore(at=moment, personal_tokens_at=moment)
    assert engine.store.load(account.book_id).book.not_before == ended.not_before
    assert engine.accounts.find_account(account.id, now=NOON) == ended
    again = replace(ended, version=ended.version + 1).without_sessions(NOON + YEAR)
    engine.accounts.update(again, replaces=ended)
    assert again.personal_tokens_since == moment
    assert engine.store.load(account.book_id).book.not_before == again.not_before
    assert engine.accounts.find_account(account.id, now=NOON) == again


def test_as_many_and_as_long_tokens_as_an_account_may_have_can_be_stored_and_forgotten(
    engine: Engine, account: Account
) -> None:
    tokens = [
        token_of(account, name=MAX_NAME_LENGTH * "\U0001f600", scopes=frozenset(GRANTABLE)) for _ in range(MAX_TOKENS)
    ]
    most = PersonalTokens(version=1, tokens={token.id: token for token in tokens})
    put(engine, account, most)
    assert engine.personal_tokens.get(account.id) == most
    last = token_of(account)
    put(engine, account, PersonalTokens(version=2, tokens={last.id: last}), before=most)
    assert [found(engine, each) for each in tokens] == [None] * MAX_TOKENS
    assert found(engine, last) is not None


def test_the_latest_use_is_known(engine: Engine, account: Account) -> None:
    used, unused = token_of(account), token_of(account)
    assert engine.token_uses.latest([]) == {}
    for hours in range(2):
        engine.token_uses.note(used, NOON + timedelta(hours=hours))
    assert engine.token_uses.latest([used.hash, unused.hash]) == {used.hash: NOON + timedelta(hours=1)}


@pytest.mark.engines("memory", "stand_in", because="moto is not thread-safe")
def test_of_tokens_that_are_made_at_the_same_time_one_is_stored_and_no_other_is_found(
    engine: Engine, account: Account
) -> None:
    tokens = [token_of(account) for _ in range(8)]

    def make(token: PersonalToken) -> None:
        with suppress(PersonalTokensChangedError):
            put(engine, account, NONE.with_token(token))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(make, tokens))
    [stored] = engine.personal_tokens.get(account.id).tokens.values()
    assert [token.id for token in tokens if found(engine, token)] == [stored.id]


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing can go wrong in memory")
@pytest.mark.parametrize("arrives", [True, False])
def test_a_write_without_a_response_is_carried_out_as_a_whole_or_not_at_all(
    engine: Engine, account: Account, arrives: bool
) -> None:
    token = token_of(account)
    engine.network.faults.append(Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=arrives))
    with pytest.raises(OutcomeUnknownError):
        put(engine, account, NONE.with_token(token))
    assert engine.personal_tokens.get(account.id).version == int(arrives)
    assert (found(engine, token) is not None) is arrives


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing can go wrong in memory")
def test_another_transaction_at_this_moment_is_a_race(engine: Engine, account: Account) -> None:
    reasons = ["None", "None", "None", "TransactionConflict"]
    engine.network.faults.append(
        Fault(operation=TRANSACTION, error=answer("TransactionCanceledException", reasons=reasons))
    )
    with pytest.raises(PersonalTokensChangedError):
        put(engine, account, NONE.with_token(token_of(account)))
