"""Who may do what: one role a permission set, and no set wider than its functions need."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from tests.project.expansion import expanded_template, references, resources_of
from tools.template.intrinsics import Resolver

Json = dict[str, Any]

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
MAILERS = {"StreamsSendMailFunction", "ScheduledSweepOutboxFunction"}


@pytest.fixture(scope="session")
def functions(document: Json) -> dict[str, Json]:
    return resources_of(document, "AWS::Serverless::Function")


@pytest.fixture(scope="session")
def statements(document: Json, functions: dict[str, Json]) -> dict[str, list[Json]]:
    """What every function's role allows."""
    return {
        name: list(allowed(document["Resources"][function["Role"]["Fn::GetAtt"][0]]))
        for name, function in functions.items()
    }


def allowed(role: Json) -> Iterator[Json]:
    for policy in role["Properties"]["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def resources(statement: Json) -> list[Any]:
    resource = statement["Resource"]
    return resource if isinstance(resource, list) else [resource]


PERSONAL_TOKENS = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["PAT#*"]}}
OF_ACCOUNTS = ("Auth", "Profile", "Admin", "Streams", "Scheduled", "System", "Queues", "Feeds")
KEYS_OF_ACCOUNTS = ("ACCOUNT#", "EMAIL#", "TOKEN#", "FEED#", "CREDENTIAL#", "IDENTITY#", "PA", "APAT#", "pat#", "")


def test_functions_of_the_contacts_find_personal_tokens_and_nothing_else_of_accounts(
    statements: dict[str, list[Json]],
) -> None:
    """Password hashes are out of reach of whatever goes wrong there."""
    others = {name: allows for name, allows in statements.items() if not name.startswith(OF_ACCOUNTS)}
    assert {"ContactsGetFunction", "OperationsListFunction", "ExchangeStartImportFunction"} < others.keys()
    for name, allows in others.items():
        [found] = [each for each in allows if "AccountsTable" in references(each)]
        assert (found["Action"], found["Condition"]) == (["dynamodb:GetItem"], PERSONAL_TOKENS), name
        assert found["Resource"] == {"Fn::GetAtt": ["AccountsTable", "Arn"]}
        [pattern] = _leading_keys(found)
        assert fnmatchcase(f"PAT#{'0' * 64}", pattern)
        assert not [key for key in KEYS_OF_ACCOUNTS if fnmatchcase(f"{key}01JD9Z6M3J0A1B2C3D4E5F6G7H", pattern)]


def test_functions_of_the_contacts_write_short_lived_items_of_their_own_kind_only(
    statements: dict[str, list[Json]],
) -> None:
    """Neither the limits on signing in nor, to a function that only reads, anything but the limit on searches."""
    writing = {name: ["LIMIT#contact-writes#*"] for name in ("Create", "Replace", "Patch", "Delete", "Restore")}
    expected = {**writing, "List": ["LIMIT#contact-searches#*"], "Get": None, "Birthdays": None, "History": None}
    for name, keys in expected.items():
        ephemeral = [each for each in statements[f"Contacts{name}Function"] if "EphemeralTable" in references(each)]
        [noting] = [each for each in ephemeral if each["Condition"] == PERSONAL_TOKENS]
        assert noting["Action"] == ["dynamodb:PutItem"]
        allows = [each for each in ephemeral if each is not noting]
        assert [each["Action"] for each in allows] == ([["dynamodb:PutItem", "dynamodb:UpdateItem"]] if keys else [])
        assert [each["Condition"] for each in allows] == (
            [{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": keys}}] if keys else []
        )


def test_functions_of_feeds_see_nothing_of_accounts_but_the_secrets_of_feeds(statements: dict[str, list[Json]]) -> None:
    expected = {
        **{key: ["dynamodb:DeleteItem", "dynamodb:PutItem"] for key in ("List", "Create", "Rotate", "Revoke")},
        "Get": ["dynamodb:GetItem"],
    }
    for name, actions in expected.items():
        allows = [
            each
            for each in statements[f"Feeds{name}Function"]
            if "AccountsTable" in references(each) and each["Condition"] != PERSONAL_TOKENS
        ]
        assert [each["Action"] for each in allows] == [actions]
        assert [each["Condition"] for each in allows] == [
            {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["FEED#*"]}}
        ]


def test_who_polls_a_feed_can_write_nothing_but_the_limit(statements: dict[str, list[Json]]) -> None:
    writes = [each for each in statements["FeedsGetFunction"] if {"dynamodb:PutItem"} & {*each["Action"]}]
    assert [each["Condition"] for each in writes] == [
        {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["LIMIT#feed-reads#*"]}}
    ]
    others = {action for each in statements["FeedsGetFunction"] for action in each["Action"]}
    assert {action for action in others if action.startswith("dynamodb:")} == {
        "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"
    }  # fmt: skip


