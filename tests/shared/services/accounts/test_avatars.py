"""The own picture: what is kept where, also when something fails in between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from shared.adapters.memory.account_store import MemoryAccountStore
from shared.adapters.memory.avatars import MemoryAvatars
from shared.domain.accounts.account import Account
from shared.domain.errors import (
    AccountGoneError,
    AvatarUnavailableError,
    EmailNotVerifiedError,
    InvalidPictureError,
    StoreUnavailableError,
)
from shared.domain.pictures.picture import Picture
from shared.domain.pictures.reading import read_picture
from shared.services.accounts.avatars import MAX_ATTEMPTS, Avatars
from shared.services.accounts.input import ProfileUpdate
from shared.services.accounts.writer import AccountWriter
from shared.services.ports.accounts import AccountStore
from shared.services.ports.avatars import AvatarStore
from shared.services.ports.conflicts import AccountChangedError
from shared.services.timing import Timing
from tests.support.clock import NOON
from tests.support.fakes import DAY, DOWN, LOST, SECOND, Stage, Watched, caller, raising
from tests.support.sample_pictures import plain, talkative

ONE, OTHER = plain("PNG"), talkative("JPEG", orientation=6)
FAILED = AvatarUnavailableError("the keeper failed")


@dataclass(slots=True)
class Studio:
    """The service, on a stage, with a keeper of pictures that can be watched and disturbed."""

    stage: Stage = field(default_factory=Stage)
    kept: MemoryAvatars = field(default_factory=MemoryAvatars)
    keeper: Watched = field(init=False)
    accounts: Watched = field(init=False)
    avatars: Avatars = field(init=False)
    account_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.keeper = Watched(self.kept)
        self.accounts = Watched(MemoryAccountStore(self.stage.database))
        timing = Timing(monotonic=lambda: 0.0, wait=self.stage.waits.append, jitter=lambda: 1.0)
        writer = AccountWriter(
            cast(AccountStore, self.accounts), lambda: self.stage.current_accounts, now=self.stage.clock, timing=timing
        )
        self.avatars = Avatars(writer, cast(AvatarStore, self.keeper))
        self.account_id = self.stage.registered().id

    @property
    def account(self) -> Account:
        return self.stage.account()

    @property
    def shown(self) -> Picture | None:
        """What somebody sees who follows the account's URL."""
        return self.kept.find(self.account.avatar_url) if self.account.avatar_url else None

    def upload(self, file: bytes = ONE) -> Account:
        return self.avatars.upload(caller(self.account_id), file)

    def delete(self) -> Account:
        return self.avatars.delete(caller(self.account_id))

    def is_consistent(self) -> bool:
        """Whether the account has a URL if and only if there is a picture behind it."""
        return (self.account.avatar_url is None) == (self.account_id not in self.kept.pictures)


@pytest.fixture
def studio() -> Studio:
    return Studio()


def test_an_uploaded_picture_is_the_accounts(studio: Studio) -> None:
    before = studio.account
    studio.stage.clock.advance(SECOND)
    account = studio.upload()
    url = account.avatar_url
    assert account == studio.account == replace(before, avatar_url=url, version=3, updated_at=NOON + SECOND)
    assert studio.shown == read_picture(ONE)


def test_what_leaves_the_service_is_clean_and_says_how_to_turn_it(studio: Studio) -> None:
    studio.upload(OTHER)
    assert studio.shown is not None
    assert studio.shown.orientation == 6
    assert studio.shown.content == read_picture(OTHER).content != OTHER


def test_a_new_picture_takes_the_place_of_the_one_before(studio: Studio) -> None:
    first = studio.upload().avatar_url
    second = studio.upload(OTHER).avatar_url
    assert first != second
    assert studio.kept.pictures == {studio.account_id: read_picture(OTHER)}


def test_a_deleted_picture_is_gone_from_account_and_keeper(studio: Studio) -> None:
    studio.upload()
    assert studio.delete().avatar_url is None
    assert studio.account.avatar_url is None
    assert studio.kept.pictures == {}
    assert studio.delete().avatar_url is None


def test_a_change_of_the_profile_leaves_the_picture(studio: Studio) -> None:
    url = studio.upload().avatar_url
    studio.stage.profiles.update(caller(studio.account_id), ProfileUpdate(full_name="Olena"))
    assert studio.account.avatar_url == url


