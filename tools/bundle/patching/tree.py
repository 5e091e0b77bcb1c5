"""The files of an artifact while it is made, and the only way to change them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tools.bundle.bytecode import run

Edit = Callable[[str], str]
"""From the source of a module to another source. Raises EditError for a source that it is not made for."""


class EditError(Exception):
    """An accelerator does not fit the files that it is made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The folder ``path``; with ``folders``, only these folders in it are to be changed.

    ``interpreter`` is of the Python that the artifact is for, and runs programs; None where there is none.
    """

    path: Path
    interpreter: str | None = None
    folders: tuple[str, ...] = ()

    def edit(self, name: str, edit: Edit) -> None:
        """Edit the source of a module, which is named by its path. Raises EditError."""
        path = self.path / name
        try:
            path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
        except (EditError, FileNotFoundError) as error:
            raise EditError(f"{name} is not what its edit was made for: {error}") from error

    def remove(self, *patterns: str) -> None:
        """Remove what nothing reaches any more, by patterns of paths. Raises EditError when there is none."""
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
        """Run a program of this package with the interpreter of the artifact. Raises BytecodeError."""
        if self.interpreter is None:
            raise EditError("there is no interpreter of the artifact's Python")
        run(self.interpreter, program, *arguments)