def test_who_counts_requests_can_begin_and_continue_to_count(statements: dict[str, list[Json]]) -> None:
    """A bucket is put when it is new or full again, and updated otherwise (``DynamoLimitStore``)."""
    counting = [
        (name, set(each["Action"]))
        for name, allowed in statements.items()
        for each in allowed
        if any("LIMIT#" in key for key in _leading_keys(each))
    ]
    assert len(counting) > 20
    assert [name for name, actions in counting if not actions >= {"dynamodb:PutItem", "dynamodb:UpdateItem"}] == []


def _leading_keys(statement: Json) -> list[str]:
    keys: list[str] = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", [])
    return keys


def test_only_the_mailers_send_mail(statements: dict[str, list[Json]]) -> None:
    senders = {name for name, allows in statements.items() if "ses:SendEmail" in json.dumps(allows)}
    assert senders == MAILERS


def test_mail_is_sent_in_one_name_only(statements: dict[str, list[Json]]) -> None:
    for name in MAILERS:
        (statement,) = (each for each in statements[name] if each["Action"] == ["ses:SendEmail"])
        assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}}


def test_snapshots_are_written_by_one_function_and_read_by_those_that_search(
    statements: dict[str, list[Json]],
) -> None:
    may: dict[str, set[str]] = {}
    for name, allows in statements.items():
        for each in allows:
            if "Snapshots" in references(each):
                may.setdefault(name, set()).update(each["Action"])
    searching = (
        "ContactsListFunction",
        "ContactsSuggestFunction",
        "ContactsLookUpFunction",
        "ContactsLookUpManyFunction",
    )
    assert may == {
        **{name: {"s3:GetObject", "s3:ListBucket"} for name in searching},
        "ScheduledEraseAccountsFunction": {"s3:DeleteObject", "s3:ListBucket"},
        "StreamsTakeSnapshotsFunction": {"s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"},
    }


def test_functions_that_need_no_data_may_do_nothing_but_log(statements: dict[str, list[Json]]) -> None:
    for name in (
        "SystemHealthFunction",
        "SystemOpenapiFunction",
        "SystemDocsFunction",
        "SystemDocsAssetFunction",
        "SystemNotFoundFunction",
    ):
        assert [each["Action"] for each in statements[name]] == [["logs:CreateLogStream", "logs:PutLogEvents"]]


def test_a_function_is_told_of_the_secrets_that_its_role_may_read(
    functions: dict[str, Json], statements: dict[str, list[Json]]
) -> None:
    for name, function in functions.items():
        variables = function.get("Environment", {}).get("Variables", {})
        names = variables.get("SECRET_NAMES", "")
        told = set(filter(None, (names if isinstance(names, str) else names["Fn::If"][1]).split(",")))
        readable = [
            resource["Fn::Sub"].rsplit("/", maxsplit=1)[-1]
            for each in statements[name]
            if each["Action"] == ["ssm:GetParameters"]
            for resource in resources(each)
        ]
        assert told == set(readable), name


@pytest.fixture
def decrypting(root: Path) -> Callable[[str], dict[str, Json]]:
    """What CloudFormation makes of the policies for the given key, with their conditions and values resolved."""

    def decrypting(key: str) -> dict[str, Json]:
        expanded = expanded_template(root / "template.yaml", {"SecretsKeyArn": key})
        values = {name: str(each["Default"]) for name, each in expanded["Parameters"].items()}
        resolver = Resolver(
            expanded, values | {"SecretsKeyArn": key}, stack="stack", region="eu-central-1", account_id="000000000000"
        )
        return dict(resolver.resources_of("AWS::IAM::Policy"))

    return decrypting


