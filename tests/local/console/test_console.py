from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.console import Console
from local.data_folder import DataFolder
from local.gateway import Throttles
from local.pump import DeadLetters
from local.stand_in import StandIn
from local.tables import create_tables
from shared.domain.accounts.passwords import MIN_CHARACTERS
from tests.support.sample_template import API, template_of
from tools.template import Table, Template


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def template(tmp_path: Path, table: Table, aws: StandIn) -> Template:
    create_tables(aws.client("dynamodb"), [table])
    return replace(template_of(tmp_path, API), tables={"NotesTable": table})


class Browser:
    """Asks a console as the browser of its user does, unless told otherwise."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, path: str, **headers: str) -> httpx.Response:
        return asyncio.run(self._send(path, {name.replace("_", "-"): value for name, value in headers.items()}))

    async def _send(self, path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self._console)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.get(path, headers=headers)


@pytest.fixture
def browse(template: Template, aws: StandIn, data: DataFolder) -> Browser:
    return Browser(Console(template, aws, Throttles(template.routes), data))


def mail(aws: StandIn, subject: str, html: str = "<p>Hello</p>") -> None:
    ses = aws.client("sesv2")
    ses.create_email_identity(EmailIdentity="console@example.com")
    ses.send_email(
        FromEmailAddress="console@example.com",
        Destination={"ToAddresses": ["reader@example.com"]},
        Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "Hello"}, "Html": {"Data": html}}}},
    )


@pytest.mark.parametrize("path", ["/_local", "/_local/"])
def test_the_page_is_served_with_a_strict_policy(browse: Browser, path: str) -> None:
    answer = browse(path)
    assert answer.status_code == 200
    assert "<h1>" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("name", "kind"), [("console.css", "text/css"), ("console.js", "text/javascript")])
def test_the_pages_own_files_are_served_and_no_others(browse: Browser, name: str, kind: str) -> None:
    assert browse(f"/_local/page/{name}").headers["content-type"].startswith(kind)
    assert browse("/_local/page/console.html").status_code == 404
    assert browse("/_local/page/..%2f__init__.py").status_code == 404


def test_the_page_names_nothing_that_is_not_there(browse: Browser) -> None:
    page, script = browse("/_local").text, browse("/_local/page/console.js").text
    for name in {part.split('"')[0] for part in script.split('byId("')[1:]}:
        assert f'id="{name}"' in page


def test_the_page_asks_for_a_password_that_the_api_takes(browse: Browser) -> None:
    assert f'minlength="{MIN_CHARACTERS}"' in browse("/_local").text


def test_the_mailbox_is_a_list_with_the_newest_first(browse: Browser, aws: StandIn) -> None:
    mail(aws, "first")
    mail(aws, "second")
    second, first = browse("/_local/mailbox.json").json()[:2]
    assert (second["subject"], first["subject"]) == ("second", "first")
    assert {name: second[name] for name in ("to", "text", "html")} == {
        "to": "reader@example.com",
        "text": "Hello",
        "html": "<p>Hello</p>",
    }
    assert second["sent_at"] >= first["sent_at"]


def test_a_mail_is_shown_in_a_sandbox(browse: Browser, aws: StandIn) -> None:
    mail(aws, "html", html="<h1>Welcome</h1>")
    (newest, *_) = browse("/_local/mailbox.json").json()
    answer = browse(f"/_local/mails/{newest['id']}")
    assert "<h1>Welcome</h1>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert browse("/_local/mails/unknown").status_code == 404


def test_a_tables_items_are_shown_as_plain_json(browse: Browser, aws: StandIn, table: Table) -> None:
    item = {
        "id": {"S": "a"},
        "n": {"N": "12"},
        "f": {"N": "1.5"},
        "raw": {"B": b"\x00\x01"},
        "set": {"SS": ["b", "a"]},
        "list": {"L": [{"BOOL": True}, {"NULL": True}, {"M": {"x": {"B": b"\xff"}}}]},
    }
    aws.client("dynamodb").put_item(TableName=table.name, Item=item)
    assert browse("/_local/tables/NotesTable.json").json() == [
        {"id": "a", "n": 12, "f": 1.5, "raw": "AAE=", "set": ["a", "b"], "list": [True, None, {"x": "/w=="}]}
    ]
    assert browse("/_local/tables/local-checkpoints.json").status_code == 404


def test_the_state_has_throttles_tables_and_the_demo_account(browse: Browser, data: DataFolder) -> None:
    data.write("demo.json", {"email": "demo@example.com", "password": "x", "done": True})
    DeadLetters(data.dead_letters).add({"a": 1})
    state: dict[str, Any] = browse("/_local/state.json").json()
    assert state["demo"]["email"] == "demo@example.com"
    assert [(table["id"], table["keys"]) for table in state["tables"]] == [("NotesTable", ["id"])]
    (login,) = [use for use in state["throttles"] if use["route_key"] == "POST /login"]
    assert (login["rate"], login["burst"], login["tokens_left"]) == (1, 2, 2)
    assert state["dead_letters"] == 1
    assert browse("/_local/dead-letters.json").json() == [{"a": 1}]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example.com:8000"},
        {"host": "127.0.0.1.evil.example.com"},
        {"host": ""},
        {"origin": "http://evil.example.com"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"},
    ],
)
def test_other_sites_are_refused(browse: Browser, headers: dict[str, str]) -> None:
    answer = browse("/_local/mailbox.json", **headers)
    assert answer.status_code == 403
    assert "demo" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost:8000"},
        {"host": "localhost:8000", "origin": "http://localhost:8000"},
        {"sec_fetch_site": "same-origin", "sec_fetch_mode": "cors"},
        {"sec_fetch_site": "none", "sec_fetch_mode": "navigate"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"},
    ],
)
def test_the_user_of_this_machine_is_served(browse: Browser, headers: dict[str, str]) -> None:
    answer = browse("/_local/mailbox.json", **headers)
    assert answer.status_code == 200
    assert isinstance(json.loads(answer.content), list)


def test_no_other_site_may_embed_or_read_an_answer(browse: Browser) -> None:
    answer = browse("/_local/mailbox.json")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers
