"""The loader of a Template from its file: parameters, then tables, functions and the API."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.template.api import read_api
from tools.template.document import TemplateError, read_document
from tools.template.functions import read_functions
from tools.template.intrinsics import Resolver
from tools.template.model import Template
from tools.template.queues import read_queues
from tools.template.tables import read_tables

STACK = "contacts-api-local"
REGION = "us-east-1"
ACCOUNT_ID = "000000000000"


def load_template(
    path: Path,
    parameters: Mapping[str, str] | None = None,
    *,
    stack: str = STACK,
    region: str = REGION,
    account_id: str = ACCOUNT_ID,
) -> Template:
    """Read a SAM template with the given parameters; the others keep their defaults.

    Raises TemplateError, whose message is one line, if the file cannot be read, if a parameter is unknown, missing or
    not allowed, or if a part that matters here cannot be resolved.
    """
    document = read_document(path)
    try:
        return _read(path, document, parameters or {}, stack=stack, region=region, account_id=account_id)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # A template's structure can be wrong in countless ways, which cfn-lint explains better.
        raise TemplateError(f"{path} is malformed: {type(error).__name__} at {error}") from error


def _read(
    path: Path, document: dict[str, Any], parameters: Mapping[str, str], *, stack: str, region: str, account_id: str
) -> Template:
    values = _parameter_values(document.get("Parameters") or {}, parameters)
    resolver = Resolver(document, values, stack=stack, region=region, account_id=account_id)
    defaults = resolver.resolve(document.get("Globals") or {})
    return Template(
        path=path,
        parameters=values,
        region=region,
        account_id=account_id,
        tables=read_tables(resolver),
        queues=read_queues(resolver),
        buckets={name: resolver.physical_name(name) for name, _ in resolver.resources_of("AWS::S3::Bucket")},
        functions=read_functions(resolver, defaults.get("Function") or {}),
        api=read_api(resolver, defaults.get("HttpApi") or {}),
    )


def _parameter_values(declared: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise TemplateError(f"the template declares no parameter {', '.join(unknown)}")
    return {name: _parameter_value(name, declaration, given.get(name)) for name, declaration in declared.items()}


def _parameter_value(name: str, declaration: Mapping[str, Any], given: str | None) -> Any:
    value = declaration.get("Default") if given is None else given
    if value is None:
        raise TemplateError(f"parameter {name} has no default and was not given")
    allowed = declaration.get("AllowedValues")
    if allowed is not None and str(value) not in map(str, allowed):
        raise TemplateError(f"parameter {name} may not be {value!r}: allowed are {', '.join(map(str, allowed))}")
    if declaration["Type"] in {"CommaDelimitedList", "List<Number>", "List<String>"}:
        return [item.strip() for item in str(value).split(",")]
    return str(value)
