"""Ask for known vulnerabilities of the locked dependencies: ``make audit``.

The advisories are those of OSV, which collects PyPA's and GitHub's: https://google.github.io/osv.dev/api/. Every
version in the lock files is looked up, whatever platform it is for. The exit status is 0 only if the service has
answered for all of them and knows of nothing: 1 if it does, 2 if it does not respond, or not as documented.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.lock_files import locked_packages

SERVICE = "https://api.osv.dev"
TIMEOUT_SECONDS = 30.0
BATCH = 500
"""Queries of a request; OSV takes up to a thousand."""


class AuditError(Exception):
    """It is unknown whether there are advisories; the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A package, and the version that a lock file names."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """A known vulnerability of a pin. ``fixed`` lists the versions that fix it, of every line of releases."""

    pin: Pin
    id: str
    aliases: tuple[str, ...]
    summary: str
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join((self.id, *self.aliases))
        fixed = f"fixed in {', '.join(self.fixed)}" if self.fixed else "no fix is known"
        return f"{self.pin.name} {self.pin.version}: {self.summary} ({names}; {fixed})"


def pins_of(files: Iterable[Path]) -> list[Pin]:
    """Return what lock files pin. Raises AuditError for a file that pins nothing."""
    pins: set[Pin] = set()
    for path in files:
        found = {Pin(each.name, each.version) for each in locked_packages(path.read_text(encoding="utf-8"))}
        if not found:
            raise AuditError(f"{path} pins nothing")
        pins |= found
    return sorted(pins)


class Osv:
    """The advisory service at a URL."""

    def __init__(self, url: str = SERVICE) -> None:
        self._url = url.rstrip("/")

    def advisories(self, pins: Sequence[Pin]) -> list[Advisory]:
        """Return the advisories for all pins. Raises AuditError."""
        ids = [
            (pin, id_) for start in range(0, len(pins), BATCH) for pin, id_ in self._ids(pins[start : start + BATCH])
        ]
        details = {id_: self._ask(f"/v1/vulns/{id_}") for id_ in dict.fromkeys(id_ for _, id_ in ids)}
        return [_advisory(pin, details[id_]) for pin, id_ in ids if "withdrawn" not in details[id_]]

    def _ids(self, pins: Sequence[Pin]) -> list[tuple[Pin, str]]:
        """Return the advisories' ids; a response has several pages if one pin alone has very many."""
        found = []
        pending = [(pin, "") for pin in pins]
        while pending:
            queries = [_query(pin, token) for pin, token in pending]
            results = self._ask("/v1/querybatch", {"queries": queries}).get("results")
            if not isinstance(results, list) or [*map(type, results)] != [dict] * len(pending):
                raise AuditError(f"{self._url} has not answered for every package")
            asked, pending = pending, []
            for (pin, _), result in zip(asked, results, strict=True):
                found += [(pin, str(each["id"])) for each in result.get("vulns", ())]
                if token := result.get("next_page_token"):
                    pending.append((pin, token))
        return found

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                answer = json.load(response)
        except (OSError, ValueError) as error:
            raise AuditError(f"{self._url} cannot be reached, or does not answer as it should: {error}") from error
        if not isinstance(answer, dict):
            raise AuditError(f"{self._url} does not answer as it should")
        return answer


def _query(pin: Pin, token: str) -> dict[str, Any]:
    query: dict[str, Any] = {"package": {"name": pin.name, "ecosystem": "PyPI"}, "version": pin.version}
    return query | {"page_token": token} if token else query


def _advisory(pin: Pin, details: dict[str, Any]) -> Advisory:
    ranges = [each for affected in details.get("affected", ()) for each in affected.get("ranges", ())]
    events = [event for each in ranges if each.get("type") == "ECOSYSTEM" for event in each.get("events", ())]
    return Advisory(
        pin=pin,
        id=str(details["id"]),
        aliases=tuple(details.get("aliases", ())),
        summary=details.get("summary") or "no summary",
        fixed=tuple(dict.fromkeys(event["fixed"] for event in events if "fixed" in event)),
    )


def main(arguments: list[str] | None = None) -> int:
    """Look up what the lock files pin; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.operations.audit", description="Look for advisories.")
    parser.add_argument("files", nargs="+", type=Path, help="lock files")
    parser.add_argument("--service", default=SERVICE, help="URL of OSV, or of a mirror of it")
    parser.add_argument("--ignore", action="append", default=[], metavar="ID", help="an advisory to let pass")
    options = parser.parse_args(arguments)
    try:
        pins = pins_of(options.files)
        found = Osv(options.service).advisories(pins)
    except (AuditError, OSError) as error:
        print(f"NOT AUDITED: {error}", file=sys.stderr)
        return 2
    ignored = [each for each in found if {each.id, *each.aliases} & set(options.ignore)]
    dangers = [each for each in found if each not in ignored]
    for each in dangers:
        print(each)
    for each in ignored:
        print(f"ignored: {each}")
    print(f"{len(dangers)} advisories for {len(pins)} locked versions")
    return 1 if dangers else 0


if __name__ == "__main__":
    sys.exit(main())
