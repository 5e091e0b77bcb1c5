"""The whole service behind the local gateway, without rate limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest

import shared.wiring.process
import shared.wiring.sources
from local.account import provision
from local.data_folder import DataFolder
from local.gateway import Gateway, Throttles
from local.invoker import Invoker
from local.process_environment import functions_environment
from local.stand_in import ACCESS_KEYS, running
from shared.adapters.memory.avatars import MemoryAvatars
from shared.domain.accounts.sessions import Origin
from shared.domain.limits import BucketState
from shared.services.accounts.input import Registration
from shared.services.mail.verification import raw_token_of
from shared.services.ports.avatars import AvatarStore
from shared.services.ports.limits import LimitStore
from shared.settings import Settings
from shared.wiring.process import Wiring
from tests.support.fakes import tokens_of
from tests.support.served import serving
from tools.template import Template

EMAIL = "ada@example.com"
PASSWORD = "violet tram over the river"
A_DAY_IN_SECONDS = "86400"


class Forgetful:
    """A ports.LimitStore that stores nothing."""

    def find(self, key: str, *, now: datetime) -> BucketState | None:
        return None

    def swap(self, key: str, bucket: BucketState, *, expected: BucketState | None, now: datetime) -> None:
        pass


class UnlimitedWiring(Wiring):
    """The deployed wiring without limits, and with pictures in memory."""

    @cached_property
    def limit_store(self) -> LimitStore:
        return Forgetful()

    @cached_property
    def avatar_store(self) -> AvatarStore:
        return MemoryAvatars()

    @cached_property
    def photo_store(self) -> AvatarStore:
        return MemoryAvatars("image/upload/", "contacts-api/tests/photos/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The URL of the service, and the access token of an account whose address is verified."""

    url: str
    token: str


@contextmanager
def unlimited_service(template: Template, folder: Path) -> Iterator[Service]:
    """Serve it on a free port; what the functions log goes to a file of the folder."""
    with (
        running() as aws,
        pytest.MonkeyPatch.context() as patch,
        (folder / "functions.log").open("w", encoding="utf-8") as log,
        redirect_stdout(log),
    ):
        for name, value in ACCESS_KEYS.items():
            patch.setenv(name, value)
        provision(aws, template, DataFolder(folder))
        cheaper = {"BCRYPT_ROUNDS": "4", "ACCESS_TOKEN_TTL_SECONDS": A_DAY_IN_SECONDS}
        wiring = UnlimitedWiring(Settings(functions_environment(template, aws) | cheaper))
        patch.setattr(shared.wiring.process, "wiring", lambda: wiring)
        with serving(Gateway(template, Invoker(template), throttles=Throttles([]))) as server:
            yield Service(url=server.url, token=_token(wiring))


def _token(wiring: Wiring) -> str:
    """Register, take the token out of the mail that waits to be sent, and sign in."""
    wiring.registrations.register(Registration(email=EMAIL, password=PASSWORD))
    [mail_id] = wiring.outbox.list_pending(created_before=shared.wiring.sources.now() + timedelta(seconds=1), limit=10)
    mail = wiring.outbox.find(mail_id)
    assert mail is not None
    wiring.verification.verify(raw_token_of(mail, wiring.secrets.keyring("mail-keys")))
    return tokens_of(wiring.sign_in.log_in(EMAIL, PASSWORD, Origin(), network="127.0.0.1")).access_token
