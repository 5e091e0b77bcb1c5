"""The template tells the functions what shared/settings.py asks for, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from shared.settings import Setting, Settings
from tools.template import Template

GIVEN_BY_LAMBDA = {"AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME"}


@pytest.fixture(scope="session")
def settings() -> dict[str, Setting[Any]]:
    return {each.name: each for each in vars(Settings).values() if isinstance(each, Setting)}


def test_every_variable_of_the_template_is_a_setting(settings: dict[str, Setting[Any]], template: Template) -> None:
    declared = {name for function in template.functions.values() for name in function.environment}
    assert declared - set(settings) == set()


def test_every_required_setting_is_given_to_every_function(
    settings: dict[str, Setting[Any]], template: Template
) -> None:
    required = {name for name, setting in settings.items() if setting.default is None}
    for function in template.functions.values():
        assert required <= set(function.environment), function.logical_id


def test_lambda_itself_is_not_contradicted(template: Template) -> None:
    for function in template.functions.values():
        assert GIVEN_BY_LAMBDA.isdisjoint(function.environment)


def test_every_setting_can_be_read_from_what_the_template_gives(
    settings: dict[str, Setting[Any]], template: Template
) -> None:
    for function in template.functions.values():
        values = Settings(function.environment)
        for name, setting in settings.items():
            if name in function.environment or setting.default is not None:
                setting.__get__(values, Settings)
