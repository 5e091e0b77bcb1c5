"""Calls of the Contacts API, and what its responses mean to the user."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from contacts.errors import NotSignedInError, RefusedError, UnavailableError
from contacts.transport.addresses import is_loopback, origin_of
from contacts.transport.connection import Connection, Response

PREFIX = "/api/v1"
PAGE_SIZE = 100
MAX_PROBLEMS_TOLD = 3


class Service:
    """The API at a URL, called by the owner of a token.

    ``renew`` returns another token when this one has ended; without it, the sign-in ends with its token.
    """

    def __init__(self, url: str, token: str, connection: Connection, *, renew: Callable[[], str] | None = None) -> None:
        self.url = url
        self._token = token
        self._connection = connection
        self._renew = renew

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
    ) -> Response:
        """Send a request below ``/api/v1``, or to a whole URL of this service, and return a response of 2xx.

        GET can always be repeated. Raises NotSignedInError, RefusedError and UnavailableError.
        """
        url = path if path.startswith(f"{self.url}/") else f"{self.url}{PREFIX}{path}"
        if query:
            url += f"?{urlencode({name: value for name, value in query.items() if value is not None})}"
        sent = {"Accept": "application/json", **(headers or {})}
        repeatable = repeatable or method == "GET"
        response = self._send(method, url, sent, content, repeatable=repeatable)
        if response.status == 401 and self._renew is not None:
            self._token = self._renew()
            response = self._send(method, url, sent, content, repeatable=repeatable)
        if not 200 <= response.status < 300:
            raise error_of(response, signed_in=bool(self._token))
        return response

    def _send(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None, *, repeatable: bool
    ) -> Response:
        authorized = {**headers, **({"Authorization": f"Bearer {self._token}"} if self._token else {})}
        return self._connection.send(method, url, headers=authorized, content=content, repeatable=repeatable)

    def json(self, method: str, path: str, *, body: Any = None, **options: Any) -> Any:
        """Send a request, with ``body`` as JSON if there is one, and return what the JSON of its response says."""
        if body is not None:
            options["content"] = json.dumps(body).encode()
            options["headers"] = {"Content-Type": "application/json", **options.get("headers", {})}
        return json_of(self.send(method, path, **options))

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Yield the pages of a list, each of them JSON."""
        while True:
            page = self.json("GET", path, query=query)
            yield page
            if not page.get("next_cursor"):
                return
            query["cursor"] = page["next_cursor"]

    def require_safe(self, url: str) -> None:
        """Raise RefusedError for a link to files that is neither encrypted, nor of this machine, nor of the service."""
        parts = urlsplit(url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or "") and origin_of(url) != origin_of(self.url):
            raise RefusedError("The service wants the file to be sent without encryption.")


def json_of(response: Response) -> Any:
    """Return what a response says. Raises RefusedError if it is no JSON: then something else answers there."""
    try:
        return json.loads(response.content)
    except ValueError as error:
        raise RefusedError(
            "What answers there is no Contacts API: check the address.", status=response.status
        ) from error


def error_of(response: Response, *, signed_in: bool) -> NotSignedInError | RefusedError | UnavailableError:
    """Return the error that a response means, in one sentence: that of its problem (RFC 9457), and its details."""
    problem = _problem_of(response)
    if response.status == 401 and signed_in:
        return NotSignedInError("The service no longer takes your sign-in: sign in again with `contacts login`.")
    detail = str(problem.get("detail") or problem.get("message") or f"The service answered {response.status}").rstrip(
        "."
    )
    told = [_told(each) for each in problem.get("errors", []) if isinstance(each, dict)][:MAX_PROBLEMS_TOLD]
    sentence = f"{detail}: {'; '.join(told)}." if told else f"{detail}."
    if response.status >= 500:
        request_id = problem.get("request_id") or response.headers.get("x-request-id")
        named = f" Name the request {request_id} when you ask about it." if request_id else ""
        return UnavailableError(f"{sentence}{named}")
    return RefusedError(sentence, status=response.status, code=str(problem.get("code", "")))


def _problem_of(response: Response) -> dict[str, Any]:
    try:
        problem = json.loads(response.content)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _told(error: Mapping[str, Any]) -> str:
    where = error.get("pointer") or error.get("parameter") or error.get("header") or error.get("contact_id") or ""
    what = str(error.get("detail", "")).rstrip(".")
    return f"{where} {what}".strip()
