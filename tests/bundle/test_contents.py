"""What is in the artifact, and what is not."""

from __future__ import annotations

import importlib.util
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from local.bundle.contents import AWS_SERVICES

MAX_ZIPPED_BYTES = 15_000_000
UNCHECKED_HASH = (1).to_bytes(4, "little")
"""PEP 552: the bytecode belongs to a source by its hash, and nobody looks whether it still does."""


def files(artifact: Path) -> Iterator[Path]:
    return (path for path in artifact.rglob("*") if path.is_file())


def test_every_module_has_bytecode_that_is_used_without_a_look_at_its_source(artifact: Path) -> None:
    sources = list(artifact.rglob("*.py"))
    assert len(sources) > 500
    for source in sources:
        header = Path(importlib.util.cache_from_source(str(source))).read_bytes()[:8]
        assert header == importlib.util.MAGIC_NUMBER + UNCHECKED_HASH, source


def test_bytecode_knows_where_lambda_puts_its_source(artifact: Path) -> None:
    module = artifact / "shared" / "settings.py"
    assert b"/var/task/shared/settings.py" in Path(importlib.util.cache_from_source(str(module))).read_bytes()


def test_the_project_ships_without_its_tests_and_its_local_kit(artifact: Path) -> None:
    assert (artifact / "functions").is_dir()
    assert (artifact / "shared").is_dir()
    for name in ("tests", "local", "events", "docs", "template.yaml", "bin"):
        assert not (artifact / name).exists(), name


def test_nothing_ships_that_no_function_imports(artifact: Path) -> None:
    for name in ("boto3", "s3transfer", "dns", "moto", "ministack", "pytest", "uvicorn", "yaml", "pip", "cryptography"):
        assert list(artifact.glob(f"{name}*")) == [], name


def test_botocore_ships_the_services_that_are_used(artifact: Path, root: Path) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "shared").rglob("*.py"))
    created = set(re.findall(r'create_client\(\s*"(\w+)"', sources)) | {"dynamodb"}  # PynamoDB makes that one
    shipped = {path.name for path in (artifact / "botocore" / "data").iterdir() if path.is_dir()}
    assert created == shipped == set(AWS_SERVICES)


def test_metadata_that_is_read_at_run_time_ships(artifact: Path) -> None:
    assert list(artifact.glob("pydantic-*.dist-info/METADATA"))
    assert list(artifact.glob("opentelemetry_api-*.dist-info/entry_points.txt"))


def test_the_artifact_is_small(artifact: Path) -> None:
    assert sum(len(zlib.compress(path.read_bytes())) for path in files(artifact)) < MAX_ZIPPED_BYTES
