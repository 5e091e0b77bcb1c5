"""The names that a part of a request may have, and which of them a misspelt one is likely to mean.

Loaded only for a request that has an unknown name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    from fastapi.dependencies.models import Dependant

MAX_LENGTH = 64
"""Of a name that a known one is looked for: comparing takes the longer, the longer the names."""
_LIKENESS = 0.65
"""``emial`` is like ``emails``, ``adress`` like ``addresses``; ``surname`` is not like ``nickname``."""


def with_suggestion(rule: str, name: str, known: Iterable[str]) -> str:
    """Return the sentence, and ``Did you mean first_name?`` after it if a known name is like this one."""
    likely = get_close_matches(name.lower(), sorted(known), n=1, cutoff=_LIKENESS) if len(name) <= MAX_LENGTH else ()
    return f"{rule} Did you mean {likely[0]}?" if likely else rule


def names_at(model: type[BaseModel], place: Sequence[str | int]) -> Sequence[str]:
    """Return the names that clients write at a place in a body, such as ``("emails", 0)``; none if it has no model."""
    kind: Any = model
    for step in place:
        kind = _part(_plain(kind), step)
    return [*_members(_plain(kind))]


def parameter_names(dependant: Dependant) -> Iterator[str]:
    """Yield the names of the query parameters of an endpoint."""
    for field in dependant.query_params:
        yield from [*_members(_plain(field.field_info.annotation))] or [field.alias]
    for dependency in dependant.dependencies:
        yield from parameter_names(dependency)


def _plain(kind: Any) -> Any:
    """Return a type without annotations and without null."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kind = next(each for each in get_args(kind) if each is not NoneType)
        else:
            return kind


def _part(kind: Any, step: str | int) -> Any:
    """Return the type of a member of an object, or of a value of a list."""
    if _is_model(kind):
        return kind.model_fields[step].annotation if step in kind.model_fields else None
    parts = get_args(kind)
    return parts[-1] if parts else None


def _members(kind: Any) -> Iterator[str]:
    if _is_model(kind):
        yield from (name for name, field in kind.model_fields.items() if not field.exclude)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
