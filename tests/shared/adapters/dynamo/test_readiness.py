from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from shared.adapters.dynamo.database import Database
from shared.adapters.dynamo.readiness import DynamoReadiness
from shared.domain.errors import StoreUnavailableError
from tests.support.faulty_client import LOST_ANSWER, answer
from tests.support.scripted_client import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    return ScriptedClient()


@pytest.fixture
def readiness(client: ScriptedClient) -> DynamoReadiness:
    return DynamoReadiness(Database(client), ["a", "b"])


def status(text: str) -> dict[str, dict[str, str]]:
    return {"Table": {"TableStatus": text}}


def test_every_table_is_asked(client: ScriptedClient, readiness: DynamoReadiness) -> None:
    client.answers += [status("ACTIVE"), status("UPDATING")]
    readiness.check()
    assert [(operation, arguments["TableName"]) for operation, arguments in client.calls] == [
        ("DescribeTable", "a"),
        ("DescribeTable", "b"),
    ]


@pytest.mark.parametrize("second", [status("CREATING"), LOST_ANSWER, answer("InternalServerError", status=500)])
def test_a_table_that_does_not_serve_is_unavailable(
    client: ScriptedClient, readiness: DynamoReadiness, second: dict[str, dict[str, str]] | Exception
) -> None:
    client.answers += [status("ACTIVE"), second]
    with pytest.raises(StoreUnavailableError):
        readiness.check()


def test_a_table_that_does_not_exist_is_a_wrong_deployment(client: ScriptedClient, readiness: DynamoReadiness) -> None:
    client.answers += [answer("ResourceNotFoundException")]
    with pytest.raises(ClientError):
        readiness.check()
