"""GET /api/v1/auth/providers."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.client import Client
from tests.support.provider_visits import PROVIDERS


def test_everybody_is_told_which_providers_there_are(
    client: Client, requests_of: Callable[[Callable[[], object]], int]
) -> None:
    answer = client.request("GET", PROVIDERS)
    assert answer.status == 200
    assert answer.json == {
        "items": [{"name": "example", "title": "Example"}, {"name": "posting", "title": "Posting"}],
    }
    assert requests_of(lambda: client.request("GET", PROVIDERS)) == 0
