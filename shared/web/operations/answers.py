"""Responses with operations, in the form that ``schemas.OperationOut`` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    import shared.web.operations.schemas
    from shared.domain.operations import Operation
    from shared.services.operations.reading import OperationPage
    from shared.services.ports.books import Position

OperationAnswer: TypeAlias = JsonAnswer["shared.web.operations.schemas.OperationOut"]
OperationPageAnswer: TypeAlias = JsonAnswer["shared.web.operations.schemas.OperationPageOut"]

_MEMBERS = (
    "id", "kind", "state", "actor", "done", "total", "first_revision", "last_revision", "problem", "undoes",
    "undone_by", "created_at", "updated_at",
)  # fmt: skip
"""Parameters, cursor and lease are the service's own."""


def operation_answer(operation: Operation, *, status: int = 200) -> OperationAnswer:
    """Return a response with an operation."""
    return JsonAnswer(operation_json(operation), status)


def operation_page_answer(page: OperationPage, issue: Callable[[Position], str]) -> OperationPageAnswer:
    """Return a response with a page, and with the cursor that ``issue`` makes of the next position."""
    items = [operation_json(operation) for operation in page.operations]
    return JsonAnswer({"items": items, "next_cursor": issue(page.next) if page.next else None})


def operation_json(operation: Operation) -> dict[str, Any]:
    """Return the JSON form of an operation."""
    return {name: getattr(operation, name) for name in _MEMBERS}
