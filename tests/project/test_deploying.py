"""docs/deploying.md has commands and files that work: they are read as AWS and GitHub would read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml
from botocore.loaders import Loader

PAGES = ("docs/deploying.md", "docs/operations.md", "tools/operations/before_deploying.py")
GLOBAL_OPTIONS = {"query", "output", "region", "profile", "cli-input-json"}


def commands(text: str) -> Iterator[tuple[str, str, str, set[str]]]:
    """Yield service, command, the word after it and the options of every command of the AWS CLI."""
    for found in re.finditer(r"(?<![\w-])aws ([a-z0-9]+) ([a-z-]+) (\S+)([^`\n]*)", text):
        service, command, word, rest = found.groups()
        if service != "s3" and (word.startswith("--") or command == "wait"):  # s3 is no API, but a program of the CLI
            yield service, command, word, set(re.findall(r"--([a-z-]+)", f"{word} {rest}"))


@pytest.fixture(scope="module")
def session() -> Any:
    return botocore.session.get_session()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_is_one_that_aws_has_with_these_options(root: Path, session: Any, page: str) -> None:
    found = [*commands((root / page).read_text(encoding="utf-8"))]
    assert found
    for service, command, word, options in found:
        if command == "wait":
            assert word in {_kebab(name) for name in _waiters(session, service)}
            continue
        model = session.get_service_model(service)
        operation = next((each for each in model.operation_names if _kebab(each) == command), None)
        assert operation, f"{service} {command}"
        members = {_kebab(name) for name in model.operation_model(operation).input_shape.members} | GLOBAL_OPTIONS
        assert {option.removeprefix("no-") for option in options} - members == set(), f"{service} {command}"


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def _waiters(session: Any, service: str) -> list[str]:
    loader: Loader = session.get_component("data_loader")
    return list(loader.load_service_model(service, "waiters-2")["waiters"])


def blocks(root: Path, language: str) -> list[str]:
    page = (root / "docs" / "deploying.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def test_the_workflow_has_no_stored_key_and_deploys_what_was_checked(root: Path) -> None:
    [text] = blocks(root, "yaml")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read", "id-token": "write"}
    assert "secrets." not in text
    job = workflow["jobs"]["deploy"]
    steps = [step.get("run") or step["uses"].partition("@")[0] for step in job["steps"]]
    assert steps.index("make check") < steps.index("make deploy STAGE=dev")
    assert "aws-actions/configure-aws-credentials" in steps
    assert job["environment"] == "dev"


def test_only_this_repository_in_this_environment_may_become_the_deployer(root: Path) -> None:
    trust = json.loads(blocks(root, "json")[0])
    [statement] = trust["Statement"]
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    named = statement["Condition"]["StringEquals"]
    assert named["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"
    assert re.fullmatch(r"repo:[\w-]+/[\w-]+:environment:dev", named["token.actions.githubusercontent.com:sub"])


def test_the_record_of_the_domain_is_one(root: Path) -> None:
    [change] = json.loads(blocks(root, "json")[1])["Changes"]
    assert change["ResourceRecordSet"]["AliasTarget"].keys() == {"DNSName", "HostedZoneId", "EvaluateTargetHealth"}


def test_the_licence_is_the_one_that_the_project_names(root: Path) -> None:
    assert (root / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
    assert 'license = "MIT"' in (root / "pyproject.toml").read_text(encoding="utf-8")
