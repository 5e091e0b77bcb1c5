"""The DynamoDB client. PynamoDB calls a single method of it, so that is all another transport has to offer."""

from __future__ import annotations

from typing import Any, Protocol, cast

from botocore.config import Config

from shared.adapters.aws_clients import create_client

CONNECT_TIMEOUT_SECONDS = 1.0
READ_TIMEOUT_SECONDS = 3.0
MAX_ATTEMPTS = 3
IMPATIENT_TIMEOUT_SECONDS = 1.0
MAX_CONNECTIONS = 32
"""More than the threads of one process that talk to the database at a time; each is opened when it is first needed."""


class Client(Protocol):
    """What is needed of a DynamoDB client: to carry out an operation with botocore's names, shapes and errors."""

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]: ...


def open_client(*, region: str, endpoint_url: str = "", impatient: bool = False) -> Client:
    """Return botocore's client, which is safe to share between threads and keeps its connections alive.

    It tries three times, with a growing random pause, what failed in transport, with a 5xx or by throttling. An
    impatient one tries once, for a second: for what can be done without. An empty ``endpoint_url`` is the region's own.
    """
    config = Config(
        connect_timeout=IMPATIENT_TIMEOUT_SECONDS if impatient else CONNECT_TIMEOUT_SECONDS,
        read_timeout=IMPATIENT_TIMEOUT_SECONDS if impatient else READ_TIMEOUT_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 1 if impatient else MAX_ATTEMPTS},
        max_pool_connections=MAX_CONNECTIONS,
        tcp_keepalive=True,
        parameter_validation=False,  # PynamoDB has done it
        account_id_endpoint_mode="disabled",  # one host name, whatever the credentials bring along
    )
    return cast(Client, create_client("dynamodb", region=region, endpoint_url=endpoint_url, config=config))
