"""What the wiring hands to every adapter."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from local.process_environment import functions_environment
from local.stand_in import StandIn
from shared.settings import Settings
from shared.wiring.account_adapters import AccountAdapters
from shared.wiring.adapters import Adapters
from tools.template import Template


def test_stores_pause_between_retries_only_as_the_wiring_lets_them(template: Template) -> None:
    """One with a pause of its own would hold up every test of faults."""

    def pause(seconds: float) -> None:
        raise AssertionError

    class Paused(AccountAdapters):
        @property
        def wait(self) -> Callable[[float], None]:
            return pause

    adapters = Paused(Settings(functions_environment(template, StandIn(endpoint_url="http://127.0.0.1:1"))))
    members = {**vars(Adapters), **vars(AccountAdapters)}
    names = [name for name, member in members.items() if isinstance(member, cached_property)]
    pauses = {name: getattr(getattr(adapters, name), "_wait", None) for name in names}
    waiting = {name: each for name, each in pauses.items() if each is not None}
    assert {
        "account_store",
        "session_store",
        "book_reader",
        "book_store",
        "duplicate_store",
        "photo_register",
    } <= waiting.keys()
    assert set(waiting.values()) == {pause}
    assert adapters.timing.wait is pause
