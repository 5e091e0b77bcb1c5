"""Which factors are left when those that were added since a moment go."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shared.domain.accounts.factors import Factors
from shared.domain.accounts.recovery_codes import RecoveryCodes
from shared.domain.accounts.totp import Totp
from tests.support.account_builders import NOON

LATER = NOON + timedelta(microseconds=1)


def totp(at: datetime) -> Totp:
    return Totp(account_id="ann", salt="5a17", key_id="k1", created_at=at)


def codes(at: datetime) -> RecoveryCodes:
    return RecoveryCodes(account_id="ann", key_id="k1", stored=frozenset({"one", "two"}), created_at=at)


def test_factors_of_before_stay_and_those_of_that_moment_go() -> None:
    factors = Factors(totp=totp(NOON), pending=totp(NOON), recovery=codes(NOON))
    assert factors.without_added_since(LATER) == factors
    assert factors.without_added_since(NOON) == Factors()


@pytest.mark.parametrize("name", ["totp", "pending", "recovery"])
def test_each_goes_by_its_own_time(name: str) -> None:
    factors = Factors(totp=totp(NOON), pending=totp(NOON), recovery=codes(NOON))
    added = {"totp": totp(LATER), "pending": totp(LATER), "recovery": codes(LATER)}[name]
    members = {each: getattr(factors, each) for each in ("totp", "pending", "recovery")}
    assert Factors(**{**members, name: added}).without_added_since(LATER) == Factors(**{**members, name: None})
    assert Factors().without_added_since(NOON) == Factors()


def test_recovery_codes_that_are_left_are_counted() -> None:
    assert Factors(recovery=codes(NOON)).recovery_codes_left == 2
    assert Factors().recovery_codes_left == 0
