"""The AWS services in use, and their endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.adapters.aws.transport import ServiceName

_PORTS = {"http": 80, "https": 443}
_AMAZON_JSON = "application/x-amz-json-"


class Service(NamedTuple):
    """How to talk to a service.

    ``target`` is the prefix of X-Amz-Target (AWS JSON protocols); ``paths`` are the paths of operations (REST-JSON).
    ``repeatable`` operations may be sent again at once when their outcome is unknown: they only read, carry a token, or
    tell somebody who expects to be told twice. S3 has its own client, which knows its operations.
    ``tokened`` operations get a ClientRequestToken if they have none.
    """

    host: str
    signing_name: str
    content_type: str
    target: str = ""
    paths: Mapping[str, str] = {}
    repeatable: frozenset[str] = frozenset()
    tokened: frozenset[str] = frozenset()
    transient_pause_seconds: float = 0.05


SERVICES: Mapping[ServiceName, Service] = {
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
    "dynamodb": Service(
        host="dynamodb",
        signing_name="dynamodb",
        content_type=_AMAZON_JSON + "1.0",
        target="DynamoDB_20120810.",
        repeatable=frozenset({
            "BatchGetItem", "DescribeTable", "GetItem", "Query", "Scan", "TransactGetItems", "TransactWriteItems",
        }),
        tokened=frozenset({"TransactWriteItems"}),
        transient_pause_seconds=0.025,
    ),
    # https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
    "ssm": Service(
        host="ssm",
        signing_name="ssm",
        content_type=_AMAZON_JSON + "1.1",
        target="AmazonSSM.",
        repeatable=frozenset({"GetParameters"}),
    ),
    # https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
    "sesv2": Service(
        host="email",
        signing_name="ses",
        content_type="application/json",
        paths={"SendEmail": "/v2/email/outbound-emails"},
    ),
    # https://docs.aws.amazon.com/general/latest/gr/s3.html
    "s3": Service(host="s3", signing_name="s3", content_type="application/octet-stream"),
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
    "sqs": Service(
        host="sqs",
        signing_name="sqs",
        content_type=_AMAZON_JSON + "1.0",
        target="AmazonSQS.",
        repeatable=frozenset({"SendMessage"}),
    ),
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
    "events": Service(
        host="events",
        signing_name="events",
        content_type=_AMAZON_JSON + "1.1",
        target="AWSEvents.",
        repeatable=frozenset({"PutEvents"}),
    ),
}  # fmt: skip

_SUFFIXES = {
    "cn-": "amazonaws.com.cn",
    "eusc-": "amazonaws.eu",
    "us-iso-": "c2s.ic.gov",
    "us-isob-": "sc2s.sgov.gov",
    "eu-isoe-": "cloud.adc-e.uk",
    "us-isof-": "csp.hci.ic.gov",
}
"""https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html"""


def url_of(service: Service, region: str) -> str:
    """Return the URL of a service in a region of any partition."""
    suffix = next((suffix for start, suffix in _SUFFIXES.items() if region.startswith(start)), "amazonaws.com")
    return f"https://{service.host}.{region}.{suffix}"


class Endpoint(NamedTuple):
    """Where requests go. ``authority`` is the Host header: it has a port only if that is not the default."""

    url: str
    host: str
    port: int
    authority: str
    is_tls: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the endpoint of an http or https URL without a path, ASCII only. Raises ValueError."""
        parts = urlsplit(url)
        more = parts.path.strip("/") or parts.query or parts.username
        if parts.scheme not in _PORTS or not parts.hostname or more or not url.isascii():
            raise ValueError(f"no URL of an AWS endpoint: {url}")
        port = parts.port or _PORTS[parts.scheme]
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        authority = host if port == _PORTS[parts.scheme] else f"{host}:{port}"
        return cls(url=url, host=parts.hostname, port=port, authority=authority, is_tls=parts.scheme == "https")
