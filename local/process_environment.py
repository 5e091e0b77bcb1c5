"""The environment variables of the process in which all functions run."""

from __future__ import annotations

import os

from local.stand_in import StandIn
from tools.template import Template

# Lists of what a function may use: this one process may use what any function may.
_MERGED = frozenset({"SECRET_NAMES"})


def process_environment(template: Template, aws: StandIn) -> dict[str, str]:
    """Return the variables that the template declares for its functions, and those that lead to the stand-in.

    In Lambda each function has its own environment; a process has only one, so this is their union. Nothing that
    could lead to a real AWS account is inherited.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return inherited | functions_environment(template, aws)


def functions_environment(template: Template, aws: StandIn) -> dict[str, str]:
    """Return the part of it that the functions' settings and AWS clients read."""
    return {name: _one_value(name, values) for name, values in _declared(template).items()} | aws.environment


def conflicting_variables(template: Template) -> list[str]:
    """Return the names of variables that functions set to different values: one process can have only one."""
    return sorted(name for name, values in _declared(template).items() if len(values) > 1 and name not in _MERGED)


def _declared(template: Template) -> dict[str, list[str]]:
    """Return every variable with the different values that functions give it."""
    declared: dict[str, list[str]] = {}
    for function in template.functions.values():
        for name, value in function.environment.items():
            values = declared.setdefault(name, [])
            if value not in values:
                values.append(value)
    return declared


def _one_value(name: str, values: list[str]) -> str:
    if name not in _MERGED:
        return values[0]
    words = (word.strip() for value in values for word in value.split(","))
    return ",".join(dict.fromkeys(word for word in words if word))
