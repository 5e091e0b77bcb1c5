"""Services are where botocore finds them, and are spoken to as botocore does."""

from __future__ import annotations

import botocore.session
import pytest

from shared.adapters.aws.services import SERVICES, Endpoint, url_of
from shared.adapters.aws.transport import ServiceName


@pytest.fixture(scope="module")
def session() -> botocore.session.Session:
    return botocore.session.Session()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_at_the_same_address_in_every_region(session: botocore.session.Session, name: ServiceName) -> None:
    resolver = session._get_internal_component("endpoint_resolver")
    regions = [
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("dynamodb", partition_name=partition)
    ]
    assert {region.split("-")[0] for region in regions} >= {"us", "eu", "cn", "eusc"}
    for region in regions:
        found = resolver.construct_endpoint(SERVICES[name].host, region)
        assert url_of(SERVICES[name], region) == f"https://{found['hostname']}", region


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_spoken_to_as_its_model_says(session: botocore.session.Session, name: ServiceName) -> None:
    model, ours = session.get_service_model(name), SERVICES[name]
    assert (ours.signing_name, ours.host) == (model.signing_name, model.endpoint_prefix)
    assert ours.target.rstrip(".") == model.metadata.get("targetPrefix", "")
    if model.metadata["protocol"] == "json":
        assert ours.content_type == f"application/x-amz-json-{model.metadata['jsonVersion']}"
    for operation, path in ours.paths.items():
        http = model.operation_model(operation).http
        assert (http["method"], http["requestUri"]) == ("POST", path)


def test_operations_that_take_a_token_are_those_of_the_models(session: botocore.session.Session) -> None:
    for name, ours in SERVICES.items():
        model = session.get_service_model(name)
        used = ours.repeatable | ours.tokened | ours.paths.keys()
        tokened = {each for each in used if model.operation_model(each).idempotent_members == ["ClientRequestToken"]}
        assert ours.tokened == tokened


@pytest.mark.parametrize(
    ("url", "host", "port", "authority", "is_tls"),
    [
        ("https://ssm.eu-central-1.amazonaws.com", "ssm.eu-central-1.amazonaws.com", 443, None, True),
        ("http://127.0.0.1:4566", "127.0.0.1", 4566, "127.0.0.1:4566", False),
        ("http://localhost/", "localhost", 80, "localhost", False),
        ("https://[::1]:8443", "::1", 8443, "[::1]:8443", True),
        ("https://host.example.com:443", "host.example.com", 443, "host.example.com", True),
    ],
)
def test_an_endpoint_is_read_from_its_url(url: str, host: str, port: int, authority: str | None, is_tls: bool) -> None:
    endpoint = Endpoint.parse(url)
    assert (endpoint.host, endpoint.port, endpoint.is_tls) == (host, port, is_tls)
    assert endpoint.authority == (authority or host)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "host.example.com",
        "ftp://host",
        "http://",
        "http://host/path",
        "http://host?a=b",
        "http://a:b@host",
        "http://höst",
    ],
)
def test_what_is_no_address_of_a_service_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="endpoint"):
        Endpoint.parse(url)
