"""Replays the recorded requests, and masks in what comes of them what no clock of ours measures: durations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.events import Event
from bench.frozen_aws import frozen_aws
from bench.instructions import COUNTED_BCRYPT_ROUNDS, environment_of
from bench.running import Function, run
from bench.targets import Artifacts
from bench.world import environments_of
from tests.recorded.cases import cases_of
from tests.recorded.odd_contacts import items
from tools.template import load_template

FOLDER = Path(__file__).parent
WORLD, ANSWERS = FOLDER / "world.json", FOLDER / "answers.json"
ONE_BY_ONE = ("contacts.get", "contacts.replace", "contacts.patch", "contacts.delete")
"""Functions that can also meet the contacts with which no page can be written."""
_FILES = ("system.docs", "system.docs_asset", "system.openapi")
"""What they send is a file of the artifact, whichever that is."""
_CHANGING = re.compile(
    r'("(?:Duration|Timestamp|location|exception|stack_trace|timestamp)":)("(?:[^"\\]|\\.)*"|[\d.]+)'
)
_SIGNED = re.compile(r"(X-Amz-(?:Date|Signature)=|X-Amz-Credential=\w+?%2F)\w+")
"""Differs from day to day, or from request to request."""

Recorded = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedWorld:
    """The world as AWS has it, and the event of each function."""

    snapshot: Mapping[str, Any]
    events: Mapping[str, Event]

    @classmethod
    def read(cls) -> RecordedWorld:
        """Return the world of the recording."""
        return cls(**json.loads(WORLD.read_bytes()))

    def with_odd_contacts(self, *, listed: bool) -> dict[str, Any]:
        """Return the snapshot with those in the book of the events: all of them, or those that can be listed."""
        contact = self.events["contacts.get"]["pathParameters"]["contact_id"]
        tables = [dict(table) for table in self.snapshot["tables"]]
        contacts = next(each for each in tables if each["definition"]["TableName"].endswith("-ContactsTable"))
        book_id = next(each["book_id"]["S"] for each in contacts["items"] if each["item_id"]["S"] == f"C#{contact}")
        contacts["items"] = [*contacts["items"], *items(book_id, listed=listed)]
        return {**self.snapshot, "tables": tables}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedWorld:
    """The URLs of AWS: with contacts that can be listed, and with those that can only be read one by one, too."""

    listed: str
    one_by_one: str


@contextmanager
def served(world: RecordedWorld, folder: Path) -> Iterator[ServedWorld]:
    """Serve the world for the duration of a ``with`` block."""
    snapshots = folder / "listed.json", folder / "one_by_one.json"
    for snapshot, listed in zip(snapshots, (True, False), strict=True):
        snapshot.write_text(json.dumps(world.with_odd_contacts(listed=listed)), encoding="utf-8")
    with frozen_aws(snapshots[0]) as listed_url, frozen_aws(snapshots[1]) as one_by_one:
        yield ServedWorld(listed=listed_url, one_by_one=one_by_one)


def replay(world: RecordedWorld, artifacts: Artifacts, root: Path, aws: ServedWorld, name: str) -> Recorded:
    """Return the answers of a function by case, and its log: one text for each answer and each line."""
    cases = dict(cases_of(name, world.events[name]))
    template = load_template(root / "template.yaml", {"Stage": "local"})
    url = aws.one_by_one if name in ONE_BY_ONE else aws.listed
    environment = {**environments_of(template, COUNTED_BCRYPT_ROUNDS)[name], **environment_of(url)}
    function = Function(artifact=artifacts.of(name), handler=f"functions.{name}.handler", environment=environment)
    outcome = run(function, list(cases.values()), predictable=True)
    answers = {case: _told(name, answer) for case, answer in zip(cases, outcome.answers, strict=True)}
    return {"answers": answers, "log": [_masked(line, url) for line in outcome.log.splitlines()]}


def differences(now: Recorded, recorded: Recorded) -> list[tuple[str, str | None, str | None]]:
    """Return the cases, or lines of the log, that are not as recorded: what each is now, and what it was."""
    new, old = _parts(now), _parts(recorded)
    return [(name, new.get(name), old.get(name)) for name in {**new, **old} if new.get(name) != old.get(name)]


def _parts(recorded: Recorded) -> dict[str, str]:
    return {**recorded["answers"], **{f"line {number}": line for number, line in enumerate(recorded["log"], 1)}}


def _told(name: str, answer: Any) -> str:
    if name in _FILES:  # their entity tags change with every word of theirs
        answer = {**answer, "body": "<a file>" if answer.get("body") else "", "headers": sorted(answer["headers"])}
    return _SIGNED.sub(r"\1...", json.dumps(answer, separators=(",", ":"), ensure_ascii=False))


def _masked(line: str, url: str) -> str:
    return _CHANGING.sub(r'\1"..."', line).replace(url, "<AWS>")
