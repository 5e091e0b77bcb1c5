"""What the document is told of the use cases behind an endpoint."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from typing import Annotated, Any, get_args, get_origin

from shared import services
from shared.domain.errors import (
    BookBusyError,
    BookFullError,
    ContactNotFoundError,
    ContactsApiError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.services.contacts.writing import ContactWriter
from shared.services.ports.phone_numbers import PhoneNumbers
from shared.web import dependencies
from shared.web.dependencies import Provided
from tools.openapi.use_cases import raised_by, type_of


def provided(alias: Any) -> Provided:
    dependency: Provided = get_args(alias)[1].dependency
    return dependency


def test_a_dependency_has_the_type_that_type_checkers_take_it_for() -> None:
    assert type_of(provided(dependencies.ContactWriter)) is ContactWriter
    assert type_of(provided(dependencies.PhoneNumbers)) is PhoneNumbers


def test_its_errors_are_those_that_its_module_declares() -> None:
    assert raised_by(provided(dependencies.ContactWriter)) == (
        BookBusyError,
        BookFullError,
        ContactNotFoundError,
        OutcomeUnknownError,
        StoreUnavailableError,
    )
    assert raised_by(provided(dependencies.PhoneNumbers)) == ()


def test_nothing_is_declared_that_nobody_reads() -> None:
    aliases = [alias for alias in vars(dependencies).values() if get_origin(alias) is Annotated]
    read = {type_of(provided(alias)).__module__ for alias in aliases}
    modules = [import_module(found.name) for found in walk_packages(services.__path__, f"{services.__name__}.")]
    declaring = [module for module in modules if hasattr(module, "RAISES")]
    joined = {used.__name__ for module in declaring for used in vars(module).values() if used in declaring}
    assert {module.__name__ for module in declaring} <= read | joined
    for module in declaring:
        assert all(issubclass(error, ContactsApiError) for error in module.RAISES), module
