"""Keys are rotated without voiding what the older one signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from shared.adapters.jwt_tokens import JwtTokens
from shared.adapters.memory.secret_store import MemorySecrets
from shared.domain.errors import InvalidAccessTokenError
from shared.domain.keyrings import Keyring
from shared.services.ports.security import AccessClaims
from tools.operations.rotate_key import main

NAME = "/contacts-api/test/jwt-keys"
NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)


@pytest.fixture
def parameter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Return the value of a parameter with one key."""
    for name, value in {"REGION": "us-east-1", "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client: Any = boto3.client("ssm")
        client.put_parameter(Name=NAME, Value="k1:" + "a" * 43, Type="SecureString")
        yield lambda: str(client.get_parameter(Name=NAME, WithDecryption=True)["Parameter"]["Value"])


def tokens(keys: str) -> JwtTokens:
    return JwtTokens(MemorySecrets({"jwt-keys": keys}), issuer="i", audience="a")


def issue(keys: str) -> str:
    claims = AccessClaims(
        account_id="a", session_id="s", verified=True, role="user", issued_at=NOON, expires_at=NOON + timedelta(hours=1)
    )
    return tokens(keys).issue(claims, token_id="t")


def test_at_every_step_neighbours_read_each_others_tokens(parameter: Callable[[], str]) -> None:
    stages = [parameter()]
    for step in ("announce", "promote", "retire"):
        assert main([NAME, step]) == 0
        stages.append(parameter())
    for before, after in pairwise(stages):
        # Functions learn of a step at different moments: each must read what the other signs.
        assert tokens(before).read(issue(after), now=NOON).account_id == "a"
        assert tokens(after).read(issue(before), now=NOON).account_id == "a"
    with pytest.raises(InvalidAccessTokenError):
        tokens(stages[-1]).read(issue(stages[0]), now=NOON)


def test_it_says_who_signs_and_never_what_with(
    parameter: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    main([NAME, "announce"])
    main([NAME, "promote"])
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == f"{NAME}: k2 signs, k2, k1 verify"
    assert all(entry.partition(":")[2] not in said for entry in parameter().split(","))


@pytest.mark.parametrize("steps", [["promote"], ["announce", "retire"], ["announce", "promote", "announce"]])
def test_a_step_out_of_order_is_refused_and_changes_nothing(
    parameter: Callable[[], str], capsys: pytest.CaptureFixture[str], steps: list[str]
) -> None:
    for step in steps[:-1]:
        main([NAME, step])
    before = parameter()
    assert main([NAME, steps[-1]]) == 1
    assert parameter() == before
    assert "key" in capsys.readouterr().err


def test_a_step_that_is_repeated_changes_nothing(
    parameter: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Promoting twice once brought the old key back, and retiring then removed the new one."""
    for step in ("announce", "promote", "retire"):
        assert main([NAME, step]) == 0
        after = parameter()
        assert main([NAME, step]) == 0
        assert parameter() == after
        assert "as before" in capsys.readouterr().out
    assert Keyring.parse(parameter()).signing_key_id == "k2"


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("steps", [["announce"], ["announce", "promote"], ["announce", "promote", "retire"]])
def test_a_step_that_was_half_done_is_finished_by_repeating_it(
    parameter: Callable[[], str], monkeypatch: pytest.MonkeyPatch, steps: list[str], arrives: bool
) -> None:
    """Whoever rotates is not told whether the parameter was written: no second key is made, and none is lost."""
    for step in steps[:-1]:
        assert main([NAME, step]) == 0
    before, client = Keyring.parse(parameter()), boto3.client("ssm")
    written = client.put_parameter

    def unanswered(**request: Any) -> None:
        if arrives:
            written(**request)
        raise ClientError({"Error": {"Code": "InternalServerError", "Message": ""}}, "PutParameter")

    with monkeypatch.context() as patched:
        patched.setattr(client, "put_parameter", unanswered)
        patched.setattr(boto3, "client", lambda _: client)
        assert main([NAME, steps[-1]]) == 1
    half = parameter()
    assert main([NAME, steps[-1]]) == 0
    after = Keyring.parse(parameter())
    assert len(after.secrets) == {"announce": 2, "promote": 2, "retire": 1}[steps[-1]]
    assert after.signing_key_id == ("k1" if steps[-1] == "announce" else "k2")
    kept = before.secrets.keys() & after.secrets.keys()
    assert {name: after.secrets[name] for name in kept} == {name: before.secrets[name] for name in kept}
    assert (half == parameter()) is arrives


def test_the_key_that_encrypts_the_parameter_stays(parameter: Callable[[], str]) -> None:
    client: Any = boto3.client("ssm")
    key_id = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
    client.put_parameter(Name=NAME, Value=parameter(), Type="SecureString", KeyId=key_id, Overwrite=True)
    main([NAME, "announce"])
    assert [each["KeyId"] for each in client.describe_parameters()["Parameters"]] == [key_id]


def test_a_parameter_that_holds_no_keys_is_left_alone(
    parameter: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    boto3.client("ssm").put_parameter(Name=NAME, Value="not keys", Type="SecureString", Overwrite=True)
    assert main([NAME, "announce"]) == 1
    assert parameter() == "not keys"
    assert "base64url" in capsys.readouterr().err


def test_a_parameter_that_is_not_there_is_named(
    parameter: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["/no/such", "announce"]) == 1
    assert "/no/such" in capsys.readouterr().err


def test_keys_of_factors_are_rotated_and_none_is_taken_away(
    parameter: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = "/contacts-api/test/factor-keys"
    client: Any = boto3.client("ssm")
    client.put_parameter(Name=name, Value=parameter(), Type="SecureString")

    def keys() -> str:
        return str(client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])

    for step in ("announce", "announce", "promote", "announce", "promote"):
        assert main([name, step]) == 0
    before = keys()
    assert main([name, "retire"]) == 1
    assert "keep it" in capsys.readouterr().err
    assert keys() == before
    keyring = Keyring.parse(before)
    assert keyring.signing_key_id == "k3"
    assert set(keyring.secrets) == {"k1", "k2", "k3"}
