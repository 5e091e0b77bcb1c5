"""What is deployed, and how large it is: the template, expanded, and the artifact, zipped."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from bench.targets import built_artifact
from tests.project.expansion import expanded_template
from tools.template import load_template


def function_names(root: Path) -> list[str]:
    """The functions that the template deploys, by folder and module: ``contacts.get``."""
    template = load_template(root / "template.yaml", {"Stage": "prod"})
    return [each.handler.removeprefix("functions.").removesuffix(".handler") for each in template.functions.values()]


def template_sizes(root: Path) -> dict[str, float]:
    """How much the template deploys."""
    template = load_template(root / "template.yaml", {"Stage": "prod"})
    return {
        "functions": len(template.functions),
        "routes": len(template.routes),
        "resources": len(expanded_template(root / "template.yaml")["Resources"]),
    }


def artifact_sizes(root: Path) -> dict[str, float]:
    """Megabytes (10^6 bytes) that are uploaded."""
    with built_artifact(root) as artifact:
        return {"zipped MB": round(zipped_bytes(artifact) / 1e6, 3)}


def zipped_bytes(folder: Path) -> int:
    """The length of a folder's zip file, deflated as SAM does it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.writestr(str(path.relative_to(folder)), path.read_bytes())
    return written.tell()
