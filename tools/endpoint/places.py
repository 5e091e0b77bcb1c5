"""Every place that a new endpoint needs; all of them are written, or none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.endpoint.endpoint import Endpoint, EndpointError
from tools.endpoint.module_text import ModuleTexts
from tools.endpoint.sample_event import sample_event
from tools.endpoint.template_text import Block, functions_in, with_function, with_throttle
from tools.template import load_template

Json = dict[str, Any]
_ANONYMOUS_THROTTLE = "page"
_UNKNOWN_AREA = """\
there is no area {area!r} (there are {areas}).
A new area is made once, by hand: functions/{area}/__init__.py and tests/functions/{area}/__init__.py, empty; in
template.yaml a log group {logs} and a role that may write to it; a tag in TAGS of tools/openapi/introduction.py;
and its first function, after functions/contacts/get.py and whatever docs/adding-an-endpoint.md names. From the second
function on, this command writes them."""


def write_endpoint(root: Path, endpoint: Endpoint) -> list[str]:
    """Write the skeleton of an endpoint; return the paths of its files below ``root``. Raises EndpointError."""
    texts = skeleton(root, endpoint)
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")
    return list(texts)


def skeleton(root: Path, endpoint: Endpoint) -> Mapping[str, str]:
    """Return the new text of each file of an endpoint, by path. Raises EndpointError if it cannot be added."""
    template = (root / "template.yaml").read_text(encoding="utf-8")
    _require_area(root, endpoint, template)
    _require_absence(root, endpoint)
    like = _neighbour(root, endpoint, template)
    like_file = f"{like.area}/{like.verb}"
    sources = {path: path.read_text(encoding="utf-8") for path in sorted((root / "functions").glob("*/*.py"))}
    modules = ModuleTexts(endpoint, sources[root / "functions" / f"{like_file}.py"], sources.values())
    template = with_function(template, endpoint, like)
    if modules.is_anonymous:
        template = with_throttle(template, endpoint, _ANONYMOUS_THROTTLE)
    number = len(list((root / "events").glob("*/*.json"))) + 1
    patterns = "docs/access-patterns.md"
    return {
        f"functions/{endpoint.file}.py": modules.module(),
        "template.yaml": template,
        f"events/{endpoint.file}.json": sample_event(endpoint, _event(root, like), number=number),
        f"tests/functions/{endpoint.file}.py": modules.facts(),
        f"tests/functions/{endpoint.area}/test_{endpoint.verb}.py": modules.test(),
        patterns: with_access_pattern((root / patterns).read_text(encoding="utf-8"), endpoint),
    }


def with_access_pattern(page: str, endpoint: Endpoint) -> str:
    """Return docs/access-patterns.md with a row for the endpoint, after the rows of paths that begin alike.

    If there are none, it comes after the last row of a path: below these, the page has tables of other things.
    """
    path = endpoint.path.removeprefix("/api/v1")
    row = f"| `{endpoint.method} {path}` | none yet | |\n"
    first = path.split("/")[1]
    alike = list(re.finditer(rf"^\| `[A-Z`, ]+ /{re.escape(first)}\b.*\n", page, re.MULTILINE))
    rows = alike or list(re.finditer(r"^\| `[A-Z`, ]+ /.*\n", page, re.MULTILINE))
    return page[: rows[-1].end()] + row + page[rows[-1].end() :]


def _require_area(root: Path, endpoint: Endpoint, template: str) -> None:
    areas = {block.area for block in functions_in(template)}
    if endpoint.area not in areas or not (root / "functions" / endpoint.area).is_dir():
        said = {"area": endpoint.area, "areas": ", ".join(sorted(areas)), "logs": f"{endpoint.area.capitalize()}Logs"}
        raise EndpointError(_UNKNOWN_AREA.format(**said))


def _require_absence(root: Path, endpoint: Endpoint) -> None:
    for name in (
        f"functions/{endpoint.file}.py",
        f"events/{endpoint.file}.json",
        f"tests/functions/{endpoint.file}.py",
        f"tests/functions/{endpoint.area}/test_{endpoint.verb}.py",
    ):
        if (root / name).exists():
            raise EndpointError(f"{name} exists already: choose another verb, or remove what is there")
    template = load_template(root / "template.yaml", {"Stage": "local"})
    if endpoint.logical_id in template.functions:
        raise EndpointError(f"template.yaml has a {endpoint.logical_id} already: choose another verb, or remove it")
    for route in template.routes:
        handler = template.functions[route.function_id].handler.removesuffix(".handler")
        if route.key == endpoint.route:
            raise EndpointError(f"{route.key} is served by {handler} already")
        if not route.is_default and route.path != endpoint.path and _shape(route.path) == _shape(endpoint.path):
            raise EndpointError(
                f"{endpoint.path} is the same to API Gateway as {route.path} of {handler}: name the parameters alike"
            )


def _neighbour(root: Path, endpoint: Endpoint, template: str) -> Block:
    """Return the area's most similar function: it needs a token, reads or writes alike, and has little else."""
    requests = [
        (block, event)
        for block in functions_in(template)
        if block.area == endpoint.area and "routeKey" in (event := _event(root, block))
    ]
    if not requests:
        raise EndpointError(f"no function of {endpoint.area} has a route: what is started otherwise is made by hand")

    def unlikeness(found: tuple[Block, Json]) -> tuple[bool, bool, int]:
        block, event = found
        reads = event["routeKey"].startswith("GET ")
        return "authorization" not in event["headers"], reads != endpoint.reads, block.text.count("\n")

    return min(requests, key=unlikeness)[0]


def _event(root: Path, block: Block) -> Json:
    path = root / "events" / block.area / f"{block.verb}.json"
    if not path.exists():
        raise EndpointError(f"functions.{block.name} has no sample event {path.relative_to(root)}: write it first")
    event: Json = json.loads(path.read_text(encoding="utf-8"))
    return event


def _shape(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)
