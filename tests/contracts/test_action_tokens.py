"""Tokens with a purpose are stored with the change of the account that makes them valid, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.accounts.action_tokens import ActionToken, Purpose, action_token
from shared.services.ports.conflicts import AccountChangedError
from tests.contracts.conftest import Engine
from tests.support.account_builders import HOUR, NOON, new_mail, register, verify


def new_token(account_id: str, raw: str, purpose: Purpose = Purpose.RESET_PASSWORD, email: str = "") -> ActionToken:
    return ActionToken.of(f"{raw} of {account_id}", purpose, account_id, email, now=NOON)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("email", ["", "somewhere@example.com"])
def test_a_token_is_found_by_its_hash_and_its_purpose_only(engine: Engine, purpose: Purpose, email: str) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    token, mail = new_token(account.id, purpose, purpose, email), new_mail(account.id)
    changed = replace(account, reset_token_hash=token.hash, version=account.version + 1)
    engine.accounts.update(changed, replaces=account, tokens=[token], mails=[mail])
    assert engine.accounts.find_account(account.id, now=NOON) == changed
    assert engine.outbox.find(mail.id) == mail
    found = {other: engine.action_tokens.find(other, token.hash, now=NOON) for other in Purpose}
    assert found == {other: token if other is purpose else None for other in Purpose}
    assert engine.action_tokens.find(purpose, "another hash", now=NOON) is None
    assert engine.accounts.find_token(token.hash, now=NOON) is None


def test_a_token_is_absent_from_the_moment_it_expires(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    token = new_token(account.id, "expiring")
    engine.accounts.update(replace(account, version=account.version + 1), replaces=account, tokens=[token])
    assert engine.action_tokens.find(token.purpose, token.hash, now=token.expires_at - HOUR / 60) == token
    assert engine.action_tokens.find(token.purpose, token.hash, now=token.expires_at) is None


def test_a_token_whose_account_has_changed_is_not_stored(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    token = new_token(account.id, "late")
    late = replace(account, reset_token_hash=token.hash, version=account.version + 2)
    with pytest.raises(AccountChangedError):
        engine.accounts.update(late, replaces=account, tokens=[token])
    assert engine.action_tokens.find(token.purpose, token.hash, now=NOON) is None
    assert engine.accounts.find_account(account.id, now=NOON) == account


def test_what_was_begun_can_be_voided(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    begun = replace(
        account, reset_token_hash="a", new_email="b@example.com", change_token_hash="c", version=account.version + 1
    )
    engine.accounts.update(begun, replaces=account)
    assert engine.accounts.find_account(account.id, now=NOON) == begun
    voided = replace(begun, reset_token_hash=None, new_email=None, change_token_hash=None, version=begun.version + 1)
    engine.accounts.update(voided, replaces=begun)
    assert engine.accounts.find_account(account.id, now=NOON) == voided


def test_tokens_of_different_purposes_differ_though_they_have_the_same_id() -> None:
    raw = {action_token(b"secret", purpose, "id") for purpose in Purpose}
    assert len(raw) == len(Purpose)
    assert {len(each) for each in raw} == {43}
