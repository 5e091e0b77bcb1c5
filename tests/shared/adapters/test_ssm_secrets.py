"""How often Parameter Store is asked, and what holds while it does not answer."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.transport import ClientConfig
from shared.adapters.ssm_secrets import KEPT_SECONDS, RETRY_SECONDS, SsmSecrets
from shared.domain.errors import SecretsUnavailableError
from tests.support.clock import SecondsClock
from tests.support.transports import lean_transport, parsed_request

PREFIX = "/contacts-api/test"
OLD = "k1:" + "b2xk" * 11
NEW = "k2:" + "bmV3" * 11
OTHER = "m1:" + "bWFp" * 11

NO_ANSWER = ReadTimeoutError(endpoint_url="https://ssm.example.com")

Answer = dict[str, str] | int | bytes | Exception
"""The parameters there are, an HTTP status, a body that makes no sense, or nothing at all."""


@dataclass(slots=True)
class Network:
    """An Exchange that answers each request with the next answer, and the last answer for ever."""

    answers: deque[Answer] = field(default_factory=lambda: deque([{"jwt-keys": OLD, "mail-keys": OTHER}]))
    requests: list[Any] = field(default_factory=list)

    def connect(self, config: ClientConfig) -> None: ...

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        *_, body = parsed_request(request)
        self.requests.append(json.loads(body))
        answer = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return HttpResponse(answer, {}, b'{"__type": "InternalServerError"}')
        if isinstance(answer, bytes):
            return HttpResponse(200, {}, answer)
        names = [name.removeprefix(f"{PREFIX}/") for name in self.requests[-1]["Names"]]
        found = [{"Name": f"{PREFIX}/{name}", "Value": answer[name]} for name in names if name in answer]
        missing = [f"{PREFIX}/{name}" for name in names if name not in answer]
        return HttpResponse(200, {}, json.dumps({"Parameters": found, "InvalidParameters": missing}).encode())

    def now_answers(self, *answers: Answer) -> None:
        self.answers = deque(answers)
        self.requests.clear()


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def clock() -> SecondsClock:
    return SecondsClock()


@pytest.fixture
def pauses() -> list[float]:
    """How long there would have been a wait between attempts, in seconds."""
    return []


@pytest.fixture
def open_secrets(network: Network, clock: SecondsClock, pauses: list[float]) -> Callable[..., SsmSecrets]:
    transport = lean_transport(exchange=lambda _: network, wait=pauses.append)

    def open_secrets(*names: str) -> SsmSecrets:
        return SsmSecrets(transport, prefix=PREFIX, names=names, clock=clock)

    return open_secrets


@pytest.fixture
def secrets(open_secrets: Callable[..., SsmSecrets]) -> SsmSecrets:
    return open_secrets("jwt-keys", "mail-keys")


def signing(secrets: SsmSecrets, name: str = "jwt-keys") -> str:
    return secrets.keyring(name).signing_key_id


def test_all_keys_are_read_by_one_decrypting_request(secrets: SsmSecrets, network: Network) -> None:
    assert (signing(secrets, "jwt-keys"), signing(secrets, "mail-keys")) == ("k1", "m1")
    assert network.requests == [{"Names": [f"{PREFIX}/jwt-keys", f"{PREFIX}/mail-keys"], "WithDecryption": True}]


def test_nothing_is_read_before_a_key_is_asked_for(secrets: SsmSecrets, network: Network) -> None:
    assert network.requests == []


def test_keys_are_kept_for_five_minutes(secrets: SsmSecrets, network: Network, clock: SecondsClock) -> None:
    signing(secrets)
    network.now_answers({"jwt-keys": f"{NEW},{OLD}", "mail-keys": OTHER})
    clock.seconds += 299
    assert (signing(secrets), network.requests) == ("k1", [])
    clock.seconds += 1
    assert (signing(secrets), len(network.requests)) == ("k2", 1)


@pytest.mark.parametrize("trouble", [NO_ANSWER, 503])
def test_what_fails_in_passing_is_tried_again_after_a_pause(
    secrets: SsmSecrets, network: Network, pauses: list[float], trouble: Answer
) -> None:
    network.now_answers(trouble, trouble, {"jwt-keys": OLD, "mail-keys": OTHER})
    assert signing(secrets) == "k1"
    assert (len(network.requests), len(pauses)) == (3, 2)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (NO_ANSWER, "ReadTimeoutError"),
        (503, "InternalServerError"),
        (400, "InternalServerError"),
        (b"<html>", "MalformedResponseError"),
        (b"{}", "absent"),
    ],
)
def test_keys_from_before_are_good_while_there_are_no_new_ones(
    secrets: SsmSecrets,
    network: Network,
    clock: SecondsClock,
    trouble: Answer,
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    signing(secrets)
    network.now_answers(trouble)
    clock.seconds += 10 * KEPT_SECONDS
    assert signing(secrets) == "k1"
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (metric,) = (line for line in lines if "StaleKeys" in line)
    assert metric["keys"] == "jwt-keys, mail-keys"
    reasons = [line for line in lines if line is not metric]
    assert {line["reason"] for line in reasons} == {reason}
    assert {line["level"] for line in reasons} <= {"WARNING", "ERROR"}


@pytest.mark.parametrize("trouble", [NO_ANSWER, 400, b"{}", {"jwt-keys": "broken", "mail-keys": "broken"}])
def test_keys_that_cannot_be_read_again_end_after_a_day(
    secrets: SsmSecrets, network: Network, clock: SecondsClock, trouble: Answer
) -> None:
    """A retired key must not sign and verify for ever because Parameter Store is silent."""
    signing(secrets)
    network.now_answers(trouble)
    clock.seconds += 86_399
    assert signing(secrets) == "k1"
    clock.seconds += 21
    with pytest.raises(SecretsUnavailableError):
        signing(secrets)
    network.now_answers({"jwt-keys": NEW, "mail-keys": OTHER})
    clock.seconds += 20
    assert signing(secrets) == "k2"


def test_a_key_that_is_read_again_does_not_end_with_one_that_is_not(
    secrets: SsmSecrets, network: Network, clock: SecondsClock
) -> None:
    signing(secrets)
    network.now_answers({"jwt-keys": NEW, "mail-keys": "broken"})
    clock.seconds += 43_200
    assert signing(secrets) == "k2"
    clock.seconds += 43_200
    assert signing(secrets) == "k2"
    with pytest.raises(SecretsUnavailableError):
        signing(secrets, "mail-keys")


def test_a_failure_does_not_slow_every_request(secrets: SsmSecrets, network: Network, clock: SecondsClock) -> None:
    signing(secrets)
    network.now_answers(400)
    clock.seconds += KEPT_SECONDS
    assert [signing(secrets) for _ in range(5)] == ["k1"] * 5
    assert len(network.requests) == 1
    network.now_answers({"jwt-keys": NEW, "mail-keys": OTHER})
    clock.seconds += 19
    assert signing(secrets) == "k1"
    clock.seconds += 1
    assert signing(secrets) == "k2"


def test_without_any_key_every_request_tries(secrets: SsmSecrets, network: Network) -> None:
    network.now_answers(400)
    for _ in range(2):
        with pytest.raises(SecretsUnavailableError):
            secrets.keyring("jwt-keys")
    network.now_answers({"jwt-keys": OLD, "mail-keys": OTHER})
    assert signing(secrets) == "k1"


@pytest.mark.parametrize("bad", [{}, {"mail-keys": "no colon"}, {"mail-keys": "m1:c2hvcnQ"}, {"mail-keys": "m1:ключ"}])
def test_a_bad_key_is_named_in_the_log_without_its_value(
    secrets: SsmSecrets, network: Network, capsys: pytest.CaptureFixture[str], bad: dict[str, str]
) -> None:
    network.now_answers({"jwt-keys": OLD} | bad)
    with pytest.raises(SecretsUnavailableError):
        secrets.keyring("mail-keys")
    output = capsys.readouterr().out
    line = json.loads(output)
    assert (line["level"], line["parameter"]) == ("ERROR", f"{PREFIX}/mail-keys")
    assert line["reason"] == ("malformed" if bad else "absent")
    assert all(value not in output for value in bad.values())


def test_a_key_that_turns_bad_stays_as_it_was(secrets: SsmSecrets, network: Network, clock: SecondsClock) -> None:
    signing(secrets)
    network.now_answers({"jwt-keys": NEW, "mail-keys": "broken"})
    clock.seconds += KEPT_SECONDS
    assert (signing(secrets, "jwt-keys"), signing(secrets, "mail-keys")) == ("k2", "m1")


def test_a_bad_key_is_looked_at_again_soon(secrets: SsmSecrets, network: Network, clock: SecondsClock) -> None:
    network.now_answers({"jwt-keys": OLD}, {"jwt-keys": OLD, "mail-keys": OTHER})
    signing(secrets)
    clock.seconds += RETRY_SECONDS
    assert signing(secrets, "mail-keys") == "m1"


def test_a_function_without_keys_asks_for_none(open_secrets: Callable[..., SsmSecrets], network: Network) -> None:
    with pytest.raises(SecretsUnavailableError):
        open_secrets().keyring("jwt-keys")
    assert network.requests == []


def test_threads_that_come_together_cause_one_request(secrets: SsmSecrets, network: Network) -> None:
    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(lambda _: signing(secrets), range(64))) == {"k1"}
    assert len(network.requests) == 1


def test_no_key_shows_up_where_objects_are_printed(secrets: SsmSecrets) -> None:
    assert "old" not in repr(secrets.keyring("jwt-keys"))
