"""The bill of materials of an artifact: what is in it, and nothing that changes from build to build."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tools.bundle.bill_of_materials import bill_of_materials

LOCK = f"""\
pyjwt==2.15.1 \\
    --hash=sha256:{"b" * 64} \\
    --hash=sha256:{"a" * 64}
    # via contacts-api (pyproject.toml)
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{"c" * 64}
zope-interface[extra]==6.0 \\
    --hash=sha256:{"d" * 64}
"""


def install(artifact: Path, name: str, *headers: str, version: str = "1.0") -> None:
    folder = artifact / f"{name.replace('-', '_')}-{version}.dist-info"
    folder.mkdir(parents=True)
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *headers]
    (folder / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    artifact = tmp_path / "artifact"
    install(artifact, "PyJWT", "Summary: Tokens", "License-Expression: MIT", version="2.15.1")
    install(artifact, "Zope.Interface", "Classifier: License :: OSI Approved :: Zope Public License", version="6.0")
    install(artifact, "six", "License: MIT")
    install(
        artifact,
        "python-dateutil",
        "License: Dual License",
        "Classifier: License :: OSI Approved :: BSD License",
        "Classifier: License :: OSI Approved :: Apache Software License",
    )
    install(artifact, "unlicensed")
    return artifact


def bill(artifact: Path, tmp_path: Path, *, version: str = "0123") -> Any:
    lock = tmp_path / "requirements.txt"
    lock.write_text(LOCK, encoding="utf-8")
    return json.loads(bill_of_materials(artifact, lock, version=version))


def components(artifact: Path, tmp_path: Path) -> dict[str, Any]:
    return {each["name"]: each for each in bill(artifact, tmp_path)["components"]}


def test_it_lists_what_is_in_the_artifact_and_not_what_the_lock_has_for_others(artifact: Path, tmp_path: Path) -> None:
    found = components(artifact, tmp_path)
    assert list(found) == ["pyjwt", "python-dateutil", "six", "unlicensed", "zope-interface"]
    assert found["pyjwt"] == {
        "type": "library",
        "bom-ref": "pkg:pypi/pyjwt@2.15.1",
        "name": "pyjwt",
        "version": "2.15.1",
        "purl": "pkg:pypi/pyjwt@2.15.1",
        "description": "Tokens",
        "licenses": [{"expression": "MIT"}],
        "hashes": [{"alg": "SHA-256", "content": letter * 64} for letter in "ab"],
    }
    assert found["zope-interface"]["hashes"] == [{"alg": "SHA-256", "content": "d" * 64}]


def test_licences_are_named_as_the_package_names_them(artifact: Path, tmp_path: Path) -> None:
    found = components(artifact, tmp_path)
    assert {name: each.get("licenses") for name, each in found.items() if name != "pyjwt"} == {
        "python-dateutil": [{"license": {"name": "BSD License"}}, {"license": {"name": "Apache Software License"}}],
        "six": [{"license": {"name": "MIT"}}],
        "unlicensed": None,
        "zope-interface": [{"license": {"name": "Zope Public License"}}],
    }


def test_it_has_the_form_of_cyclonedx(artifact: Path, tmp_path: Path) -> None:
    """The members that its schema requires, and the form of those that have one."""
    whole = bill(artifact, tmp_path)
    assert (whole["bomFormat"], whole["specVersion"], whole["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", whole["serialNumber"])
    application = whole["metadata"]["component"]
    assert (application["type"], application["name"], application["version"]) == ("application", "contacts-api", "0123")
    references = [application["bom-ref"], *(each["bom-ref"] for each in whole["components"])]
    assert len(references) == len(set(references))
    assert whole["dependencies"] == [{"ref": references[0], "dependsOn": references[1:]}]


def test_equal_artifacts_have_equal_bills_and_others_have_others(artifact: Path, tmp_path: Path) -> None:
    first, again = (bill(artifact, tmp_path) for _ in range(2))
    assert first == again
    assert "timestamp" not in json.dumps(first)
    assert bill(artifact, tmp_path, version="4567")["serialNumber"] != first["serialNumber"]
