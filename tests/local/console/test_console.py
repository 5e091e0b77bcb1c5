from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.cloudinary.gallery import Gallery
from local.console import Console
from local.data_folder import DataFolder
from local.gateway import Gateway
from local.invoker import Invoker
from local.pump import DeadLetters
from local.queues import create_queues
from local.stand_in import StandIn
from local.tables import create_tables
from shared.domain.accounts.passwords import MIN_CHARACTERS
from tests.support.sample_template import API, template_of
from tools.template import Queue, Table, Template


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

    def __call__(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return asyncio.run(self._send(method, path, {name.replace("_", "-"): it for name, it in headers.items()}))

    async def _send(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self._console)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.request(method, path, headers=headers)


@pytest.fixture
def gateway(template: Template) -> Gateway:
    return Gateway(template, Invoker(template))


@pytest.fixture
def browse(template: Template, aws: StandIn, gateway: Gateway, data: DataFolder) -> Browser:
    return Browser(Console(template, aws, gateway, data))


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
    assert "<h1 " in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("console.css", "text/css"), ("console.js", "text/javascript"), ("session.js", "text/javascript")],
)
def test_the_pages_own_files_are_served_and_no_others(browse: Browser, name: str, kind: str) -> None:
    assert browse(f"/_local/page/{name}").headers["content-type"].startswith(kind)
    assert browse("/_local/page/console.html").status_code == 404
    assert browse("/_local/page/..%2f__init__.py").status_code == 404


def test_the_page_names_nothing_that_is_not_there(browse: Browser) -> None:
    page = browse("/_local").text
    for path in Path("local/console/page").glob("*.js"):
        script = browse(f"/_local/page/{path.name}").text
        for name in {part.split('"')[0] for part in script.split('byId("')[1:]}:
            assert f'id="{name}"' in page
        for module in {part.split('"')[0] for part in script.split('from "./')[1:]}:
            assert browse(f"/_local/page/{module}").status_code == 200


def test_the_address_of_passkeys_leads_to_the_account_at_a_name(browse: Browser) -> None:
    """No browser makes a passkey for a number."""
    assert browse("/_local/passkeys").headers["location"] == "http://localhost:8000/_local#/account"


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
    assert browse("/_local/tables/NotesTable.json").json() == {
        "items": [
            {"id": "a", "n": 12, "f": 1.5, "raw": "AAE=", "set": ["a", "b"], "list": [True, None, {"x": "/w=="}]}
        ],
        "next": None,
    }
    assert browse("/_local/tables/local-checkpoints.json").status_code == 404


def test_the_state_has_throttles_tables_and_the_demo_account(browse: Browser, data: DataFolder) -> None:
    data.write("demo.json", {"email": "demo@example.com", "password": "x", "done": True})
    state: dict[str, Any] = browse("/_local/state.json").json()
    assert state["demo"]["email"] == "demo@example.com"
    assert [(table["id"], table["keys"]) for table in state["tables"]] == [("NotesTable", ["id"])]
    (login,) = [use for use in state["throttles"] if use["route_key"] == "POST /login"]
    assert (login["rate"], login["burst"], login["tokens_left"]) == (1, 2, 2)
    assert state["data"] == str(data.path)


def test_pictures_are_listed_and_shown(browse: Browser, data: DataFolder) -> None:
    assert browse("/_local/pictures.json").json() == []
    Gallery(data.pictures).keep("avatars/a b", b"\x89PNG\r\n\x1a\n rest")
    (picture,) = browse("/_local/pictures.json").json()
    assert (picture["public_id"], picture["size"]) == ("avatars/a b", 13)
    answer = browse("/_local/pictures/avatars/a%20b")
    assert (answer.headers["content-type"], answer.content) == ("image/png", b"\x89PNG\r\n\x1a\n rest")
    assert browse("/_local/pictures/..%2f..%2fdemo.json").status_code == 404


def test_queues_and_dead_letters_are_the_work_in_the_background(
    template: Template, aws: StandIn, gateway: Gateway, data: DataFolder
) -> None:
    queue = Queue(logical_id="Work", name="console-work", url="", attributes={})
    create_queues(aws.client("sqs"), [queue])
    url = aws.client("sqs").get_queue_url(QueueName=queue.name)["QueueUrl"]
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="later", DelaySeconds=60)
    DeadLetters(data.dead_letters).add({"a": 1})
    browse = Browser(Console(replace(template, queues={"Work": queue}), aws, gateway, data))
    assert browse("/_local/work.json").json() == {
        "queues": [{"name": "console-work", "waiting": 0, "in_flight": 0, "delayed": 1}],
        "dead_letters": [{"a": 1}],
    }


def test_a_table_can_be_searched(browse: Browser, aws: StandIn, table: Table) -> None:
    for name in ("a", "b"):
        item = {"id": {"S": name}, "document": {"S": f'{{"name": "Ünal {name}"}}'}}
        aws.client("dynamodb").put_item(TableName=table.name, Item=item)
    found = browse("/_local/tables/NotesTable.json?containing=ÜNAL%20B").json()
    assert found == {"items": [{"id": "b", "document": {"name": "Ünal b"}}], "next": None}
    assert browse("/_local/tables/NotesTable.json?after=nonsense").status_code == 400


@pytest.mark.parametrize("count", ["", "0", "-1", "25001", "many"])
def test_contacts_are_added_within_limits(browse: Browser, count: str) -> None:
    assert browse(f"/_local/seed?count={count}", "POST").status_code == 422


def test_a_seed_that_fails_says_why(browse: Browser) -> None:
    answer = browse("/_local/seed?count=1", "POST")
    assert (answer.status_code, "nothing runs in" in answer.json()["message"]) == (500, True)


def test_starting_over_is_asked_for(browse: Browser, data: DataFolder) -> None:
    assert browse("/_local/reset").status_code == 405
    assert browse("/_local/reset", "POST", origin="http://evil.example.com").status_code == 403
    assert not data.is_to_be_emptied
    assert browse("/_local/reset", "POST").status_code == 202
    assert data.is_to_be_emptied


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
