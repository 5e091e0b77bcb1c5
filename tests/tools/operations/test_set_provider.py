"""Providers are described one by one, and only as functions can read them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.domain.accounts.provider_settings import ProviderSettings, read_providers
from tools.operations.set_provider import main

PARAMETER = "/contacts-api/test/identity-providers"
GOOGLE = {"client_id": "id", "client_secret": "s3cret"}


@pytest.fixture
def ssm(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in {"REGION": "us-east-1", "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield boto3.client("ssm")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def run(*arguments: str, given: object = None) -> int:
        text = given if isinstance(given, str) else json.dumps(given)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        return main([PARAMETER, *arguments])

    return run


def described(ssm: Any) -> str:
    return str(ssm.get_parameter(Name=PARAMETER, WithDecryption=True)["Parameter"]["Value"])


def test_the_first_provider_makes_the_parameter(ssm: Any, run: Callable[..., int]) -> None:
    assert run("google", given=GOOGLE) == 0
    [provider] = read_providers(described(ssm))
    assert isinstance(provider, ProviderSettings)
    assert (provider.name, provider.client_secret) == ("google", "s3cret")
    assert ssm.get_parameter(Name=PARAMETER)["Parameter"]["Type"] == "SecureString"


def test_the_others_stay(ssm: Any, run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    run("google", given=GOOGLE)
    assert run("work", given={"issuer": "https://id.example.com", "client_id": "id"}) == 0
    assert run("google", given={**GOOGLE, "title": "G"}) == 0
    assert json.loads(described(ssm))["google"]["title"] == "G"
    assert run("work", "--remove") == 0
    assert list(json.loads(described(ssm))) == ["google"]
    assert "s3cret" not in capsys.readouterr().out


def test_the_key_of_the_parameter_stays(ssm: Any, run: Callable[..., int]) -> None:
    ssm.put_parameter(Name=PARAMETER, Value="{}", Type="SecureString", KeyId="alias/own")
    run("google", given=GOOGLE)
    filters = [{"Key": "Name", "Option": "Equals", "Values": [PARAMETER]}]
    assert ssm.describe_parameters(ParameterFilters=filters)["Parameters"][0]["KeyId"] == "alias/own"


@pytest.mark.parametrize("given", ["{", [], {}, {"client_id": "id"}, {**GOOGLE, "unknown": 1}])
def test_what_functions_could_not_read_is_not_stored(
    ssm: Any, run: Callable[..., int], capsys: pytest.CaptureFixture[str], given: object
) -> None:
    assert run("google", given=given) == 1
    assert capsys.readouterr().err
    with pytest.raises(ssm.exceptions.ParameterNotFound):
        described(ssm)


def test_a_parameter_that_is_broken_is_not_overwritten(ssm: Any, run: Callable[..., int]) -> None:
    ssm.put_parameter(Name=PARAMETER, Value="not JSON", Type="SecureString")
    assert run("google", given=GOOGLE) == 1
    assert described(ssm) == "not JSON"
