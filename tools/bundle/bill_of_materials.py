"""The software bill of materials of an artifact, in CycloneDX's JSON: https://cyclonedx.org/docs/1.6/json/.

It lists the packages whose metadata are in the artifact, and thus what is really in it. It is written beside the
artifact, which it would only enlarge. Equal artifacts have equal bills: there is no time in it, and its serial number
is derived from its content.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tools.lock_files import locked_packages, normal_name

BILL = "sbom.cdx.json"
_APPLICATION = "contacts-api"
_CLASSIFIER = "License :: OSI Approved :: "

Json = dict[str, Any]


def bill_of_materials(artifact: Path, lock: Path, *, version: str) -> str:
    """Return the bill of an artifact; ``version`` identifies the build.

    The hashes of a component are those of the files that the lock accepts for it: one of them was installed.
    """
    hashes = {each.name: each.hashes for each in locked_packages(lock.read_text(encoding="utf-8"))}
    metadata = [_metadata(path) for path in sorted(artifact.glob("*.dist-info/METADATA"))]
    components = sorted((_component(each, hashes) for each in metadata), key=lambda each: str(each["bom-ref"]))
    application = {"type": "application", "bom-ref": _APPLICATION, "name": _APPLICATION, "version": version}
    bill: Json = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": application},
        "components": components,
        "dependencies": [{"ref": _APPLICATION, "dependsOn": [each["bom-ref"] for each in components]}],
    }
    serial_number = uuid5(NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    return json.dumps(bill | {"serialNumber": f"urn:uuid:{serial_number}"}, indent=2, ensure_ascii=False) + "\n"


def _metadata(path: Path) -> Message:
    return HeaderParser().parsestr(path.read_text(encoding="utf-8"))


def _component(metadata: Message, hashes: Mapping[str, Sequence[str]]) -> Json:
    name, version = normal_name(metadata["Name"]), str(metadata["Version"])
    url = f"pkg:pypi/{name}@{version}"
    component: Json = {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url}
    if summary := metadata["Summary"]:
        component["description"] = str(summary)
    if licences := _licences(metadata):
        component["licenses"] = licences
    if locked := hashes.get(name):
        component["hashes"] = [{"alg": "SHA-256", "content": content} for content in locked]
    return component


def _licences(metadata: Message) -> list[Json]:
    """Return an SPDX expression if the package states one (PEP 639), else the names that it gives to its licences."""
    if expression := metadata["License-Expression"]:
        return [{"expression": str(expression)}]
    classifiers = [str(each) for each in metadata.get_all("Classifier", [])]
    names = [each.removeprefix(_CLASSIFIER) for each in classifiers if each.startswith(_CLASSIFIER)]
    if not names and metadata["License"]:
        names = [str(metadata["License"]).strip().splitlines()[0]]
    return [{"license": {"name": name}} for name in dict.fromkeys(names)]
