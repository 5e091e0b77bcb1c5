"""The samples of an operation send the same request in each language: that of its examples."""

from __future__ import annotations

import io
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.browser import CHROMIUM, page
from tools.openapi.document import openapi_document

Json = dict[str, Any]
Sent = tuple[str, str, str | None, str, Any]
"""Method, target, Authorization, media type and body of a request."""

API, TOKEN = "http://api.example.com", "an.access.token"
FORM = "multipart/form-data"
PICTURE = b"a picture"
OF_PAGES = {"return_from_provider_by_post"}
"""What browsers post by themselves: no client sends it, so there are no samples."""


@pytest.fixture(scope="module")
def operations(root: Path) -> Json:
    """The operations of the document, by their ids."""
    paths = openapi_document(root)["paths"]
    return {
        operation["operationId"]: {"method": method.upper(), "path": path, **operation}
        for path, item in paths.items()
        for method, operation in item.items()
        if operation["operationId"] not in OF_PAGES
    }


def source(operation: Json, language: str) -> str:
    [found] = [sample["source"] for sample in operation["x-codeSamples"] if sample["lang"] == language]
    return str(found)


def sent_by_curl(text: str) -> Sent:
    words = iter(shlex.split(text.replace("\\\n", " ")))
    assert next(words) == "curl"
    method, target, headers, body = "", "", {}, None
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name.lower()] = value
        elif word == "-d":
            body = json.loads(next(words))
        elif word == "-F":
            assert next(words).startswith("file=@")
            headers["content-type"], body = FORM, PICTURE.decode()
        else:
            target = word.removeprefix("$API")
    token = headers.get("authorization")
    return (
        method or ("GET" if body is None else "POST"),
        target,
        token.replace("$TOKEN", TOKEN) if token else None,
        headers.get("content-type", ""),
        body,
    )


def sent_by_python(text: str, monkeypatch: pytest.MonkeyPatch) -> Sent:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        request.read()
        sent.append(request)
        return httpx.Response(200, json={})

    whole = httpx.Client
    monkeypatch.setattr("httpx._api.Client", lambda **_: whole(transport=httpx.MockTransport(answer)))
    names = {"API": API, "TOKEN": TOKEN, "open": lambda *_: io.BytesIO(PICTURE), "print": lambda *_: None}
    exec(compile(text, "sample", "exec"), names)
    [request] = sent
    media_type = request.headers.get("content-type", "").partition(";")[0]
    body: Any = None
    if media_type == FORM:
        body = PICTURE.decode() if PICTURE in request.content and b'name="file"' in request.content else None
    elif request.content:
        body = json.loads(request.content)
    return request.method, request.url.raw_path.decode(), request.headers.get("authorization"), media_type, body


def expected(operation: Json, of_curl: Sent) -> Sent:
    """The request of an operation; its query is the one of the sample event, which curl's sample shows."""
    path = operation["path"]
    for parameter in operation["parameters"]:
        path = path.replace(f"{{{parameter['name']}}}", str(parameter.get("example")))
    forms: Json = operation.get("requestBody", {}).get("content", {})
    media_type, form = next(iter(forms.items())) if forms else ("", {})
    query = urlsplit(of_curl[1]).query
    return (
        operation["method"],
        f"{path}?{query}" if query else path,
        f"Bearer {TOKEN}" if operation["security"] else None,
        media_type,
        PICTURE.decode() if media_type == FORM else form.get("example"),
    )


def test_curl_and_python_send_the_request_of_the_examples(operations: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, operation in operations.items():
        by_curl = sent_by_curl(source(operation, "Shell"))
        assert by_curl == expected(operation, by_curl), name
        with monkeypatch.context() as patched:
            assert sent_by_python(source(operation, "Python"), patched) == by_curl, name


def test_the_queries_of_samples_are_ones_that_the_operation_has(operations: Json) -> None:
    with_query = {name for name, each in operations.items() if "?" in sent_by_curl(source(each, "Shell"))[1]}
    assert {"list_contacts", "look_up", "suggest_recipients", "list_birthdays"} <= with_query


_CAPTURE = """
(async () => {
  const API = %s, TOKEN = %s, picture = new File(["a picture"], "picture.jpg"), sent = {};
  const run = Object.getPrototypeOf(async function () {}).constructor;
  for (const [name, source] of Object.entries(%s)) {
    const fetch = async (url, options) => {
      const headers = new Headers(options.headers), form = options.body instanceof FormData;
      const body = form ? await options.body.get("file").text() : options.body ? JSON.parse(options.body) : null;
      const mediaType = form ? "multipart/form-data" : headers.get("content-type") ?? "";
      sent[name] = [options.method, url.slice(API.length), headers.get("authorization"), mediaType, body];
      return new Response("{}");
    };
    await new run("API", "TOKEN", "picture", "fetch", "console", source)(API, TOKEN, picture, fetch, {log() {}});
  }
  return sent;
})()
"""


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Any]:
    assert CHROMIUM is not None, "this test needs Chromium: apt-get install chromium"
    with page(tmp_path / "profile") as opened:
        yield opened


def test_javascript_sends_the_same_request(operations: Json, tab: Any) -> None:
    sources = {name: source(operation, "JavaScript") for name, operation in operations.items()}
    sent = tab.evaluate(_CAPTURE % (json.dumps(API), json.dumps(TOKEN), json.dumps(sources)))
    assert len(sent) == len(operations) > 50
    for name, operation in operations.items():
        assert tuple(sent[name]) == sent_by_curl(source(operation, "Shell")), name
