"""Where the skeleton of an endpoint is written."""

from __future__ import annotations

import pytest

from tools.endpoint.endpoint import Endpoint
from tools.endpoint.places import with_access_pattern

PAGE = """\
| Endpoint | Reads | Writes |
| --- | --- | --- |
| `GET /contacts` | 1 | |
| `PUT`, `PATCH /contacts/{contact_id}` | 1 | 1 |
| `GET /labels` | 1 | |
| a stream | 1 | |

| What a write costs | units |
| --- | --- |
| create | 12 |
"""


@pytest.mark.parametrize(
    ("route", "before"),
    [
        pytest.param(
            "GET /api/v1/contacts/count", "| `PUT`, `PATCH /contacts/{contact_id}` | 1 | 1 |", id="known area"
        ),
        pytest.param("GET /api/v1/lookup", "| `GET /labels` | 1 | |", id="new"),
    ],
)
def test_the_row_of_an_endpoint_is_among_those_of_endpoints(route: str, before: str) -> None:
    page = with_access_pattern(PAGE, Endpoint.named("contacts/count", route))
    lines = page.splitlines()
    assert lines[lines.index(before) + 1] == f"| `{route.replace('/api/v1', '')}` | none yet | |"
