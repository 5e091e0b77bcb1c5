"""docs/clients.md: what generators make of the OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

PAGE = "docs/clients.md"
_HERE = Path(__file__).parent
_UNSUPPORTED = re.compile(r"^Unsupported content type (\S+)", re.MULTILINE)
_TEXT = """\
# Clients

Written by `bash .ci/clients`, which makes a client of [openapi.json](openapi.json) with each of these generators, and
lets it go from signing up to a synchronized copy against `make run`: register, verify, sign in, create
`{{"first_name": "x"}}`, meet a problem, patch, search, sync. Journeys in TypeScript pass `tsc --strict` first. It
needs Node.js and a network, so it is no part of `.ci/run`; run it before a release.

| Generator | Version | From sign-up to sync | What it says |
|---|---|---|---|
{generators}

| Linter | Version | Errors | Warnings |
|---|---|---|---|
{linters}

Redocly would have every operation succeed with 2xx. Three only send browsers to a provider and back, with 303; they are
named in `tests/clients/.redocly.lint-ignore.yaml`.

The journeys are in `tests/clients/journeys`, each as its generator's users would write it; they are the quickest way
to see what a generated client is like. Without a generator, [Using the API](using-the-api.md) has all that is needed.

What the document does for generators, and tests hold: a request has one form (but for files to import, which are sent
as they are); nothing has a `default`, since generators demand such members, or send them; what everybody may call
says `security: []`; pages for people are left out; every length is stated. [Decision
39](decisions/0039-a-document-for-generators.md) has the reasons.
"""


def versions() -> Mapping[str, str]:
    """Return the versions of generators and linters that are run, by their names."""
    packages: dict[str, str] = json.loads((_HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    pinned = (_HERE / "requirements.txt").read_text(encoding="utf-8").split()
    return packages | dict(each.split("==") for each in pinned)


def clients_page(said: Mapping[str, str]) -> str:
    """Return the page, for generators whose journeys have succeeded and that said this."""
    known = versions()
    generators = [f"| {name} | {known[name]} | works | {_remarks(text)} |" for name, text in said.items()]
    linters = [f"| {name} | {known[name]} | 0 | 0 |" for name in ("@redocly/cli", "@stoplight/spectral-cli")]
    return _TEXT.format(generators="\n".join(generators), linters="\n".join(linters))


def _remarks(said: str) -> str:
    """Return what a generator says that it cannot do."""
    remarks = []
    if unsupported := sorted(set(_UNSUPPORTED.findall(said))):
        remarks.append(f"it leaves {', '.join(f'`{each}`' for each in unsupported)} out of `POST /api/v1/imports`")
    if count := said.count(": error TS"):
        errors = "a type error" if count == 1 else f"{count} type errors"
        remarks.append(f"its own code has {errors}, where `POST /api/v1/imports` takes a file or JSON")
    return "; ".join(remarks) or "nothing"
