"""What an account asks for besides the first factor, and what it must have to do without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.accounts.errors import PasswordTooShortError
from shared.domain.accounts.second_factors import FirstFactor, Method, SecondFactor, methods_of
from tests.support.account_builders import new_account

TOTP, ANOTHER = SecondFactor.TOTP, "another"


def test_an_account_has_no_second_factor_at_first() -> None:
    assert not new_account().has_second_factor


def test_a_second_factor_is_there_once_until_it_is_removed() -> None:
    account = new_account().with_second_factor(TOTP).with_second_factor(ANOTHER).with_second_factor(TOTP)
    assert account.second_factors == (ANOTHER, TOTP)
    account = account.without_second_factor(TOTP)
    assert account.has_second_factor
    assert account.second_factors == (ANOTHER,)
    assert not account.without_second_factor(ANOTHER).has_second_factor


def test_a_short_password_needs_one_that_is_left() -> None:
    account = replace(new_account(), password_is_short=True).with_second_factor(TOTP).with_second_factor(ANOTHER)
    account = account.without_second_factor(TOTP)
    with pytest.raises(PasswordTooShortError):
        account.without_second_factor(ANOTHER)
    assert not replace(account, password_is_short=False).without_second_factor(ANOTHER).has_second_factor


def test_what_can_be_sent_is_what_the_account_has_or_a_recovery_code() -> None:
    account = new_account().with_second_factor(TOTP).with_second_factor("of tomorrow")
    assert methods_of(account) == [Method.TOTP, Method.RECOVERY_CODE]
    assert methods_of(replace(account, passkeys=("one",))) == [Method.TOTP, Method.RECOVERY_CODE, Method.PASSKEY]


def test_only_a_passkey_is_both_factors_at_once() -> None:
    assert [factor for factor in FirstFactor if factor.is_both] == [FirstFactor.PASSKEY]
