"""The classes behind the dependencies of endpoints, of which functions load only those that they call."""

from __future__ import annotations

from importlib import import_module
from pkgutil import resolve_name
from typing import Annotated, Any, get_args, get_origin

from shared.domain.errors import ContactsApiError
from shared.web import dependencies
from shared.web.dependencies import Provided


def type_of(dependency: Provided) -> Any:
    """Return the class, or the port, that ``shared/web/dependencies.py`` names for type checkers."""
    return resolve_name(_NAMES[dependency])


def raised_by(dependency: Provided) -> tuple[type[ContactsApiError], ...]:
    """Return the errors that the module of the use case declares in ``RAISES``, if any."""
    declared: tuple[type[ContactsApiError], ...] = getattr(import_module(type_of(dependency).__module__), "RAISES", ())
    return declared


_NAMES: dict[object, str] = {
    provided.dependency: reference.__forward_arg__
    for reference, provided in (get_args(it) for it in vars(dependencies).values() if get_origin(it) is Annotated)
}
