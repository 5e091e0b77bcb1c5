"""The policy of whoever deploys allows what the template needs, and nothing outside of the stacks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from tests.project.expansion import expanded_template
from tools.docs.deployer_policy import MAX_CHARACTERS, NEEDS, deployed_types, deployer_policy_page

Json = dict[str, Any]
EVERY_PARAMETER = {"TrafficShift": "Canary10Percent5Minutes", "CorsOrigins": "https://app.example.com"}
WITHOUT_OPERATION = {
    *("budgets:ModifyBudget", "budgets:ViewBudget", "iam:PassRole", "cloudformation:TagResource", "s3:ListBucket"),
    *("s3:*EncryptionConfiguration", "s3:*LifecycleConfiguration", "s3:PutEncryptionConfiguration"),
    *("logs:*LogDelivery", "logs:ListLogDeliveries"),
}
"""Actions that are not called as an operation is, as the service authorization reference of AWS has them."""
CLIENTS = {"ses": "sesv2"}


@pytest.fixture(scope="module")
def policy(root: Path) -> Json:
    parsed: Json = json.loads(deployer_policy_page(root))
    return parsed


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def test_every_type_of_what_is_deployed_is_provided_for(root: Path) -> None:
    expanded = expanded_template(root / "template.yaml", EVERY_PARAMETER)
    types = {resource["Type"] for resource in expanded["Resources"].values()}
    assert set(deployed_types(root)) == types
    assert set(NEEDS) == types, "what is no longer deployed needs no permission"


def test_every_action_is_one_that_aws_has(policy: Json) -> None:
    session = botocore.session.get_session()
    actions = {action for statement in policy["Statement"] for action in listed(statement["Action"])}
    assert len(actions) > 100
    unknown = set()
    for action in actions - WITHOUT_OPERATION:
        service, name = action.split(":")
        if service != "apigateway":  # its actions are the methods of HTTP
            operations = session.get_service_model(CLIENTS.get(service, service)).operation_names
            if not any(re.fullmatch(name.replace("*", ".*"), operation) for operation in operations):
                unknown.add(action)
    assert unknown == set()


def test_nothing_is_allowed_outright(policy: Json) -> None:
    for statement in policy["Statement"]:
        assert not any(action.endswith(":*") or action == "*" for action in listed(statement["Action"]))


def test_what_is_outside_of_the_stacks_is_out_of_reach(policy: Json) -> None:
    """But for what has no resource to name: mappings, log groups and deliveries, and looks at templates."""
    boundless = {"lambda", "logs", "cloudformation"}
    own = re.compile(r"contacts-api|aws-sam-cli-managed-default|/apis|/tags|transform/Serverless|deploymentconfig")
    for statement in policy["Statement"]:
        services = {action.partition(":")[0] for action in listed(statement["Action"])}
        if listed(statement["Resource"]) == ["*"]:
            assert services <= boundless
        else:
            assert [each for each in listed(statement["Resource"]) if not own.search(each)] == []


def test_roles_are_passed_only_to_the_services_that_run_as_them(policy: Json) -> None:
    [passing] = [each for each in policy["Statement"] if "iam:PassRole" in listed(each["Action"])]
    assert passing["Action"] == "iam:PassRole"
    assert "iam:PassedToService" in passing["Condition"]["StringEquals"]


def test_it_is_short_enough_for_a_managed_policy(policy: Json) -> None:
    assert len(re.sub(r"\s", "", json.dumps(policy))) <= MAX_CHARACTERS
