"""Keys are found by their name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.stand_in import REGION, StandIn
from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.aws.transport import Transport
from shared.adapters.memory.secret_store import MemorySecrets
from shared.adapters.ssm_secrets import SsmSecrets
from shared.domain.errors import SecretsUnavailableError
from shared.domain.keyrings import Keyring
from shared.services.ports.security import Secrets, ServiceCredentials
from tests.support.transports import lean_transport, moto_transport

PARAMETERS = {
    "jwt-keys": "k2:" + "bmV3" * 11 + ",k1:" + "b2xk" * 11,
    "mail-keys": "m:" + "bWFp" * 11,
    "cursor-keys": "not a key",
    "cloudinary": "cloudinary://key:secret@cloud",
}
NAMES = ("jwt-keys", "mail-keys", "cursor-keys", "absent-keys", "cloudinary", "absent")

_NUMBERS = count(1)


@pytest.fixture(params=["memory", "moto", "stand_in", "botocore"])
def secrets(request: pytest.FixtureRequest) -> Iterator[Secrets]:
    if request.param == "memory":
        yield MemorySecrets(PARAMETERS)
    elif request.param == "stand_in":
        aws: StandIn = request.getfixturevalue("stand_in")
        yield ssm(aws.client("ssm"), lean_transport(aws.endpoint_url))
    else:
        with mock_aws():
            transport = moto_transport() if request.param == "moto" else BotocoreTransport(region=REGION)
            yield ssm(boto3.client("ssm", region_name=REGION), transport)


def ssm(client: Any, transport: Transport) -> SsmSecrets:
    prefix = f"/contacts-api/test-{next(_NUMBERS)}"
    for name, value in PARAMETERS.items():
        client.put_parameter(Name=f"{prefix}/{name}", Value=value, Type="SecureString")
    return SsmSecrets(transport, prefix=prefix, names=NAMES, clock=lambda: 0.0)


def test_a_key_ring_is_found_by_its_name(secrets: Secrets) -> None:
    assert secrets.keyring("jwt-keys") == Keyring.parse(PARAMETERS["jwt-keys"])
    assert secrets.keyring("mail-keys") == Keyring.parse(PARAMETERS["mail-keys"])


@pytest.mark.parametrize("name", ["cursor-keys", "absent-keys", "keys-of-others"])
def test_malformed_absent_and_foreign_keys_are_unavailable(secrets: Secrets, name: str) -> None:
    with pytest.raises(SecretsUnavailableError) as refused:
        secrets.keyring(name)
    assert PARAMETERS["cursor-keys"] not in str(refused.value)


def test_one_bad_key_does_not_spoil_the_others(secrets: Secrets) -> None:
    with pytest.raises(SecretsUnavailableError):
        secrets.keyring("cursor-keys")
    assert secrets.keyring("mail-keys").signing_key_id == "m"


def test_a_credential_is_the_text_that_was_stored(secrets: ServiceCredentials) -> None:
    assert secrets.credential("cloudinary") == PARAMETERS["cloudinary"]


@pytest.mark.parametrize("name", ["absent", "of-others"])
def test_absent_and_foreign_credentials_are_unavailable(secrets: ServiceCredentials, name: str) -> None:
    with pytest.raises(SecretsUnavailableError):
        secrets.credential(name)
