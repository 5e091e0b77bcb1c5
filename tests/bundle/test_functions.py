"""Every function runs from the artifact alone, in a fresh interpreter, within the permissions of its role."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from local.stand_in import StandIn
from tests.budgets.forbidden import forbidden_modules
from tests.bundle.conftest import Invocation, Invoke
from tests.bundle.grants import Grants, Need, covers
from tests.bundle.journey import ANSWERS, VISITS, WITHOUT_ROUTES, Journey, Sample
from tools.template import Template

NOT_IN_THE_JOURNEY = [
    ("logs:CreateLogStream", "*"),  # Lambda itself, with the function's role
    ("logs:PutLogEvents", "*"),
    ("dynamodb:DescribeStream", "*/stream/*"),
    ("dynamodb:GetRecords", "*/stream/*"),
    ("dynamodb:GetShardIterator", "*/stream/*"),
    ("dynamodb:ListStreams", "*/stream/*"),
    ("sqs:DeleteMessage", "*-TasksQueue"),  # the poller, with the function's role
    ("sqs:GetQueueAttributes", "*-TasksQueue"),
    ("sqs:ReceiveMessage", "*-TasksQueue"),
    ("s3:ListBucket", "*-deadletters"),
    ("s3:PutObject", "*-deadletters/*"),
    ("s3:PutObject", "*-exchange/*/uploads/*"),  # whoever has a link that the function has signed
    ("s3:GetObject", "*-exchange/*/exports/*"),  # the same
    ("s3:PutObject", "*-exchange/*/exports/*"),  # a worker writes the files of larger books, and their pieces
    ("s3:GetObject", "*-exchange/*/pieces/*"),
    ("s3:PutObject", "*-exchange/*/pieces/*"),
    ("ses:SendEmail", "*:configuration-set/*"),  # if a deployment names one
    ("dynamodb:Query", "*-ContactsTable"),  # finds the labels in use when a book has as many as it may have
    ("dynamodb:Query", "*-ChangesTable"),  # the same, and what became of labels
    ("dynamodb:UpdateItem", "*-EphemeralTable"),  # counts what was counted shortly before
    ("dynamodb:ConditionCheckItem", "*-ContactsTable"),  # keys that older code left behind get the order of the book
    ("dynamodb:GetItem", "*-ContactsTable"),  # finds the operation that a repeated request has started before
    ("dynamodb:BatchGetItem", "*-ContactsTable"),  # finds the book of somebody whose token is from before verifying
    ("dynamodb:DeleteItem", "*-ContactsTable"),  # forgets a photo that the contact has not got after all
    ("dynamodb:GetItem", "*-EphemeralTable"),  # finds the receipt of a merge that cannot be repeated
    ("dynamodb:GetItem", "*-ChangesTable"),  # checks whether a write without a response was carried out
]
NOT_IN_THE_JOURNEY_OF = {
    "EmailLinksRole": [("dynamodb:Query", "*-AccountsTable")],  # finds passkeys that a change of address brought
    "EraseAccountsRole": [  # the account that is erased has neither contacts nor files
        ("dynamodb:BatchWriteItem", "*-ChangesTable"),
        ("dynamodb:BatchWriteItem", "*-ContactsTable"),
        ("dynamodb:UpdateItem", "*-ContactsTable"),
        ("s3:DeleteObject", "*-exchange/*"),
    ],
    "ExportRole": [("sqs:SendMessage", "*-TasksQueue")],  # asks a worker to write the files of larger books
    "RunTasksRole": [("dynamodb:PutItem", "*-EphemeralTable")],  # counts pictures in cards that are imported
}
"""Permissions that functions of one role do not need in the journey, though those of others do."""
WAITING_FOR_WORK = {
    "BookRole": "nothing has changed since the moment that the journey goes back to",
    "OperationsWriteRole": "the operations that the journey cancels have ended",
    "ContactsSearchRole": "the book of the journey is too small to have a snapshot",
    "TakeSnapshotsRole": "the book of the journey is too small to have a snapshot",
    "UndoRole": "the operation that the journey undoes has changed nothing",
}
"""Roles of functions that find nothing to do in the journey; the tests of their use cases are elsewhere."""
NOT_VISITED = [name for name in ANSWERS if name not in VISITS]


@pytest.fixture(scope="module")
def answers(invoke: Invoke, sample: Sample) -> dict[str, Invocation]:
    """Return the responses to the sample events of the functions that the journey does not visit, in this order."""
    return {name: invoke(name, sample(name)) for name in (*NOT_VISITED, *WITHOUT_ROUTES)}


@pytest.mark.parametrize("name", NOT_VISITED)
def test_a_function_answers_its_sample_event(answers: dict[str, Invocation], name: str) -> None:
    assert answers[name].answer["statusCode"] == ANSWERS[name]


def test_the_documentation_page_is_complete(answers: dict[str, Invocation], invoke: Invoke, sample: Sample) -> None:
    """Its scripts and styles come with the artifact."""
    assets = re.findall(r'"/docs/([\w.-]+)"', answers["system.docs"].answer["body"])
    assert {*assets} >= {"docs.css", "docs.js", "theme.js"}
    for asset in assets:
        event = json.loads(json.dumps(sample("system.docs_asset")).replace("docs.css", asset))
        assert invoke("system.docs_asset", event).answer["statusCode"] == 200, asset


def test_a_mail_that_is_gone_is_not_retried(answers: dict[str, Invocation]) -> None:
    assert answers["streams.send_mail"].answer == {"batchItemFailures": []}


def test_every_function_is_tried(template: Template, invocations: Mapping[str, Sequence[Invocation]]) -> None:
    assert {f"functions.{name}.handler" for name in invocations} == {
        each.handler for each in template.functions.values()
    }


@pytest.fixture(scope="module")
def journey(invoke: Invoke, sample: Sample, aws: StandIn, template: Template) -> dict[str, list[Invocation]]:
    """Return the steps from registration to the last contact, each by the function that the template deploys for it."""
    return Journey(invoke, sample, aws, template).walk(VISITS)


@pytest.fixture(scope="module")
def invocations(
    journey: dict[str, list[Invocation]], answers: dict[str, Invocation]
) -> Mapping[str, Sequence[Invocation]]:
    """Return all invocations of every function, by its name."""
    return {
        name: [*([answers[name]] if name in answers else []), *journey.get(name, [])] for name in (*answers, *journey)
    }


@pytest.mark.parametrize("name", VISITS)
def test_a_step_of_the_journey_succeeds(journey: dict[str, list[Invocation]], name: str) -> None:
    assert name in journey, f"tests/bundle/journey.py does not come to {name}"
    assert [invocation.answer["statusCode"] for invocation in journey[name]] == [VISITS[name].status] * len(
        journey[name]
    )


def test_a_function_works_over_botocore_as_well(invoke: Invoke, sample: Sample) -> None:
    event = sample("auth.register")
    event["body"] = json.dumps({"email": "botocore@example.com", "password": "violet tram over the river"})
    done = invoke("auth.register", event, AWS_TRANSPORT="botocore")
    assert done.answer["statusCode"] == 201
    assert "botocore.client" in done.modules


def test_a_password_of_the_list_that_ships_is_refused(invoke: Invoke, sample: Sample) -> None:
    event = sample("auth.register")
    event["body"] = json.dumps({"email": "leaked@example.com", "password": "avengedsevenfold"})
    done = invoke("auth.register", event)
    assert [problem["code"] for problem in done.body["errors"]] == ["password_breached"]


def test_a_repeated_request_gives_the_same_contact(journey: dict[str, list[Invocation]]) -> None:
    first, second = journey["contacts.create"]
    assert first.body["id"] == second.body["id"]


@pytest.mark.parametrize("name", [*ANSWERS, *WITHOUT_ROUTES])
def test_a_function_loads_no_module_that_is_forbidden_to_it(
    invocations: Mapping[str, Sequence[Invocation]], name: str
) -> None:
    found = forbidden_modules(name, frozenset[str]().union(*(each.modules for each in invocations[name])))
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def grants(root: Path, template: Template) -> Grants:
    return Grants(root / "template.yaml", template)


@pytest.fixture(scope="module")
def needs(invocations: Mapping[str, Sequence[Invocation]], grants: Grants, template: Template) -> dict[str, set[Need]]:
    """Return what the calls of the functions needed, by role."""
    ids = {function.handler: logical_id for logical_id, function in template.functions.items()}
    needs: dict[str, set[Need]] = {}
    for name, done in invocations.items():
        calls = [call for each in done for call in each.calls]
        needs.setdefault(grants.role_of(ids[f"functions.{name}.handler"]), set()).update(grants.needs(calls))
    return needs


def test_roles_allow_what_the_functions_do(needs: dict[str, set[Need]], grants: Grants) -> None:
    for role, needed in needs.items():
        granted = list(grants.granted(role))
        assert {need for need in needed if not any(covers(grant, need) for grant in granted)} == set(), role


def test_roles_allow_nothing_else(needs: dict[str, set[Need]], grants: Grants) -> None:
    idle = {
        role: [
            grant for grant in grants.granted(role, to_bearers=False) if not any(covers(grant, need) for need in needed)
        ]
        for role, needed in needs.items()
        if role not in WAITING_FOR_WORK
    }
    known = {
        role: [grant for grant in granted if not any(covers(other, grant) for other in _not_needed(role))]
        for role, granted in idle.items()
    }
    assert {role: granted for role, granted in known.items() if granted} == {}


def _not_needed(role: str) -> list[Need]:
    return [*NOT_IN_THE_JOURNEY, *NOT_IN_THE_JOURNEY_OF.get(role, [])]
