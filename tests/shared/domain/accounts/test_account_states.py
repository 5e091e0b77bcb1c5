"""What voids the sessions and tokens of an account, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.accounts.account import Account
from shared.domain.books import NotBefore
from tests.support.account_builders import NOON, new_account, verified

SECOND, DAY, MICROSECOND = timedelta(seconds=1), timedelta(days=1), timedelta(microseconds=1)
NEXT_SECOND = NOON.replace(microsecond=0) + SECOND


def test_ending_sessions_ends_all_that_began_before_and_no_personal_token() -> None:
    ended = new_account().without_sessions(NOON, but="s1")
    assert ended.not_before == NotBefore(at=NEXT_SECOND, kept_session_id="s1", personal_tokens_at=None)
    assert (ended.sessions_since("s1"), ended.sessions_since("s2")) == (None, NEXT_SECOND)
    assert ended.personal_tokens_since is None


def test_personal_tokens_end_with_the_sessions_only_if_that_is_asked_for_and_stay_so() -> None:
    ended = new_account().without_sessions(NOON, personal_tokens=True)
    assert ended.personal_tokens_since == NEXT_SECOND
    later = ended.without_sessions(NOON + DAY)
    assert later.not_before == NotBefore(at=NEXT_SECOND + DAY, personal_tokens_at=NEXT_SECOND)


def test_a_second_ending_in_the_same_second_voids_what_began_since() -> None:
    ended = new_account().without_sessions(NOON)
    assert ended.issued_at(NOON) == NEXT_SECOND
    assert ended.without_sessions(NOON).issued_at(NOON) == NEXT_SECOND + SECOND
    assert ended.issued_at(NOON + DAY) == NOON + DAY
    assert new_account().issued_at(NOON) == NOON


def test_an_account_is_verified_and_has_a_password_or_not() -> None:
    account = new_account()
    assert (account.is_verified, account.has_password) == (False, True)
    assert (verified(account).is_verified, replace(account, password_hash="").has_password) == (True, False)


@pytest.mark.parametrize("kept", [None, "s1"])
def test_what_began_at_that_moment_is_good_and_what_began_before_is_not(kept: str | None) -> None:
    not_before = NotBefore(at=NOON, kept_session_id=kept, personal_tokens_at=NOON)
    assert not not_before.voids("s2", NOON)
    assert not_before.voids("s2", NOON - MICROSECOND)
    assert not_before.voids("s1", NOON - MICROSECOND) is (kept is None)
    assert not not_before.voids_personal_token(NOON)
    assert not_before.voids_personal_token(NOON - MICROSECOND)
    assert not NotBefore(at=NOON).voids_personal_token(NOON - DAY)


def test_disabling_an_account_ends_everything() -> None:
    account = replace(new_account(), role="admin")
    disabled = account.disabled(NOON)
    assert (disabled.disabled_at, disabled.personal_tokens_since) == (NOON, NEXT_SECOND)
    assert disabled.sessions_since("s1") == NEXT_SECOND
    assert account.is_admin
    assert not disabled.is_admin


def with_links(erase_at: datetime | None = None) -> Account:
    return replace(
        new_account(),
        reset_token_hash="reset",
        new_email="new@example.com",
        change_token_hash="change",
        erase_at=erase_at,
    )


@pytest.mark.parametrize(("before", "after"), [(None, NOON.replace(microsecond=0) + 7 * DAY), (NOON + DAY, NOON + DAY)])
def test_deleting_an_account_ends_its_sessions_and_links_and_can_be_undone(
    before: datetime | None, after: datetime
) -> None:
    account = with_links(before)
    deleted = account.deleted(NOON, keep_token_hash="keep")
    assert deleted == replace(
        account,
        not_before=NotBefore(at=NEXT_SECOND),
        erase_at=after,
        keep_token_hash="keep",
        reset_token_hash=None,
        new_email=None,
        change_token_hash=None,
    )
    assert deleted.kept() == replace(deleted, erase_at=None, keep_token_hash=None)


def test_it_is_too_late_to_undo_it_from_that_moment_on() -> None:
    assert with_links(NOON).is_to_be_erased(NOON)
    assert not with_links(NOON).is_to_be_erased(NOON - MICROSECOND)
    assert not with_links().is_to_be_erased(NOON)
