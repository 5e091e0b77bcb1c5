"""What is measured: the artifacts, and each reference in a folder of its own with its dependencies.

All are precompiled like the artifacts, so that only what they do makes a difference.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.bundle.artifacts import Artifact, artifact_of
from tools.bundle.build import Builder
from tools.bundle.target import Target

ROOT = Path(__file__).parents[1]
REFERENCES = Path(__file__).with_name("references")
RUNTIME = "runtime"
"""Lambda's own part: awslambdaric."""


class InstallationError(Exception):
    """A reference's dependencies cannot be installed; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifacts:
    """The artifacts, each in a folder."""

    folders: Mapping[Artifact, Path]

    def of(self, function: str) -> Path:
        """Return the folder with the artifact of a function (``contacts.get``)."""
        return self.folders[artifact_of(function)]


def place_artifacts(folder: Path, root: Path = ROOT, without: frozenset[str] = frozenset()) -> Artifacts:
    """Build the artifacts for the running interpreter, each in a folder below ``folder``."""
    folders = {artifact: folder / artifact for artifact in Artifact}
    for artifact, place in folders.items():
        Builder(
            root=root, target=Target.running(), interpreter=sys.executable, artifact=artifact, without=without
        ).place(place)
    return Artifacts(folders=folders)


@contextmanager
def built_artifacts(root: Path = ROOT, without: frozenset[str] = frozenset()) -> Iterator[Artifacts]:
    """Build the artifacts for the running interpreter, for the duration of a ``with`` block."""
    with TemporaryDirectory() as folder:
        yield place_artifacts(Path(folder), root, without)


def installed(name: str, root: Path = ROOT) -> Path:
    """Return the folder of a reference, after installing it if necessary. Raises InstallationError."""
    requirements, module = REFERENCES / f"{name}.txt", REFERENCES / f"{name}.py"
    sources = [path.read_bytes() for path in (requirements, module) if path.exists()]
    digest = hashlib.sha256(b"\0".join([sys.version.encode(), *sources])).hexdigest()[:16]
    folder = root / ".build" / "bench" / f"{name}-{digest}"
    if not folder.exists():
        for outdated in folder.parent.glob(f"{name}-*"):
            shutil.rmtree(outdated)
        unfinished = folder.with_name("unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _run("uv", "pip", "install", "--quiet", "--target", str(unfinished), "--only-binary", ":all:",
             "--require-hashes", "--link-mode", "copy", "--requirements", str(requirements))  # fmt: skip
        if module.exists():
            shutil.copy(module, unfinished)
        _run("compileall", "-q", "--invalidation-mode", "unchecked-hash", str(unfinished))
        unfinished.rename(folder)
    return folder


def _run(*module_and_arguments: str) -> None:
    command = [sys.executable, "-P", "-m", *module_and_arguments]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode:
        raise InstallationError(process.stdout + process.stderr)
