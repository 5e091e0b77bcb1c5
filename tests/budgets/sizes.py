"""The sizes of what is deployed: the expanded template and the zipped artifacts."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

from bench.targets import Artifacts
from tests.project.expansion import expanded_template
from tools.bundle.artifacts import Artifact
from tools.template import load_template


def function_names(root: Path) -> list[str]:
    """Return the functions that the template deploys, by folder and module: ``contacts.get``."""
    template = load_template(root / "template.yaml", {"Stage": "prod"})
    return [each.handler.removeprefix("functions.").removesuffix(".handler") for each in template.functions.values()]


def template_sizes(root: Path) -> dict[str, float]:
    """Return how many resources a function of each kind adds, and how many belong to no function.

    So another function of an existing kind changes nothing; tests/project/test_room.py says how many more fit.
    """
    template = load_template(root / "template.yaml", {"Stage": "prod"})
    resources = expanded_template(root / "template.yaml")["Resources"]
    routes = Counter(route.function_id for route in template.routes)
    brought = {name: [each for each in resources if each.startswith(name)] for name in template.functions}
    sizes: dict[str, float] = {}
    for name, own in brought.items():
        kind = _kind(routes[name], has_alias=any(resources[each]["Type"] == "AWS::Lambda::Alias" for each in own))
        sizes[kind] = max(len(own), sizes.get(kind, 0))
    return dict(sorted(sizes.items())) | {
        "resources beside functions": len(resources) - sum(map(len, brought.values()))
    }


def _kind(routes: int, *, has_alias: bool) -> str:
    started = f"{routes} route{'s' if routes > 1 else ''}" if routes else "no route"
    return f"resources of a function with {started}{' and an alias' if has_alias else ''}"


def artifact_sizes(artifacts: Artifacts) -> dict[str, float]:
    """Return the megabytes (10^6 bytes) of each artifact that are uploaded; the name of the common one is left out."""
    sizes = {artifact: round(zipped_bytes(folder) / 1e6, 3) for artifact, folder in artifacts.folders.items()}
    return {
        "zipped MB": sizes[Artifact.COMMON],
        "for accounts, zipped MB": sizes[Artifact.ACCOUNTS],
        "with cryptography, zipped MB": sizes[Artifact.CRYPTOGRAPHY],
    }


def zipped_bytes(folder: Path) -> int:
    """Return the size in bytes of a folder's zip file, deflated as by SAM."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.writestr(str(path.relative_to(folder)), path.read_bytes())
    return written.tell()
