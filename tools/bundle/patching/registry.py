"""The registry of accelerators: their names, the choice of them for a build, and their application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tools.bundle.bytecode import BytecodeError
from tools.bundle.patching import (
    aws_models,
    event_loop,
    fastapi_imports,
    fastapi_openapi,
    fastapi_requests,
    fastapi_telemetry,
    methods,
    passlib_imports,
    phone_finding,
    phone_regions,
    pydantic_imports,
    pyjwt_checks,
    pyjwt_cryptography,
    pynamodb_client,
    starlette_imports,
    stripping,
    time_zones,
    urllib3_encodings,
)
from tools.bundle.patching.tree import EditError, Tree

ALL = "all"


class Accelerator(Protocol):
    """An accelerator, which is a module of this package."""

    __name__: str
    __doc__: str | None

    def apply(self, tree: Tree, /) -> None:
        """Change the files. Raises EditError or BytecodeError."""


SOURCES: tuple[Accelerator, ...] = (
    aws_models,
    event_loop,
    fastapi_imports,
    fastapi_openapi,
    fastapi_requests,
    fastapi_telemetry,
    passlib_imports,
    phone_finding,
    pydantic_imports,
    pyjwt_checks,
    pyjwt_cryptography,
    pynamodb_client,
    starlette_imports,
    time_zones,
    urllib3_encodings,
)
"""Accelerators that edit installed files, independently of each other."""
COMPILERS: tuple[Accelerator, ...] = (phone_regions, methods, stripping)
"""Accelerators that run programs with the artifact's own Python. ``stripping`` is last, since it removes sources."""


def name_of(accelerator: Accelerator) -> str:
    """Return the name by which ``WITHOUT`` refers to an accelerator."""
    return accelerator.__name__.rpartition(".")[2]


NAMES = tuple(sorted(name_of(each) for each in (*SOURCES, *COMPILERS)))


def read_without(text: str) -> frozenset[str]:
    """Return the accelerators named in ``methods,stripping`` or ``all``. Raises ValueError for unknown names."""
    names = {name.strip() for name in text.split(",")} - {""}
    if unknown := names - {*NAMES, ALL}:
        raise ValueError(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}, and {ALL}.")
    return frozenset(NAMES if ALL in names else names)


def accelerate(tree: Tree, accelerators: Iterable[Accelerator], without: frozenset[str] = frozenset()) -> None:
    """Apply accelerators to a tree, except those in ``without``.

    Raises EditError, whose message names all that do not fit and gives the command that builds without them.
    """
    failed: dict[str, str] = {}
    for accelerator in accelerators:
        name = name_of(accelerator)
        if name not in without:
            try:
                accelerator.apply(tree)
            except (EditError, BytecodeError) as error:
                failed[name] = str(error)
    if failed:
        told = "\n".join(f"The accelerator {name} does not fit: {reason}" for name, reason in failed.items())
        names = ",".join(sorted(without.union(failed)))
        raise EditError(f"{told}\nUntil that is mended: make build WITHOUT={names}")
