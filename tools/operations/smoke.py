"""Tests a deployment from outside: ``python -m tools.operations.smoke https://api.example.com``.

With SMOKE_EMAIL and SMOKE_PASSWORD of a verified account, it also signs in and stores a contact temporarily.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

_TIMEOUT_SECONDS = 30


class SmokeError(Exception):
    """The deployment does not respond as it should; the text says to which request, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


class Deployment:
    """The deployment at ``url``, called as a client would call it."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def expect(
        self, status: int, method: str, path: str, *, content: Any = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Send a request, print the outcome, and return the response. Raises SmokeError for any other status."""
        answer = self._ask(method, path, content, dict(headers or {}))
        if answer.status != status:
            text = answer.body.decode(errors="replace")[:300]
            raise SmokeError(f"{method} {path} answered {answer.status} instead of {status}: {text}")
        print(f"{status} {method} {path}")
        return answer

    def _ask(self, method: str, path: str, content: Any, headers: dict[str, str]) -> Response:
        body = None if content is None else json.dumps(content).encode()
        if body is not None:
            headers.setdefault("content-type", "application/json")
        request = Request(self._url + path, body, headers, method=method)
        try:
            response = urlopen(request, timeout=_TIMEOUT_SECONDS)
        except HTTPError as error:
            response = error
        except URLError as error:
            raise SmokeError(f"{self._url} does not answer: {error.reason}") from error
        with response:
            lower_case = {name.lower(): value for name, value in response.headers.items()}
            return Response(status=response.status, headers=lower_case, body=response.read())


def try_as_anybody(deployment: Deployment) -> None:
    """Request everything that needs no account, and what must be refused without one."""
    deployment.expect(200, "GET", "/health")
    deployment.expect(200, "GET", "/health/ready")
    deployment.expect(200, "GET", "/openapi.json")
    deployment.expect(200, "GET", "/docs")
    deployment.expect(404, "GET", "/api/v1/nothing-here")
    deployment.expect(401, "GET", "/api/v1/contacts")
    nobody = {"email": "nobody@example.com", "password": "not the password"}
    deployment.expect(401, "POST", "/api/v1/auth/login", content=nobody)


def try_as_somebody(deployment: Deployment, credentials: Mapping[str, str]) -> None:
    """Sign in, and add, find, change and delete a contact."""
    login = deployment.expect(200, "POST", "/api/v1/auth/login", content=credentials)
    bearer = {"authorization": f"Bearer {login.json()['access_token']}"}
    deployment.expect(200, "GET", "/api/v1/auth/me", headers=bearer)
    created = deployment.expect(201, "POST", "/api/v1/contacts", content={"first_name": "Smoke test"}, headers=bearer)
    path = created.headers["location"]
    listed = deployment.expect(200, "GET", "/api/v1/contacts?sort=-updated&limit=1", headers=bearer)
    if [contact["id"] for contact in listed.json()["items"]] != [created.json()["id"]]:
        raise SmokeError("the list does not begin with the contact that was added last")
    patch = bearer | {"content-type": "application/merge-patch+json", "if-match": created.headers["etag"]}
    deployment.expect(200, "PATCH", path, content={"notes": "Changed."}, headers=patch)
    deployment.expect(412, "PATCH", path, content={"notes": "Changed again."}, headers=patch)
    deployment.expect(204, "DELETE", path, headers=bearer)
    deployment.expect(404, "GET", path, headers=bearer)


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Test the deployment whose URL is the only argument; return the exit status."""
    (url,) = arguments
    deployment = Deployment(url)
    email, password = environment.get("SMOKE_EMAIL"), environment.get("SMOKE_PASSWORD")
    try:
        try_as_anybody(deployment)
        if email and password:
            try_as_somebody(deployment, {"email": email, "password": password})
    except SmokeError as error:
        print(error, file=sys.stderr)
        return 1
    if not (email and password):
        print("Contacts were not tried: that takes SMOKE_EMAIL and SMOKE_PASSWORD of a verified account.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
