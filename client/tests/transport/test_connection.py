"""What is sent again, when, and through which proxy."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.errors import UnavailableError, UsageError
from contacts.transport.connection import Connection
from contacts.transport.waiting import MAX_DELAY_SECONDS, MAX_WAITS, Waiting, in_words, retry_after_seconds
from tests.support.scripted_server import Answer, in_turn, scripted_server

BUSY = Answer(status=429, headers={"Retry-After": "7"})
DOWN = Answer(status=503)
BREAKS = Answer(breaks=True)
FINE = Answer(content=b"fine")


class Clock:
    """Notes how long would have been waited."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.told: list[float] = []

    def waiting(self) -> Waiting:
        return Waiting(sleep=self.waits.append, jitter=lambda: 1.0, tell=self.told.append)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_request_that_was_turned_away_is_sent_again_when_the_server_says(clock: Clock) -> None:
    with scripted_server(in_turn(BUSY, FINE)) as server:
        assert Connection(clock.waiting).send("POST", server.url).content == b"fine"
    assert clock.waits == [7.0]
    assert clock.told == [7.0]


@pytest.mark.parametrize("failure", [DOWN, BREAKS, Answer(status=502), Answer(status=504)])
def test_a_repeatable_request_is_sent_again_after_a_failure(clock: Clock, failure: Answer) -> None:
    with scripted_server(in_turn(failure, failure, FINE)) as server:
        assert Connection(clock.waiting).send("GET", server.url, repeatable=True).content == b"fine"
        assert len(server.requests) == 3
    assert clock.waits == [0.5, 1.0]


@pytest.mark.parametrize("failure", [DOWN, BREAKS, Answer(status=502)])
def test_a_request_that_may_have_had_an_effect_is_sent_once(clock: Clock, failure: Answer) -> None:
    with scripted_server(in_turn(failure, FINE)) as server:
        connection = Connection(clock.waiting)
        if failure.breaks:
            with pytest.raises(UnavailableError, match="connection broke"):
                connection.send("POST", server.url)
        else:
            assert connection.send("POST", server.url).status == failure.status
        assert len(server.requests) == 1


def test_a_server_that_stays_away_is_given_up(clock: Clock) -> None:
    with scripted_server(in_turn(DOWN)) as server, pytest.raises(UnavailableError, match="try again later"):
        Connection(clock.waiting).send("GET", server.url, repeatable=True)
    assert len(clock.waits) == MAX_WAITS


def test_nobody_waits_an_hour(clock: Clock) -> None:
    busy = Answer(status=429, headers={"Retry-After": "3600"})
    with scripted_server(in_turn(busy)) as server, pytest.raises(UnavailableError, match="try again in 60 minutes"):
        Connection(clock.waiting).send("GET", server.url, repeatable=True)
    assert clock.waits == []


def test_where_nothing_answers_is_told(clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(UnavailableError, match="nothing answers there"):
        Connection(clock.waiting).send("GET", url)


def test_redirects_are_not_followed() -> None:
    with scripted_server(in_turn(Answer(status=302, headers={"Location": "/other"}))) as server:
        assert Connection().send("GET", server.url).status == 302
        assert server.asked() == ["GET /"]


def test_the_proxy_of_the_environment_is_used_with_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server(in_turn(FINE)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("http://", "http://ada:secret@"))
        assert Connection().send("GET", "http://contacts.example.com/api").content == b"fine"
    (request,) = proxy.requests
    assert request.headers["host"] == "contacts.example.com"
    assert request.headers["proxy-authorization"].startswith("Basic ")


def test_hosts_that_the_environment_excepts_are_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example.com:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with scripted_server(in_turn(FINE)) as server:
        assert Connection().send("GET", server.url).content == b"fine"


def test_a_proxy_of_another_kind_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    with pytest.raises(UsageError, match="socks5"):
        Connection().send("GET", "http://contacts.example.com")


@given(st.lists(st.floats(0, 1), max_size=MAX_WAITS))
def test_waits_grow_and_have_an_end(chances: list[float]) -> None:
    waits: list[float] = []
    left = iter(chances)
    waiting = Waiting(sleep=waits.append, jitter=lambda: next(left))
    for _ in chances:
        waiting.wait(UnavailableError())
    assert all(0.25 * 2**at <= wait <= min(0.5 * 2**at, MAX_DELAY_SECONDS) for at, wait in enumerate(waits))


def test_a_date_says_when_to_come_back() -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert retry_after_seconds(format_datetime(now + timedelta(seconds=90), usegmt=True), now=now) == 90
    assert retry_after_seconds(format_datetime(now - timedelta(seconds=90), usegmt=True), now=now) == 0
    assert [retry_after_seconds(text) for text in ("12", "soon", "-1", None)] == [12, None, None, None]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (89, "89 seconds"), (30, "30 seconds"), (300, "5 minutes"), (7200, "2 hours")],
)
def test_times_are_said_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
