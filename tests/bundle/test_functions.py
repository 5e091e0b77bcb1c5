"""Every function runs from the artifact alone, in a fresh interpreter, within the permissions of its role."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local.mailbox import read_mailbox
from local.stand_in import StandIn
from shared.services.mail.mailing import STREAM_TIME
from tests.budgets.forbidden import forbidden_modules
from tests.bundle.conftest import Invocation, Invoke
from tests.bundle.grants import Grants, Need, covers
from tools.bundle.patterns import Pattern, add_patterns
from tools.template import Template

Json = dict[str, Any]
Sample = Callable[[str], Json]

ANSWERS = {
    # Before there is an account.
    "auth.login": 401,
    "auth.verify_email": 400,
    "auth.resend_verification": 202,
    "auth.register": 201,
    # Sample events carry no token.
    "profile.get": 401,
    "profile.update": 401,
    "profile.upload_avatar": 401,
    "profile.delete_avatar": 401,
    "contacts.create": 401,
    "contacts.list": 401,
    "contacts.get": 401,
    "contacts.replace": 401,
    "contacts.patch": 401,
    "contacts.delete": 401,
    "contacts.birthdays": 401,
    "system.health": 200,
    "system.ready": 200,
    "system.openapi": 200,
    "system.docs": 200,
    "system.docs_asset": 200,
    "system.not_found": 404,
}
WITHOUT_ROUTES = ("streams.send_mail", "scheduled.sweep_outbox")
NOT_IN_THE_JOURNEY = [
    ("logs:CreateLogStream", "*"),  # Lambda itself, with the function's role
    ("logs:PutLogEvents", "*"),
    ("dynamodb:DescribeStream", "*/stream/*"),
    ("dynamodb:GetRecords", "*/stream/*"),
    ("dynamodb:GetShardIterator", "*/stream/*"),
    ("dynamodb:ListStreams", "*/stream/*"),
    ("s3:ListBucket", "*-DeadLetters"),
    ("s3:PutObject", "*-DeadLetters/*"),
    ("ses:SendEmail", "*:configuration-set/*"),  # where a deployment names one
    ("dynamodb:GetItem", "*-ChangesTable"),  # was a write carried out whose answer never came?
]
EMAIL = "journey@example.com"
LATE_EMAIL = "late@example.com"


@pytest.fixture(scope="module")
def answers(invoke: Invoke, sample: Sample) -> dict[str, Invocation]:
    """What every function answers to its sample event, in this order."""
    return {name: invoke(name, sample(name)) for name in (*ANSWERS, *WITHOUT_ROUTES)}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_function_answers_its_sample_event(answers: dict[str, Invocation], name: str) -> None:
    assert answers[name].answer["statusCode"] == ANSWERS[name]


def test_the_documentation_page_is_complete(answers: dict[str, Invocation], invoke: Invoke, sample: Sample) -> None:
    """Its scripts and styles come with the artifact, some of them with a dependency."""
    assets = re.findall(r'"/docs/([\w.-]+)"', answers["system.docs"].answer["body"])
    assert len(assets) >= 4
    for asset in assets:
        event = json.loads(json.dumps(sample("system.docs_asset")).replace("docs.css", asset))
        assert invoke("system.docs_asset", event).answer["statusCode"] == 200, asset


def test_a_mail_that_is_gone_is_not_retried(answers: dict[str, Invocation]) -> None:
    assert answers["streams.send_mail"].answer == {"batchItemFailures": []}


def test_every_function_is_tried(answers: dict[str, Invocation], template: Template) -> None:
    assert {f"functions.{name}.handler" for name in answers} == {each.handler for each in template.functions.values()}


@pytest.fixture(scope="module")
def journey(invoke: Invoke, sample: Sample, aws: StandIn, template: Template) -> dict[str, list[Invocation]]:
    """From the registration to the last contact, each step by the function that the template deploys for it."""
    return Journey(invoke, sample, aws, template).walk()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("auth.register", 201),
        ("auth.resend_verification", 202),
        ("auth.verify_email", 200),
        ("auth.login", 200),
        ("profile.get", 200),
        ("profile.update", 200),
        ("profile.upload_avatar", 200),
        ("profile.delete_avatar", 204),
        ("contacts.create", 201),
        ("contacts.list", 200),
        ("contacts.get", 200),
        ("contacts.replace", 200),
        ("contacts.patch", 200),
        ("contacts.delete", 204),
        ("contacts.birthdays", 200),
    ],
)
def test_a_step_of_the_journey_succeeds(journey: dict[str, list[Invocation]], name: str, status: int) -> None:
    assert [invocation.answer["statusCode"] for invocation in journey[name]] == [status] * len(journey[name])


def test_a_function_works_over_botocore_as_well(invoke: Invoke, sample: Sample) -> None:
    event = sample("auth.register")
    event["body"] = json.dumps({"email": "botocore@example.com", "password": "violet tram over the river"})
    done = invoke("auth.register", event, AWS_TRANSPORT="botocore")
    assert done.answer["statusCode"] == 201
    assert "botocore.client" in done.modules


def test_a_repeated_request_gives_the_same_contact(journey: dict[str, list[Invocation]]) -> None:
    first, second = journey["contacts.create"]
    assert first.body["id"] == second.body["id"]


@pytest.mark.parametrize("name", [*ANSWERS, *WITHOUT_ROUTES])
def test_a_function_loads_no_module_that_is_forbidden_to_it(
    journey: dict[str, list[Invocation]], answers: dict[str, Invocation], name: str
) -> None:
    loaded = frozenset[str]().union(*(each.modules for each in (answers[name], *journey.get(name, []))))
    found = forbidden_modules(name, loaded)
    assert not found, "\n".join(found)


def test_a_function_compiles_no_regular_expression(
    journey: dict[str, list[Invocation]], answers: dict[str, Invocation], request: pytest.FixtureRequest
) -> None:
    """``make patterns`` adds to the list what is missing; the next artifact brings it compiled."""
    invocations = [*answers.values(), *(each for done in journey.values() for each in done)]
    compiled = frozenset[Pattern]().union(*(each.patterns for each in invocations))
    if request.config.getoption("--add-patterns", default=False):
        add_patterns(compiled)
    else:
        assert compiled == set()


@pytest.fixture(scope="module")
def grants(root: Path, template: Template) -> Grants:
    return Grants(root / "template.yaml", template)


@pytest.fixture(scope="module")
def needs(
    journey: dict[str, list[Invocation]], answers: dict[str, Invocation], grants: Grants, template: Template
) -> dict[str, set[Need]]:
    """What the functions of every role did."""
    ids = {function.handler: logical_id for logical_id, function in template.functions.items()}
    needs: dict[str, set[Need]] = {}
    for name, answer in answers.items():
        calls = [call for invocation in (answer, *journey.get(name, [])) for call in invocation.calls]
        needs.setdefault(grants.role_of(ids[f"functions.{name}.handler"]), set()).update(grants.needs(calls))
    return needs


def test_roles_allow_what_the_functions_do(needs: dict[str, set[Need]], grants: Grants) -> None:
    for role, needed in needs.items():
        granted = list(grants.granted(role))
        assert {need for need in needed if not any(covers(grant, need) for grant in granted)} == set(), role


def test_roles_allow_nothing_else(needs: dict[str, set[Need]], grants: Grants) -> None:
    for role, needed in needs.items():
        idle = {grant for grant in grants.granted(role) if not any(covers(grant, need) for need in needed)}
        assert [grant for grant in idle if not any(covers(other, grant) for other in NOT_IN_THE_JOURNEY)] == [], role


class Journey:
    """A person's way through the service."""

    def __init__(self, invoke: Invoke, sample: Sample, aws: StandIn, template: Template) -> None:
        self._invoke = invoke
        self._sample = sample
        self._aws = aws
        self._outbox = template.tables["OutboxTable"].name
        self._done: dict[str, list[Invocation]] = {}

    def walk(self) -> dict[str, list[Invocation]]:
        self._request("auth.register", body={"email": EMAIL})
        self._send_pending_mail()
        self._request("auth.resend_verification", body={"email": EMAIL})
        self._send_pending_mail()
        self._request("auth.verify_email", query={"token": self._mailed_token()})
        token = self._request("auth.login", body={"email": EMAIL}).body["access_token"]
        self._request("auth.register", body={"email": EMAIL})
        self._send_pending_mail()
        for name in ("profile.get", "profile.update", "profile.upload_avatar", "profile.delete_avatar"):
            self._request(name, token=token)
        contact_id = self._request("contacts.create", token=token).body["id"]
        self._request("contacts.create", token=token)
        self._request("contacts.list", token=token)
        self._request("contacts.list", token=token, query={"sort": "-updated"})
        self._request("contacts.birthdays", token=token, query={"days": "366"})
        for name in ("contacts.get", "contacts.replace", "contacts.patch", "contacts.delete"):
            self._request(name, token=token, contact_id=contact_id)
        self._forget_mail()
        for email in (LATE_EMAIL, EMAIL):
            self._request("auth.register", body={"email": email})
        self._age_pending_mail()
        self._call("scheduled.sweep_outbox", self._sample("scheduled.sweep_outbox"))
        return self._done

    def _request(
        self,
        name: str,
        *,
        body: Json | None = None,
        query: dict[str, str] | None = None,
        token: str = "",
        contact_id: str = "",
    ) -> Invocation:
        """Send the sample event of a function with this changed in it."""
        event = self._sample(name)
        if body:
            event["body"] = json.dumps(json.loads(event["body"]) | body)
        if query:
            event["queryStringParameters"] = event.get("queryStringParameters", {}) | query
            event["rawQueryString"] = "&".join(
                f"{key}={value}" for key, value in event["queryStringParameters"].items()
            )
        if token:
            event["headers"]["authorization"] = f"Bearer {token}"
        if contact_id:
            event = json.loads(json.dumps(event).replace(event["pathParameters"]["contact_id"], contact_id))
        return self._call(name, event)

    def _send_pending_mail(self) -> None:
        """Hand what waits in the outbox to the sender, as the table's stream would."""
        event = self._sample("streams.send_mail")
        (record,) = event["Records"]
        event["Records"] = [
            {**record, "dynamodb": {**record["dynamodb"], "Keys": {"id": item["id"]}, "NewImage": item}}
            for item in self._pending()
        ]
        assert self._call("streams.send_mail", event).answer == {"batchItemFailures": []}

    def _pending(self) -> Iterator[Json]:
        return (item for item in self._mails() if "pending" in item)

    def _mails(self) -> list[Json]:
        items: list[Json] = self._aws.client("dynamodb").scan(TableName=self._outbox)["Items"]
        return items

    def _forget_mail(self) -> None:
        """Let a day go by: an owner is told once a day that somebody tried to register with the address."""
        for item in self._mails():
            self._aws.client("dynamodb").delete_item(TableName=self._outbox, Key={"id": item["id"]})

    def _age_pending_mail(self) -> None:
        """Make what waits in the outbox older than the stream's time."""
        for item in self._pending():
            self._aws.client("dynamodb").update_item(
                TableName=self._outbox,
                Key={"id": item["id"]},
                UpdateExpression="SET created_at = created_at - :time",
                ExpressionAttributeValues={":time": {"N": f"{STREAM_TIME.total_seconds() * 1000:.0f}"}},
            )

    def _mailed_token(self) -> str:
        newest = next(mail for mail in read_mailbox(self._aws.endpoint_url) if mail.to == EMAIL)
        found = re.search(r"verify-email\?token=([\w-]+)", newest.text)
        assert found
        return found[1]

    def _call(self, name: str, event: Json) -> Invocation:
        invocation = self._invoke(name, event)
        self._done.setdefault(name, []).append(invocation)
        return invocation
