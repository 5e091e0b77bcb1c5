"""What ships: this project's packages, and of the locked dependencies what a function can reach."""

from __future__ import annotations

import shutil
from pathlib import Path

PACKAGES = ("functions", "shared")
AWS_SERVICES = ("dynamodb", "sesv2", "ssm")
"""Services whose clients shared/ creates; botocore carries four hundred others."""

_UNUSED = (
    "bin",
    "botocore/data/**/examples-1.json",
    "cloudinary/docs",
    "cloudinary/static",  # scripts for pages
    "cloudinary/templates",
    "fastapi/.agents",
    "**/*.pyi",
    "**/py.typed",
)
# Read at run time: packages ask for versions, and OpenTelemetry finds its context by entry point.
_KEPT_METADATA = {"METADATA", "entry_points.txt"}


def copy_packages(root: Path, into: Path) -> None:
    """Copy this project's packages, with their data files and without bytecode."""
    for package in PACKAGES:
        shutil.copytree(root / package, into / package, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))


def package_files(root: Path) -> list[Path]:
    """Every file that ``copy_packages`` copies, in a stable order."""
    files = (path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix != ".pyc")


def prune(dependencies: Path) -> None:
    """Remove from a folder of installed dependencies what no function can reach."""
    for pattern in _UNUSED:
        for path in list(dependencies.glob(pattern)):
            _remove(path)
    for service in (dependencies / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in AWS_SERVICES:
            _remove(service)
    for metadata in dependencies.glob("*.dist-info"):
        for path in metadata.iterdir():
            if path.name not in _KEPT_METADATA:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
