"""What a run prints to the terminal."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterable, Mapping

from local.data_folder import DataFolder
from local.process_environment import conflicting_variables
from tools.template import Template


def say(line: str) -> None:
    """Print one line for whoever started the run."""
    print(f"local: {line}", file=sys.stderr, flush=True)


def announce(url: str, endpoint_url: str, data: DataFolder, template: Template, demo: Mapping[str, str] | None) -> None:
    """Print where everything is and what to try first."""
    lines = [
        ("API", url),
        ("docs", f"{url}/docs"),
        ("console", f"{url}/_local"),
        ("passkeys", f"{url.replace('127.0.0.1', 'localhost')}/_local/passkeys"),
        ("AWS", f"{endpoint_url} (DynamoDB, SES, SSM; keys local/local, region {template.region})"),
        ("data", str(data.path)),
        ("logs", f"{data.log} (what the functions write)"),
    ]
    if demo is not None:
        login = shlex.quote(json.dumps(dict(demo)))
        lines += [
            ("demo", f"{demo['email']} / {demo['password']}"),
            ("try", f"curl -s {url}/api/v1/auth/login -H 'content-type: application/json' -d {login}"),
        ]
    print("\n".join(["", *(f"  {name:8} {text}" for name, text in lines), ""]))
    for note in _notes(template):
        print(f"  note: {note}")
    print("  Ctrl-C stops and keeps everything. Changed code is served at once.\n", flush=True)


def _notes(template: Template) -> Iterable[str]:
    for function in template.functions.values():
        for event in function.other_events:
            yield f"{function.logical_id}: the event {event} has no stand-in on one machine"
    for name in conflicting_variables(template):
        yield f"{name} differs between functions, which share one environment here"
