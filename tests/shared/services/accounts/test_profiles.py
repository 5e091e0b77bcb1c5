"""The own profile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.accounts.account import Account
from shared.domain.books import BookSettings
from shared.domain.errors import (
    AccountGoneError,
    InvalidInputError,
    StoreUnavailableError,
)
from shared.domain.operations import Operation
from shared.services.accounts.input import ProfileUpdate
from shared.services.ports.conflicts import AccountChangedError
from shared.services.state_writer import MAX_ATTEMPTS
from tests.support.clock import NOON
from tests.support.fakes import DAY, SECOND, Stage, caller, raising


def test_an_unverified_account_has_a_profile(stage: Stage) -> None:
    stage.register()
    account = stage.account()
    assert stage.profiles.get(caller(account.id)) == account


def test_an_account_that_is_gone_has_none(stage: Stage) -> None:
    stage.register()
    account = stage.account()
    stage.clock.advance(7 * DAY)
    for account_id in (account.id, "nobody"):
        with pytest.raises(AccountGoneError):
            stage.profiles.get(caller(account_id))
        with pytest.raises(AccountGoneError):
            stage.profiles.update(caller(account_id), ProfileUpdate(full_name="Ghost"))


def test_a_profile_and_its_book_change_together(stage: Stage) -> None:
    account = stage.registered()
    stage.clock.advance(SECOND)
    settings = BookSettings(locale="pt-BR", time_zone="Europe/Kyiv", leap_day="03-01", phone_region="UA")
    update = ProfileUpdate(
        full_name=" Olena ", locale="pt-BR", time_zone="Europe/Kyiv", leap_day="03-01", phone_region="ua"
    )
    updated = stage.profiles.update(caller(account.id), update)
    assert (
        updated
        == stage.account()
        == replace(account, full_name="Olena", settings=settings, version=3, updated_at=NOON + SECOND)
    )
    assert stage.database.books[account.id].settings == settings


def test_what_is_not_given_stays(stage: Stage) -> None:
    account = stage.registered(full_name="Olena")
    first = stage.profiles.update(caller(account.id), ProfileUpdate(time_zone="Asia/Tokyo", phone_region="UA"))
    second = stage.profiles.update(caller(account.id), ProfileUpdate(full_name="", phone_region=""))
    assert second.settings == replace(first.settings, phone_region="")
    assert (second.full_name, second.locale) == ("", "en")


def test_an_update_that_changes_nothing_writes_nothing(stage: Stage) -> None:
    account = stage.registered()
    assert stage.profiles.update(caller(account.id), ProfileUpdate()) == account
    assert stage.profiles.update(caller(account.id), ProfileUpdate(locale="en")) == account
    assert stage.store.requests["update"] == 0


def test_every_broken_rule_of_a_profile_is_named_at_once(stage: Stage) -> None:
    account = stage.registered()
    update = ProfileUpdate(
        full_name="\x7f", locale="x", time_zone="Mars/Olympus", leap_day="02-29", phone_region="Atlantis"
    )
    with pytest.raises(InvalidInputError) as caught:
        stage.profiles.update(caller(account.id), update)
    assert {problem.pointer: problem.code for problem in caught.value.problems} == {
        "/full_name": "control_characters",
        "/locale": "invalid_locale",
        "/time_zone": "unknown_time_zone",
        "/leap_day": "invalid_leap_day",
        "/phone_region": "unknown_region",
    }


def test_updates_at_the_same_time_are_both_kept(stage: Stage) -> None:
    account = stage.registered()
    stage.store.before("update", lambda: stage.profiles.update(caller(account.id), ProfileUpdate(locale="uk")))
    updated = stage.profiles.update(caller(account.id), ProfileUpdate(full_name="Olena"))
    assert (updated.full_name, updated.locale, updated.version) == ("Olena", "uk", account.version + 2)


def test_settings_given_while_the_address_is_proved_reach_the_book(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    account = stage.account()
    stage.store.before("update", lambda: stage.verification.verify(token))
    stage.profiles.update(caller(account.id), ProfileUpdate(phone_region="UA"))
    assert stage.database.books[account.id].settings.phone_region == "UA"


def test_an_update_that_only_ever_meets_conflicts_asks_to_come_back(stage: Stage) -> None:
    account = stage.registered()
    stage.store.before("update", *(raising(AccountChangedError("conflict")) for _ in range(MAX_ATTEMPTS)))
    with pytest.raises(StoreUnavailableError):
        stage.profiles.update(caller(account.id), ProfileUpdate(full_name="Olena"))


def operations_of(stage: Stage, account: Account) -> list[Operation]:
    return [operation for (book_id, _), operation in stage.database.operations.items() if book_id == account.book_id]


def test_a_new_phone_region_begins_the_filling_of_numbers(stage: Stage) -> None:
    account = stage.registered()
    stage.profiles.update(caller(account.id), ProfileUpdate(phone_region="UA"))
    [operation] = operations_of(stage, account)
    assert (operation.kind, operation.actor) == ("fill_phone_numbers", account.id)
    assert operation.parameters == {"phone_region": "UA"}
    [(message, _)] = stage.tasks.messages
    assert (message.book_id, message.operation_id) == (account.book_id, operation.id)


@pytest.mark.parametrize("update", [ProfileUpdate(phone_region=""), ProfileUpdate(phone_region="UA", full_name="x")])
def test_no_region_and_the_same_region_begin_nothing(stage: Stage, update: ProfileUpdate) -> None:
    account = stage.registered(phone_region="UA")
    stage.profiles.update(caller(account.id), update)
    assert (operations_of(stage, account), stage.tasks.messages) == ([], [])


def test_an_account_without_a_book_has_no_numbers_to_fill(stage: Stage) -> None:
    stage.register()
    stage.profiles.update(caller(stage.account().id), ProfileUpdate(phone_region="UA"))
    assert stage.tasks.messages == []


def test_a_profile_that_loses_a_race_begins_one_filling(stage: Stage) -> None:
    account = stage.registered()
    stage.store.before(
        "update", lambda: stage.profiles.update(caller(account.id), ProfileUpdate(full_name="Meanwhile"))
    )
    stage.profiles.update(caller(account.id), ProfileUpdate(phone_region="UA"))
    assert len(operations_of(stage, account)) == 1


def test_a_locale_with_another_order_of_names_begins_the_ordering(stage: Stage) -> None:
    account = stage.registered()
    stage.profiles.update(caller(account.id), ProfileUpdate(locale="sv"))
    [operation] = operations_of(stage, account)
    assert (operation.kind, operation.actor, operation.parameters) == ("order_names", account.id, {"locale": "sv"})
    [(message, _)] = stage.tasks.messages
    assert (message.book_id, message.operation_id) == (account.book_id, operation.id)
    stage.profiles.update(caller(account.id), ProfileUpdate(locale="sv-FI"))
    assert len(stage.tasks.messages) == 1


@pytest.mark.parametrize("locale", ["en-GB", "ja", "zh-TW"])
def test_a_locale_with_the_same_order_of_names_begins_nothing(stage: Stage, locale: str) -> None:
    account = stage.registered()
    stage.profiles.update(caller(account.id), ProfileUpdate(locale=locale))
    assert stage.tasks.messages == []


def test_one_update_may_begin_both(stage: Stage) -> None:
    account = stage.registered()
    stage.profiles.update(caller(account.id), ProfileUpdate(locale="uk", phone_region="UA"))
    assert {operation.kind for operation in operations_of(stage, account)} == {"fill_phone_numbers", "order_names"}
    assert len(stage.tasks.messages) == 2


def test_the_order_of_an_account_without_a_book_begins_with_the_book(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    account = stage.account()
    stage.profiles.update(caller(account.id), ProfileUpdate(locale="sv"))
    assert stage.tasks.messages == []
    stage.verification.verify(token)
    assert stage.database.books[account.book_id].name_order.current == "2A1sv"
