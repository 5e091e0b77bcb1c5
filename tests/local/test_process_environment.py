from __future__ import annotations

from pathlib import Path

import pytest

from local.process_environment import conflicting_variables, process_environment
from local.stand_in import StandIn
from tests.support.sample_template import HEADER, template_of

TEMPLATE = (
    HEADER
    + """
Resources:
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: one.handler
      Environment: {Variables: {LEVEL: INFO, SECRET_NAMES: "a, b", SAME: "1", AWS_ENDPOINT_URL: ""}}
  TwoFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: two.handler
      Environment: {Variables: {LEVEL: DEBUG, SECRET_NAMES: "b,c", SAME: "1", OWN: "2"}}
"""
)
AWS = StandIn(endpoint_url="http://127.0.0.1:1")


def test_a_process_has_the_union_of_what_functions_declare(tmp_path: Path) -> None:
    environment = process_environment(template_of(tmp_path, TEMPLATE), AWS)
    assert (environment["SAME"], environment["OWN"], environment["SECRET_NAMES"]) == ("1", "2", "a,b,c")


def test_variables_that_differ_are_named(tmp_path: Path) -> None:
    template = template_of(tmp_path, TEMPLATE)
    assert conflicting_variables(template) == ["LEVEL"]
    assert process_environment(template, AWS)["LEVEL"] == "INFO"


def test_nothing_leads_to_a_real_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real")
    environment = process_environment(template_of(tmp_path, TEMPLATE), AWS)
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN"} & set(environment)
    assert environment["AWS_ACCESS_KEY_ID"] == "local"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
