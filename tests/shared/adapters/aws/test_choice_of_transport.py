"""Which way to AWS a function takes, as its environment says."""

from __future__ import annotations

from pathlib import Path

import pytest
from botocore.exceptions import NoCredentialsError

from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.aws.connections import AMAZON_ROOTS
from shared.adapters.aws.container_credentials import ContainerCredentials
from shared.adapters.aws.credentials import AccessKeys, CredentialProvider
from shared.adapters.aws.lean_transport import LeanTransport
from shared.adapters.aws.opening import find_credentials
from shared.adapters.aws.transport import ServiceName
from shared.adapters.dynamo.database import IMPATIENT, PATIENT
from shared.settings import SettingError, Settings
from shared.wiring.process import Wiring

KEYS = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token"}
URL = "http://127.0.0.1:9001/credentials"


def wired(**environment: str) -> Wiring:
    return Wiring(Settings(environment))


def test_the_lean_transport_is_taken_unless_somebody_wants_botocore() -> None:
    assert isinstance(wired(**KEYS).aws, LeanTransport)
    assert isinstance(wired(**KEYS, AWS_TRANSPORT="lean").aws, LeanTransport)
    assert isinstance(wired(AWS_TRANSPORT="botocore").aws, BotocoreTransport)


def test_a_transport_that_does_not_exist_is_a_wrong_setting() -> None:
    with pytest.raises(SettingError, match="AWS_TRANSPORT: lean or botocore"):
        _ = wired(AWS_TRANSPORT="boto3").aws


ONLY_BOTOCORES: list[tuple[str, str, ServiceName, str]] = [
    ("AWS_USE_FIPS_ENDPOINT", "true", "ssm", "https://ssm-fips.us-east-1.amazonaws.com"),
    ("AWS_USE_DUALSTACK_ENDPOINT", "True", "ssm", "https://ssm.us-east-1.api.aws"),
    ("AWS_ENDPOINT_URL_DYNAMODB", "https://a.example.com", "dynamodb", "https://a.example.com"),
    ("AWS_ENDPOINT_URL_SESV2", "https://a.example.com", "sesv2", "https://a.example.com"),
    ("AWS_ENDPOINT_URL_SSM", "https://a.example.com", "ssm", "https://a.example.com"),
]


@pytest.mark.parametrize(("name", "text", "service", "expected"), ONLY_BOTOCORES)
def test_what_only_botocore_heeds_is_refused_by_the_lean_transport(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, service: ServiceName, expected: str
) -> None:
    with pytest.raises(SettingError, match=f"{name}: this needs AWS_TRANSPORT=botocore"):
        _ = wired(**KEYS, **{name: text}).aws
    monkeypatch.setenv(name, text)
    assert url(wired(AWS_TRANSPORT="botocore", **{name: text}), service) == expected


@pytest.mark.parametrize("off", ["", "false", "False"])
@pytest.mark.parametrize("name", ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"])
def test_what_is_off_is_not_refused(name: str, off: str) -> None:
    assert isinstance(wired(**KEYS, **{name: off}).aws, LeanTransport)


@pytest.mark.parametrize("transport", ["lean", "botocore"])
@pytest.mark.parametrize(("service", "host"), [("dynamodb", "dynamodb"), ("sesv2", "email"), ("ssm", "ssm")])
def test_both_talk_to_the_region_or_to_the_stand_in(transport: str, service: ServiceName, host: str) -> None:
    region = {"AWS_REGION": "eu-central-1", "AWS_TRANSPORT": transport, **KEYS}
    assert url(wired(**region), service) == f"https://{host}.eu-central-1.amazonaws.com"
    stand_in = "http://127.0.0.1:4566"
    assert url(wired(**region, AWS_ENDPOINT_URL=stand_in), service) == stand_in


def url(wiring: Wiring, service: ServiceName) -> str:
    client = wiring.aws.client(service, PATIENT)
    return str(client._endpoint.url if hasattr(client, "_endpoint") else client._client.meta.endpoint_url)  # type: ignore[attr-defined]


def test_botocore_waits_as_long_as_it_is_told_to() -> None:
    for patience in (PATIENT, IMPATIENT):
        config = BotocoreTransport(region="us-east-1").client("dynamodb", patience)._client.meta.config
        assert (config.connect_timeout, config.read_timeout) == (patience.connect_seconds, patience.read_seconds)
        assert config.retries == {"mode": "standard", "total_max_attempts": patience.max_attempts}


def test_only_the_lean_transport_opens_a_connection_without_a_request() -> None:
    assert wired(**KEYS).aws.client("dynamodb", PATIENT).connect is not None
    assert wired(AWS_TRANSPORT="botocore").aws.client("dynamodb", PATIENT).connect is None


def keys(**environment: str) -> CredentialProvider:
    return find_credentials(Settings(environment), clock=lambda: 0.0, wait=lambda _: None)


def test_keys_come_from_the_environment() -> None:
    found = keys(**KEYS, AWS_CONTAINER_CREDENTIALS_FULL_URI=URL).current()
    assert found == AccessKeys(key_id="AKIAEXAMPLE", secret="secret", session_token="token")


def test_without_keys_they_come_from_the_container() -> None:
    credentials = keys(AWS_CONTAINER_CREDENTIALS_FULL_URI=URL, AWS_CONTAINER_AUTHORIZATION_TOKEN="t")
    assert isinstance(credentials, ContainerCredentials)
    assert (credentials._url.geturl(), credentials._authorization()) == (URL, "t")


def test_a_path_is_one_of_the_endpoint_of_ecs(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from the file", encoding="utf-8")
    credentials = keys(
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI="/v2/keys",
        AWS_CONTAINER_CREDENTIALS_FULL_URI=URL,
        AWS_CONTAINER_AUTHORIZATION_TOKEN="another",
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=str(file),
    )
    assert isinstance(credentials, ContainerCredentials)
    assert (credentials._url.geturl(), credentials._authorization()) == (
        "http://169.254.170.2/v2/keys",
        "from the file",
    )


def test_without_either_the_first_request_says_so() -> None:
    with pytest.raises(NoCredentialsError):
        keys().current()


def test_another_authority_may_be_trusted(tmp_path: Path) -> None:
    bundle = tmp_path / "authorities.pem"
    one, *_ = AMAZON_ROOTS.read_text(encoding="utf-8").partition("-----END CERTIFICATE-----")
    bundle.write_text(f"{one}-----END CERTIFICATE-----\n", encoding="utf-8")
    client = wired(**KEYS, AWS_CA_BUNDLE=str(bundle)).aws.client("dynamodb", PATIENT)
    tls = client._exchange._tls  # type: ignore[attr-defined]
    assert len(tls.get_ca_certs()) == 1
    with pytest.raises(FileNotFoundError):
        wired(**KEYS, AWS_CA_BUNDLE=str(tmp_path / "absent")).aws.client("dynamodb", PATIENT)
