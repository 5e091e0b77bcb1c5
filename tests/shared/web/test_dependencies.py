"""What endpoints may ask for is what the wiring makes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pkgutil import resolve_name
from typing import Annotated, Any, get_args, get_origin

import pytest

from shared.web import dependencies
from tests.support.wiring import MemoryWiring

NAMES = [name for name, member in vars(dependencies).items() if get_origin(member) is Annotated]


@pytest.fixture(scope="module")
def wiring() -> MemoryWiring:
    return MemoryWiring()


@pytest.mark.parametrize("name", NAMES)
def test_the_wiring_makes_what_type_checkers_are_told(wiring: MemoryWiring, name: str) -> None:
    reference, provided = get_args(vars(dependencies)[name])
    promised = resolve_name(reference.__forward_arg__)
    made = getattr(wiring, provided.dependency.name)
    if getattr(promised, "_is_protocol", False):
        assert all(callable(getattr(made, method)) for method in methods(promised))
    else:
        assert isinstance(made, promised)


def methods(protocol: Any) -> Iterator[str]:
    return (name for name, member in vars(protocol).items() if callable(member) and not name.startswith("_"))


def test_there_are_some() -> None:
    assert {"ContactReader", "Readiness", "SignIn"} <= set(NAMES)


def test_declaring_them_loads_none() -> None:
    program = (
        "import sys, shared.web.dependencies\n"
        "print([name for name in sys.modules if name.startswith(('shared.services', 'shared.adapters'))])"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "[]"