def test_what_is_no_picture_reaches_nobody(studio: Studio) -> None:
    with pytest.raises(InvalidPictureError):
        studio.upload(b"<script>" + ONE)
    assert studio.keeper.requests.total() == studio.accounts.requests.total() == 0


def test_an_account_that_is_gone_keeps_no_picture(studio: Studio) -> None:
    with pytest.raises(AccountGoneError):
        studio.avatars.upload(caller("nobody"), ONE)
    with pytest.raises(AccountGoneError):
        studio.avatars.delete(caller("nobody"))
    assert studio.keeper.requests.total() == 0


def test_an_unverified_account_has_none_either(studio: Studio) -> None:
    """It goes by itself after a week, and the picture would stay."""
    studio.stage.register("ivan@example.com")
    account_id = studio.stage.account("ivan@example.com").id
    with pytest.raises(EmailNotVerifiedError):
        studio.avatars.upload(caller(account_id), ONE)
    with pytest.raises(EmailNotVerifiedError):
        studio.avatars.delete(caller(account_id))
    studio.stage.clock.advance(7 * DAY)
    with pytest.raises(AccountGoneError):
        studio.avatars.upload(caller(account_id), ONE)
    assert studio.keeper.requests.total() == 0


@pytest.mark.parametrize("method", ["put", "delete"])
def test_when_the_keeper_fails_nothing_has_changed(studio: Studio, method: str) -> None:
    before = studio.upload()
    studio.keeper.before(method, raising(FAILED))
    with pytest.raises(AvatarUnavailableError):
        (studio.upload if method == "put" else studio.delete)()
    assert studio.account == before
    assert studio.shown == read_picture(ONE)


@pytest.mark.parametrize("faults", [[DOWN], [LOST] * MAX_ATTEMPTS], ids=["down", "lost"])
@pytest.mark.parametrize("had_one", [True, False])
def test_an_upload_that_was_not_stored_is_healed_by_the_next(
    studio: Studio, had_one: bool, faults: list[Exception]
) -> None:
    if had_one:
        studio.upload()
    before = studio.account
    studio.accounts.before("update", *map(raising, faults))
    with pytest.raises(StoreUnavailableError):
        studio.upload(OTHER)
    assert studio.account == before
    assert studio.shown == (read_picture(OTHER) if had_one else None)
    studio.upload(OTHER)
    assert studio.shown == read_picture(OTHER)
    assert studio.is_consistent()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_picture_is_sent_once_though_the_answer_of_the_account_is_lost(studio: Studio, arrives: bool) -> None:
    studio.accounts.lose_answer("update", arrives=arrives)
    account = studio.upload()
    assert account == studio.account
    assert (account.version, studio.keeper.requests["put"]) == (3, 1)
    assert studio.shown == read_picture(ONE)


def test_a_deletion_that_was_not_stored_is_healed_by_the_next(studio: Studio) -> None:
    studio.upload()
    studio.accounts.before("update", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        studio.delete()
    studio.delete()
    assert studio.is_consistent()
    assert studio.account.avatar_url is None


@pytest.mark.parametrize("has_one", [True, False])
@pytest.mark.parametrize("first", ["upload", "delete"])
@pytest.mark.parametrize("second", ["upload", "delete"])
@pytest.mark.parametrize("moment", ["find_account", "put", "delete", "update"])
def test_two_changes_at_the_same_time_end_as_one_after_the_other(
    studio: Studio, first: str, second: str, moment: str, has_one: bool
) -> None:
    if has_one:
        studio.upload(talkative("WEBP"))
    acts = {"upload": lambda: studio.upload(OTHER), "delete": studio.delete}
    for watched in (studio.accounts, studio.keeper):
        watched.before(moment, acts[second])
    (studio.upload if first == "upload" else studio.delete)()
    assert studio.is_consistent()
    assert studio.shown in (None, read_picture(ONE), read_picture(OTHER))


def test_an_upload_that_only_ever_meets_conflicts_asks_to_come_back(studio: Studio) -> None:
    studio.accounts.before("update", *(raising(AccountChangedError("conflict")) for _ in range(MAX_ATTEMPTS)))
    with pytest.raises(StoreUnavailableError):
        studio.upload()
    assert studio.keeper.requests["put"] == MAX_ATTEMPTS
