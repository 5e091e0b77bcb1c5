"""The builder of artifacts.

Installed dependencies are pruned; then the accelerators of ``tools/bundle/patching`` are applied, except those that the
build leaves out. Builds are cached under ``.build/`` by a digest of their sources, so all functions that have the same
artifact share a single build, in one ``sam build`` and in the next. Each function's folder is a tree of hard links.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bundle.artifacts import Artifact
from tools.bundle.bill_of_materials import BILL, bill_of_materials
from tools.bundle.bytecode import compile_modules
from tools.bundle.contents import PACKAGES, copy_packages, leave_out, package_files, prune
from tools.bundle.patching import stripping
from tools.bundle.patching.registry import COMPILERS, SOURCES, accelerate, name_of
from tools.bundle.patching.tree import Tree
from tools.bundle.target import Target


class BuildError(Exception):
    """The artifact cannot be built; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """A builder of an artifact of the project in ``root`` for ``target``.

    ``interpreter`` compiles the artifact; with None, it ships without bytecode. ``without`` holds the names of the
    accelerators to leave out.
    """

    root: Path
    target: Target
    interpreter: str | None
    artifact: Artifact = Artifact.COMMON
    without: frozenset[str] = frozenset()

    def place(self, directory: Path) -> None:
        """Put the artifact into the empty ``directory``, after building it if its sources have changed.

        Its bill of materials is written beside the cached builds.

        Several processes may call this at the same time: one builds, the others wait. Raises BuildError,
        BytecodeError and EditError.
        """
        if directory.exists() and any(directory.iterdir()):
            raise BuildError(f"{directory} is not empty")
        with _locked(self._folder / "lock"):
            artifact = self._built(
                "artifact", [*self._dependency_sources, *package_files(self.root)], self._build_artifact
            )
            bill = bill_of_materials(artifact, self._lock, version=artifact.name.rpartition("-")[2])
            (self._folder / BILL).write_text(bill, encoding="utf-8")
            shutil.copytree(artifact, directory, copy_function=_link, dirs_exist_ok=True)

    @property
    def _lock(self) -> Path:
        return self.root / self.artifact.lock

    @property
    def _folder(self) -> Path:
        """The cache folder. Builds that lack accelerators have their own, so they do not replace complete builds."""
        return self.root / ".build" / self.target.key / ("without" if self.without else "with") / self.artifact

    @property
    def _dependency_sources(self) -> list[Path]:
        return [self._lock, *sorted(Path(__file__).parent.rglob("*.py"))]

    def _build_artifact(self, into: Path) -> None:
        dependencies = self._built("dependencies", self._dependency_sources, self._build_dependencies)
        shutil.copytree(dependencies, into, copy_function=_link, dirs_exist_ok=True)
        copy_packages(self.root, into)
        leave_out(into, self.artifact)
        self._compile(Tree(path=into, interpreter=self.interpreter, folders=PACKAGES))

    def _build_dependencies(self, into: Path) -> None:
        _install(self._lock, self.target, into)
        prune(into)
        tree = Tree(path=into, interpreter=self.interpreter)
        accelerate(tree, SOURCES, self.without)
        leave_out(into, self.artifact)
        self._compile(tree)

    def _compile(self, tree: Tree) -> None:
        if tree.interpreter:
            accelerate(tree, COMPILERS, self.without)
            if name_of(stripping) in self.without:
                compile_modules(tree.path, tree.interpreter, tree.folders or ["."])

    def _built(self, name: str, sources: Iterable[Path], build: Callable[[Path], None]) -> Path:
        """Return the folder that ``build`` fills from ``sources``, calling it only if that folder is missing."""
        folder = self._folder / f"{name}-{self._digest(sources)}"
        if not folder.exists():
            for outdated in self._folder.glob(f"{name}-*"):
                shutil.rmtree(outdated)
            unfinished = folder.with_name(f"{name}-unfinished")
            unfinished.mkdir()
            build(unfinished)
            unfinished.rename(folder)
        return folder

    def _digest(self, sources: Iterable[Path]) -> str:
        settings = (self.target, self.artifact, self.interpreter is None, sorted(self.without))
        digest = hashlib.sha256(" ".join(map(str, settings)).encode())
        for path in sources:
            name = path.relative_to(self.root) if path.is_relative_to(self.root) else path.name
            digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()[:16]


def _install(requirements: Path, target: Target, into: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(into), *target.wheel_options,
         "--only-binary", ":all:", "--require-hashes", "--link-mode", "copy", "--requirements", str(requirements)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if process.returncode:
        raise BuildError(process.stderr)


def _link(source: str, destination: str) -> None:
    """Hard-link a file, or copy it where a link is impossible, for example between two file systems."""
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
