"""What the functions have written, by the request that they wrote it for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from local.gateway.traffic import Exchange

_SHOWN = 100
_KEPT_REQUESTS = 1_000
# What is read of a log that was there before: weeks of it are of no use here.
_FIRST_READ_BYTES = 512 * 1024
_FAILING = ("CRITICAL", "ERROR", "WARNING")
# In the summary of a request already, or of no use to people.
_LEFT_OUT = frozenset({"_aws", "service", "request_id", "gateway_request_id"})

Line = dict[str, Any]


class FunctionLog:
    """The log of the functions, read on from where the last reading ended. Not thread-safe."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position: int | None = None
        self._lines: dict[str, list[Line]] = {}
        """By request id, in the order in which requests have written their first line."""
        self._ids: dict[str, str] = {}
        """Request ids, by the gateway's ids."""

    def requests(self, exchanges: Iterable[Exchange]) -> list[dict[str, Any]]:
        """Return the latest requests and what was done in the background, newest first, each with its lines.

        The lines of a request that has failed begin with those that say why.
        """
        self._read_on()
        answered = [_request(exchange, self._ids.get(exchange.id, ""), self._lines) for exchange in exchanges]
        known = {request["request_id"] for request in answered}
        background = [
            {"request_id": each, "at": _time(lines), "lines": _failing_first(lines)}
            for each, lines in self._lines.items()
            if each not in known and not _is_of_a_request(lines)
        ]
        return sorted(answered + background, key=lambda each: each["at"], reverse=True)[:_SHOWN]

    def _read_on(self) -> None:
        try:
            size = self._path.stat().st_size
        except FileNotFoundError:
            return
        if self._position is None or size < self._position:
            self._position = max(0, size - _FIRST_READ_BYTES)
        with self._path.open("rb") as file:
            file.seek(self._position)
            text, end, _ = file.read(size - self._position).rpartition(b"\n")
        self._position += len(text) + len(end)
        for line in text.splitlines():
            self._note(_decoded(line))
        for old in list(self._lines)[:-_KEPT_REQUESTS]:
            del self._lines[old]

    def _note(self, line: Line | None) -> None:
        request_id = line and line.get("request_id")
        if not line or not request_id:
            return
        self._lines.setdefault(request_id, []).append(line)
        if gateway_id := line.get("gateway_request_id"):
            self._ids[gateway_id] = request_id


def _request(exchange: Exchange, request_id: str, lines: Mapping[str, list[Line]]) -> dict[str, Any]:
    written = _failing_first(lines.get(request_id, []))
    failure = [{"level": "ERROR", "message": exchange.failure}] if exchange.failure else []
    return {
        "request_id": request_id or exchange.id,
        "at": exchange.at.timestamp() * 1000,
        "method": exchange.method,
        "path": exchange.path,
        "status": exchange.status,
        "milliseconds": round(exchange.milliseconds, 1),
        "lines": failure + written,
    }


def _failing_first(lines: list[Line]) -> list[Line]:
    """Return the lines without what is said already, those of errors and warnings first."""
    ordered = sorted(lines, key=lambda line: line.get("level") not in _FAILING)
    return [{name: value for name, value in line.items() if name not in _LEFT_OUT} for line in ordered]


def _is_of_a_request(lines: list[Line]) -> bool:
    return any("gateway_request_id" in line for line in lines)


def _time(lines: list[Line]) -> float:
    return max((float(line["_aws"]["Timestamp"]) for line in lines if "_aws" in line), default=0.0)


def _decoded(line: bytes) -> Line | None:
    """Return a line in JSON; None for any other, such as what a library prints."""
    try:
        content = json.loads(line)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
