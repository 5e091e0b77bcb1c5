"""Every block of docs/using-the-api.md runs, in each language, against the product, and does what the page says."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, Page, page
from tests.support.guide import block_with, blocks, person_of, program, run_in_browser, run_in_python, run_in_shell
from tests.support.person import Person
from tests.support.product import RunningProduct

pytestmark = together

RACED = {
    "sh": """
eval "real_$(declare -f etag_of)"
etag_of() { if [ -e raced ]; then real_etag_of "$1"; else touch raced; echo '"1"'; fi; }
change "$ID" '{"nickname": "Amazing"}'
echo "raced $(field nickname < changed.json)"
""",
    "python": """
raced = []


def decide(contact):
    if not raced:
        raced.append(contact)
        patch = {"Content-Type": "application/merge-patch+json"}
        call("PATCH", f"/api/v1/contacts/{contact['id']}", headers=patch, json={"suffix": "USN"})
    return {"nickname": "Amazing" + (contact["suffix"] or "")}


print("raced", change(grace["id"], decide)["nickname"])
""",
    "js": """
let raced = false;
const changed = await change(grace.id, (contact) => {
  if (raced) return { nickname: "Amazing" + (contact.suffix ?? "") };
  raced = true;
  const sent = new XMLHttpRequest();  // at once: the decision is made before anything else happens
  sent.open("PATCH", `${API}/api/v1/contacts/${contact.id}`, false);
  for (const [name, value] of Object.entries(headers)) sent.setRequestHeader(name, value);
  sent.send('{"suffix": "USN"}');
  return { nickname: "Amazing" };
});
console.log("raced", changed.nickname);
""",
}
"""What comes after the blocks: a change that somebody else is faster at, which is made nevertheless."""


@pytest.fixture
def tab(product: RunningProduct, tmp_path: Path) -> Iterator[Page]:
    assert CHROMIUM is not None, "the blocks in JavaScript need Chromium: apt-get install chromium"
    with page(tmp_path / "profile") as opened:
        opened.open(f"{product.url}/docs")
        yield opened


def check(product: RunningProduct, language: str, output: str) -> None:
    """Fail unless the blocks have done to the book what the page says, and have told of mistakes."""
    person = Person(product, person_of(language))
    assert person.sign_in("correct horse battery").status == 200
    found = {
        each["first_name"] or each["display_name"]: each for each in person.send("GET", "/contacts").json()["items"]
    }
    assert set(found) == {"Grace", "Alan"}
    grace = found["Grace"]
    assert (grace["notes"], grace["tags"]) == ("Found the first bug.", ["navy"])
    assert grace["photo_url"]
    assert "Did you mean first_name?" in output
    assert "Did you mean label?" in output
    assert f"{grace['id']} Grace" in output


def test_every_block_runs_in_a_shell(product: RunningProduct, tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), "navy").save(tmp_path / "picture.jpg")
    output = run_in_shell(program("sh", product, then=RACED["sh"]), tmp_path)
    check(product, "sh", output)
    assert "raced Amazing" in output


def test_every_block_runs_in_python(product: RunningProduct, tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), "navy").save(tmp_path / "picture.jpg")
    output = run_in_python(program("python", product, then=RACED["python"]), tmp_path)
    check(product, "python", output)
    assert "raced AmazingUSN" in output, "the decision is made anew, for what the contact has become"


def test_every_block_runs_in_a_browser(product: RunningProduct, tab: Page) -> None:
    output = run_in_browser(program("js", product, then=RACED["js"]), tab)
    check(product, "js", output)
    assert "raced AmazingUSN" in output


def test_every_step_is_there_in_every_language() -> None:
    """Only the upload by a link is not for browsers, whose pages the bucket may not let in."""
    assert len(blocks("sh")) == len(blocks("python")) == len(blocks("js")) + 1 > 10


Answer = tuple[int, dict[str, str], dict[str, Any]]
BUSY: Answer = (503, {"Retry-After": "3"}, {"code": "book_busy"})
UNKNOWN: Answer = (503, {}, {"code": "outcome_unknown"})
LIMITED: Answer = (429, {"Retry-After": "7"}, {"code": "too_many_requests"})
REFUSED: Answer = (422, {}, {"code": "invalid_input"})
DONE: Answer = (201, {}, {"id": "1"})

RETRIES: list[tuple[list[Answer], list[float], int]] = [
    ([DONE], [], 201),
    ([BUSY, DONE], [3], 201),
    ([LIMITED, BUSY, DONE], [7, 3], 201),
    ([UNKNOWN, UNKNOWN, DONE], [1, 2], 201),
    ([REFUSED], [], 422),
    ([BUSY] * 6, [3] * 5, 503),
]
"""What the service answers, what is waited for before each repetition, and what comes of it."""


@pytest.mark.parametrize(("answers", "waits", "status"), RETRIES)
def test_python_repeats_what_may_be_repeated(answers: list[Answer], waits: list[float], status: int) -> None:
    keys, waited, ended = python_call(iter(answers))
    assert (waited, ended) == (waits, status)
    assert len(keys) == len(answers)
    assert len(set(keys)) == 1, "the same request has the same key"


def test_python_repeats_what_was_never_answered() -> None:
    keys, waited, ended = python_call(iter([None, None, DONE]))
    assert (len(set(keys)), waited, ended) == (1, [1, 2], 201)


def python_call(answers: Iterator[Answer | None]) -> tuple[list[str], list[float], int]:
    """Run the page's ``call`` with a service that answers so; return the keys it saw, the waits and the outcome."""
    keys: list[str] = []
    waited: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        given = next(answers)
        if given is None:
            raise httpx.ReadTimeout("nobody knows", request=request)
        code, headers, body = given
        return httpx.Response(code, headers=headers, json=body)

    names: dict[str, Any] = {"httpx": httpx, "uuid": uuid, "time": SimpleNamespace(sleep=waited.append)}
    names["client"] = httpx.Client(base_url="http://api.example.com", transport=httpx.MockTransport(answer))
    exec(block_with("python", "def call(").partition("\ngrace = ")[0], names)
    try:
        ended = names["call"]("POST", "/api/v1/contacts", json={})
    except httpx.HTTPStatusError as error:
        ended = error.response
    return keys, waited, ended.status_code


@pytest.mark.parametrize(("answers", "waits", "status"), RETRIES)
def test_javascript_repeats_what_may_be_repeated(
    tab: Page, answers: list[Answer], waits: list[float], status: int
) -> None:
    call = block_with("js", "async function call").partition("const grace")[0]
    text = f"""
const API = "", headers = {{}}, answers = {json.dumps(answers)}, keys = [], waited = [];
const fetch = async (_, options) => {{
  keys.push(options.headers["Idempotency-Key"]);
  const [status, headers, body] = answers.shift();
  return new Response(JSON.stringify(body), {{ status, headers }});
}};
const setTimeout = (done, milliseconds) => {{ waited.push(milliseconds / 1000); done(); }};
{call}
const ended = await call("POST", "/x", {{}}).catch((error) => error.response);
console.log({{ keys, waited, status: ended.status }});
"""
    said = json.loads(run_in_browser(text, tab))
    assert (said["waited"], said["status"]) == (waits, status)
    assert (len(said["keys"]), len(set(said["keys"]))) == (len(answers), 1)
