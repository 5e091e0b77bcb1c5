"""Calendar feeds over HTTP: subscribing to one, and reading it as programs do."""

from __future__ import annotations

from typing import Any

from tests.functions.conftest import Person
from tests.functions.feeds.list import FEEDS
from tests.support.client import Answer, Client

_PUBLIC_URL = "https://api.example.com"


def subscribe(person: Person, **members: Any) -> str:
    """Make a feed with these members, and return the path of its calendar."""
    answer = person.request("POST", FEEDS, json_body=members)
    assert answer.status == 201, answer.text
    return path_of(answer)


def path_of(answer: Answer) -> str:
    """Return the path of the calendar that a response names."""
    url = str(answer.json["url"])
    assert url.startswith(f"{_PUBLIC_URL}{FEEDS}/")
    return url.removeprefix(_PUBLIC_URL)


def poll(client: Client, path: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request("GET", path, headers=named)


def summaries(answer: Answer) -> list[str]:
    """Return the titles of the events of a calendar, in order of the alphabet."""
    assert answer.status == 200, answer.text
    lines = answer.text.replace("\r\n ", "").split("\r\n")
    return sorted(line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:"))