def test_without_a_key_of_the_account_nobody_decrypts(decrypting: Callable[[str], dict[str, Json]]) -> None:
    assert decrypting("") == {}


def test_a_role_decrypts_what_it_reads_with_the_key_of_the_account_and_nothing_else(
    document: Json, decrypting: Callable[[str], dict[str, Json]]
) -> None:
    """A role that reads two parameters has the statements of both."""
    readable = {
        (f"stack-{name}", resource["Fn::Sub"].rpartition("/")[2])
        for name, role in resources_of(document, "AWS::IAM::Role").items()
        for each in allowed({"Properties": role})
        if each["Action"] == ["ssm:GetParameters"]
        for resource in resources(each)
    }
    decrypted = set()
    for policy in decrypting(KEY).values():
        (statement,) = policy["PolicyDocument"]["Statement"]
        assert (statement["Effect"], statement["Action"], statement["Resource"]) == ("Allow", ["kms:Decrypt"], KEY)
        ((test, conditions),) = statement["Condition"].items()
        assert test == "StringEquals"
        assert conditions.keys() == {"kms:ViaService", "kms:EncryptionContext:PARAMETER_ARN"}
        assert conditions["kms:ViaService"] == "ssm.eu-central-1.amazonaws.com"
        parameter = conditions["kms:EncryptionContext:PARAMETER_ARN"]
        prefix, _, name = parameter.rpartition("/")
        assert prefix == "arn:aws:ssm:eu-central-1:000000000000:parameter/contacts-api/local"
        decrypted |= {(role, name) for role in policy["Roles"]}
    assert decrypted == readable
    assert len(readable) == 64


@pytest.mark.parametrize(
    ("arn", "is_accepted"),
    [
        ("", True),
        (KEY, True),
        ("arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab", True),
        ("arn:aws:kms:eu-central-1:123456789012:alias/contacts", False),
        ("1234abcd-12ab-34cd-56ef-1234567890ab", False),
        ("*", False),
        ("arn:aws:kms:eu-central-1:123456789012:key/*", False),
    ],
)
def test_the_key_is_named_by_its_arn(document: Json, arn: str, is_accepted: bool) -> None:
    """A policy with an alias, as the resource, would be accepted and grant nothing."""
    pattern = document["Parameters"]["SecretsKeyArn"]["AllowedPattern"]
    assert (re.fullmatch(pattern, arn) is not None) is is_accepted


def test_a_role_writes_to_the_log_group_of_its_functions(
    functions: dict[str, Json], statements: dict[str, list[Json]]
) -> None:
    for name, function in functions.items():
        group = function["LoggingConfig"]["LogGroup"]["Ref"]
        assert statements[name][0]["Resource"] == {"Fn::GetAtt": [group, "Arn"]}, name


def test_no_permission_has_a_wildcard_for_an_action_or_for_every_resource(document: Json) -> None:
    for name, role in resources_of(document, "AWS::IAM::Role").items():
        for statement in allowed({"Properties": role}):
            assert statement["Effect"] == "Allow"
            assert not [action for action in statement["Action"] if "*" in action], name
            assert "*" not in resources(statement), name


def test_every_role_is_used(document: Json, functions: dict[str, Json]) -> None:
    used = {function["Role"]["Fn::GetAtt"][0] for function in functions.values()}
    assert used == set(resources_of(document, "AWS::IAM::Role"))


def test_who_writes_several_contacts_reads_receipts_and_no_limits(statements: dict[str, list[Json]]) -> None:
    allows = [
        each
        for each in statements["ContactsMergeFunction"]
        if "EphemeralTable" in references(each) and each["Condition"] != PERSONAL_TOKENS
    ]
    keys = {each["Action"][0]: each["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for each in allows}
    assert keys == {"dynamodb:PutItem": ["LIMIT#contact-writes#*", "RECEIPT#*"], "dynamodb:GetItem": ["RECEIPT#*"]}
