"""Requests to a provider, which has five seconds for each, and whose responses are JSON."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from shared.adapters.bounded_requests import Bounds, send
from shared.domain.accounts.errors import ProviderAnswerError, ProviderUnavailableError
from shared.domain.accounts.provider_settings import ProviderSettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.accounts.provider_settings import ProviderSettings

BOUNDS = Bounds(seconds=5.0, max_bytes=1 << 18)
"""A sign-in takes at most five requests, so all of them end within the time that a function has."""
_AGENT = {"Accept": "application/json", "User-Agent": "contacts-api"}


class ProviderClient:
    """Sends requests to the hosts of one provider, and to no others."""

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings

    def get(self, url: object, headers: Mapping[str, str] = {}) -> Any:
        """Return the JSON at a URL. Raises ProviderUnavailableError, ProviderAnswerError."""
        status, answer = self._send("GET", url, headers)
        if status != 200:
            raise ProviderAnswerError(f"the status is {status}")
        return answer

    def post(self, url: object, form: Mapping[str, str], headers: Mapping[str, str] = {}) -> dict[str, Any]:
        """Return the JSON object that a form is answered with.

        Raises ProviderUnavailableError, and ProviderAnswerError, also for an ``error`` in the object, whatever the
        status: GitHub's is 200.
        """
        content = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        status, answer = self._send("POST", url, content, urlencode(form).encode())
        if not isinstance(answer, dict) or status != 200 or "error" in answer:
            code = answer.get("error") if isinstance(answer, dict) else None
            raise ProviderAnswerError(f"the status is {status}, the error {str(code)[:64]!r}")
        return answer

    def _send(self, method: str, url: object, headers: Mapping[str, str], body: bytes | None = None) -> tuple[int, Any]:
        try:
            trusted = self._settings.require_trusted(url)
        except ProviderSettingError as error:
            raise ProviderAnswerError(str(error)) from error
        try:
            response = send(method, trusted, {**_AGENT, **headers}, bounds=BOUNDS, body=body)
        except (OSError, HTTPException) as error:
            raise ProviderUnavailableError(f"no response: {type(error).__name__}") from error
        if response.status >= 500 or response.status == 429:
            raise ProviderUnavailableError(f"the status is {response.status}")
        try:
            return response.status, json.loads(response.body)
        except (ValueError, RecursionError):
            raise ProviderAnswerError(f"the status is {response.status}, and there is no JSON") from None
