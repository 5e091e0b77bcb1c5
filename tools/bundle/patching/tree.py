"""The files of an artifact during the build, and the only way to change them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tools.bundle.bytecode import run

Edit = Callable[[str], str]
"""A function from the source of a module to its new source. Raises EditError if it does not fit the source."""


class EditError(Exception):
    """An accelerator does not fit the files that it is to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The files in the folder ``path``; with ``folders``, only these folders in it are to be changed.

    ``interpreter`` is a Python of the artifact's version, which runs programs; None if there is none.
    """

    path: Path
    interpreter: str | None = None
    folders: tuple[str, ...] = ()

    def edit(self, name: str, edit: Edit) -> None:
        """Edit the source of the module with this path. Raises EditError."""
        path = self.path / name
        try:
            path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
        except (EditError, FileNotFoundError) as error:
            raise EditError(f"{name} is not what its edit was made for: {error}") from error

    def remove(self, *patterns: str) -> None:
        """Remove files that are no longer used, by path patterns. Raises EditError if one matches nothing."""
        for pattern in patterns:
            found = list(self.path.glob(pattern))
            if not found:
                raise EditError(f"there is no {pattern} to be removed")
            for path in found:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def run(self, program: ModuleType, *arguments: str) -> None:
        """Run a program of this package with the artifact's interpreter. Raises BytecodeError."""
        if self.interpreter is None:
            raise EditError("there is no interpreter of the artifact's Python")
        run(self.interpreter, program, *arguments)
