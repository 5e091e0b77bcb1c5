"""Nothing that ships imports what does not ship, except in imports that are never executed."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from bench.targets import Artifacts
from tests.bundle.imports import has_module, imports_of
from tools.bundle.artifacts import Artifact
from tools.bundle.contents import UNUSED

INSTALLED = Path(sysconfig.get_path("purelib"))
ADDED = {".lock", "bin"}
"""Files that the installer adds to the artifact."""
LEFT_WHOLE = {"idna", "opentelemetry", "pycparser"}
"""Locked packages of which nothing ships."""
NEVER_IMPORTED = {
    # A response of Powertools' own resolver.
    "aws_lambda_powertools.event_handler.openapi.compat": "aws_lambda_powertools.shared.functions",
    # Archives with Zstandard; loaded on first use.
    "backports.zstd._shutil": "backports.zstd.__init__",
    # With the AWS Common Runtime, where it is installed.
    "botocore.crt.auth": "botocore.auth",
    # Time zones by name, by rule or from Windows; AWS's times are in UTC.
    "dateutil.rrule": "dateutil.tz.tz",
    "dateutil.tz.win": "dateutil.tz.tz",
    "dateutil.zoneinfo": "dateutil.tz.tz",
    # Startup and shutdown of a server; functions have neither.
    "fastapi.telemetry._runtime": "fastapi.applications",
    # Host names that are not ASCII.
    "idna": "urllib3.util.url",
    # A digest that OpenSSL may not provide, and that bcrypt does not use.
    "passlib.crypto._md4": "passlib.crypto.digest",
    # FastAPI checks whether a model is one of pydantic's version 1, and takes a failed import for a no; pydantic
    # checks that of types that validate as version 1 did.
    "pydantic.v1": "fastapi._compat.shared, pydantic._internal._generate_schema",
    # In a browser; with pyOpenSSL, if installed; over HTTP/2, if requested.
    "urllib3.contrib.emscripten": "urllib3.__init__",
    "urllib3.contrib.pyopenssl": "botocore.httpsession",
    "urllib3.http2.connection": "urllib3.http2.__init__",
}
"""What does not ship, and the modules that contain an import of it."""


@pytest.mark.parametrize("pattern", [pattern for pattern in UNUSED if pattern not in ADDED])
def test_what_is_left_out_is_still_there_to_be_left_out(pattern: str) -> None:
    assert any(INSTALLED.glob(pattern))


@pytest.fixture(scope="module", params=Artifact)
def artifact(artifacts: Artifacts, request: pytest.FixtureRequest) -> Path:
    """Return each of the artifacts."""
    return artifacts.folders[request.param]


@pytest.fixture(scope="module")
def left_behind(artifact: Path) -> dict[str, str]:
    importers: dict[str, set[str]] = {}
    for importer, imported in imports_of(artifact):
        top = imported.split(".", maxsplit=1)[0]
        locked = top in LEFT_WHOLE or has_module(artifact, top)
        if locked and has_module(INSTALLED, imported) and not has_module(artifact, imported):
            importers.setdefault(imported, set()).add(importer)
    return {imported: ", ".join(sorted(names)) for imported, names in importers.items()}


def test_what_is_imported_ships(artifact: Path, left_behind: dict[str, str]) -> None:
    """Passlib, which has an import of its own, ships only to functions of accounts."""
    shipped = {name: by for name, by in NEVER_IMPORTED.items() if has_module(artifact, by.partition(".")[0])}
    assert left_behind == shipped


def test_imports_are_found_wherever_they_stand(artifact: Path) -> None:
    found = set(imports_of(artifact))
    assert ("functions.contacts.get", "shared.web.http.entry") in found
    assert ("fastapi.applications", "starlette.applications") in found
    assert ("fastapi._compat.shared", "pydantic.v1") in found  # within a function
    assert ("mangum.protocols.__init__", "mangum.protocols.http") in found  # relative
