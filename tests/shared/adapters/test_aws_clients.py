"""Clients have what they share from one session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from botocore.config import Config

from shared.adapters import aws_clients
from shared.adapters.aws_clients import create_client


def test_without_an_endpoint_a_client_talks_to_its_region() -> None:
    client = create_client("ssm", region="eu-central-1", config=Config())
    assert client.meta.endpoint_url == "https://ssm.eu-central-1.amazonaws.com"


def test_with_an_endpoint_a_client_talks_to_that() -> None:
    client = create_client("ssm", region="eu-central-1", endpoint_url="http://127.0.0.1:1", config=Config())
    assert client.meta.endpoint_url == "http://127.0.0.1:1"


@pytest.mark.parametrize("service", ["dynamodb", "sesv2", "ssm"])
def test_a_client_keeps_its_own_configuration(service: str) -> None:
    assert create_client(service, region="us-east-1", config=Config(read_timeout=7)).meta.config.read_timeout == 7


class Session:
    """A session that notices when it is used by two threads at a time, as botocore's must not be."""

    def __init__(self) -> None:
        self.busy = Lock()
        self.overlaps = 0

    def create_client(self, *_: object, **__: object) -> None:
        if not self.busy.acquire(blocking=False):
            self.overlaps += 1
            return
        Event().wait(0.002)
        self.busy.release()


def test_clients_are_created_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    monkeypatch.setattr(aws_clients, "_session", lambda: session)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: create_client("ssm", region="us-east-1", config=Config()), range(16)))
    assert session.overlaps == 0
