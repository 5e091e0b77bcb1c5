"""template.yaml: what it deploys, and that it can be deployed."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from functions.queues.run_tasks import RESERVE_MILLISECONDS
from shared.domain.mails import STREAM_TIME
from shared.services.mail.mailing import LEASE_SECONDS
from shared.services.operations.running import LEASE_SECONDS as TASK_LEASE_SECONDS
from shared.services.operations.running import PAUSES_BETWEEN_LOOKS
from shared.services.operations.starting import FIRST_LOOK_SECONDS
from shared.services.ports.exchange_files import KEPT_FOR
from tests.project.expansion import references, resources_of
from tools.template import Template, Throttle, load_template
from tools.template.throttle_classes import throttle_classes

Json = dict[str, Any]

DATA_TABLES = {"ContactsTable", "ChangesTable", "AccountsTable", "OutboxTable"}
RATES_AND_BURSTS = {
    "dev": {
        "guess": (5, 10),
        "send": (1, 3),
        "account": (10, 20),
        "upload": (2, 4),
        "page": (10, 20),
        "feed": (10, 20),
        "default": (50, 100),
    },
    "prod": {
        "guess": (50, 100),
        "send": (10, 20),
        "account": (200, 400),
        "upload": (20, 40),
        "page": (10, 20),
        "feed": (200, 400),
        "default": (1000, 2000),
    },
}
THROTTLED = {
    "POST /api/v1/auth/login": "guess",
    "POST /api/v1/auth/login/second-factor": "guess",
    "POST /api/v1/auth/login/passkey": "guess",
    "POST /api/v1/auth/login/passkey/options": "guess",
    "POST /api/v1/auth/me/passkeys": "account",
    "POST /api/v1/auth/me/passkeys/options": "account",
    "GET /api/v1/auth/me/passkeys": "account",
    "HEAD /api/v1/auth/me/passkeys": "account",
    "PUT /api/v1/auth/me/passkeys/{passkey_id}": "account",
    "DELETE /api/v1/auth/me/passkeys/{passkey_id}": "account",
    "GET /api/v1/auth/verify-email": "guess",
    "HEAD /api/v1/auth/verify-email": "guess",
    "POST /api/v1/auth/verify-email": "guess",
    "POST /api/v1/auth/register": "send",
    "POST /api/v1/auth/resend-verification": "send",
    "POST /api/v1/auth/forgot-password": "send",
    "GET /api/v1/auth/reset-password": "guess",
    "HEAD /api/v1/auth/reset-password": "guess",
    "POST /api/v1/auth/reset-password": "guess",
    "PUT /api/v1/auth/me/password": "account",
    "PUT /api/v1/auth/me/email": "account",
    "DELETE /api/v1/auth/me": "account",
    "POST /api/v1/auth/me/export": "account",
    "GET /api/v1/auth/me/export/{export_id}": "account",
    "HEAD /api/v1/auth/me/export/{export_id}": "account",
    "GET /api/v1/auth/keep-account": "guess",
    "HEAD /api/v1/auth/keep-account": "guess",
    "POST /api/v1/auth/keep-account": "guess",
    "POST /api/v1/auth/me/totp": "account",
    "GET /api/v1/auth/me/totp": "account",
    "HEAD /api/v1/auth/me/totp": "account",
    "DELETE /api/v1/auth/me/totp": "account",
    "POST /api/v1/auth/me/totp/confirm": "account",
    "POST /api/v1/auth/me/recovery-codes": "account",
    "POST /api/v1/auth/step-up": "account",
    "GET /api/v1/auth/confirm-email": "guess",
    "HEAD /api/v1/auth/confirm-email": "guess",
    "POST /api/v1/auth/confirm-email": "guess",
    "GET /api/v1/auth/undo-email-change": "guess",
    "HEAD /api/v1/auth/undo-email-change": "guess",
    "POST /api/v1/auth/undo-email-change": "guess",
    "GET /api/v1/auth/providers": "page",
    "HEAD /api/v1/auth/providers": "page",
    "GET /api/v1/auth/providers/{name}/start": "guess",
    "HEAD /api/v1/auth/providers/{name}/start": "guess",
    "GET /api/v1/auth/providers/{name}/callback": "guess",
    "HEAD /api/v1/auth/providers/{name}/callback": "guess",
    "POST /api/v1/auth/providers/{name}/callback": "guess",
    "POST /api/v1/auth/login/provider": "guess",
    "GET /api/v1/auth/identities": "account",
    "HEAD /api/v1/auth/identities": "account",
    "POST /api/v1/auth/identities": "account",
    "DELETE /api/v1/auth/identities/{identity_id}": "account",
    "GET /api/v1/auth/me": "account",
    "HEAD /api/v1/auth/me": "account",
    "PUT /api/v1/auth/me": "account",
    "PATCH /api/v1/auth/me": "account",
    "POST /api/v1/auth/refresh": "account",
    "POST /api/v1/auth/logout": "account",
    "GET /api/v1/auth/sessions": "account",
    "HEAD /api/v1/auth/sessions": "account",
    "DELETE /api/v1/auth/sessions": "account",
    "DELETE /api/v1/auth/sessions/{session_id}": "account",
    "GET /api/v1/auth/events": "account",
    "HEAD /api/v1/auth/events": "account",
    "POST /api/v1/auth/tokens": "account",
    "GET /api/v1/auth/tokens": "account",
    "HEAD /api/v1/auth/tokens": "account",
    "DELETE /api/v1/auth/tokens/{token_id}": "account",
    "GET /api/v1/admin/accounts": "account",
    "HEAD /api/v1/admin/accounts": "account",
    "GET /api/v1/admin/accounts/{account_id}": "account",
    "HEAD /api/v1/admin/accounts/{account_id}": "account",
    "POST /api/v1/admin/accounts/{account_id}/disable": "account",
    "POST /api/v1/admin/accounts/{account_id}/enable": "account",
    "DELETE /api/v1/admin/accounts/{account_id}/sessions": "account",
    "PUT /api/v1/admin/accounts/{account_id}/role": "account",
    "POST /api/v1/auth/me/avatar": "upload",
    "DELETE /api/v1/auth/me/avatar": "upload",
    "PUT /api/v1/contacts/{contact_id}/photo": "upload",
    "GET /docs": "page",
    "HEAD /docs": "page",
    "GET /docs/{asset}": "page",
    "HEAD /docs/{asset}": "page",
    "GET /openapi.json": "page",
    "HEAD /openapi.json": "page",
    "GET /health": "page",
    "HEAD /health": "page",
    "GET /health/ready": "page",
    "HEAD /health/ready": "page",
    "$default": "page",
    "GET /api/v1/feeds/{file}": "feed",
    "HEAD /api/v1/feeds/{file}": "feed",
}


def test_no_environment_refers_to_the_api_or_to_a_function(expanded: Json) -> None:
    """The API refers to the functions, so such a reference would be a circle that cannot be deployed."""
    kinds = {name: each["Type"] for name, each in expanded["Resources"].items()}
    for name, function in resources_of(expanded, "AWS::Lambda::Function").items():
        targets = {kinds.get(each, "") for each in references(function["Environment"])}
        assert not [kind for kind in targets if kind.startswith(("AWS::ApiGateway", "AWS::Lambda"))], name


def test_throttles_are_set_for_routes_that_exist(document: Json, template: Template) -> None:
    assert throttle_classes(document) == THROTTLED
    assert set(THROTTLED) <= {route.key for route in template.routes}


def test_nobody_is_served_without_a_token_at_the_rate_of_the_default_class(root: Path, template: Template) -> None:
    """Which is a hundred times that of pages: somebody would pay for what anybody can ask for."""
    described = json.loads((root / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    anonymous = {
        route.key
        for route in template.routes
        if not described.get(route.path, {}).get(route.method.lower().replace("head", "get"), {}).get("security")
    }
    assert anonymous > {"$default", "GET /docs/{asset}"}
    assert anonymous <= set(THROTTLED)


def test_head_works_wherever_get_does_and_as_often(template: Template) -> None:
    by_method: dict[str, set[tuple[str, str, Throttle | None]]] = {"GET": set(), "HEAD": set()}
    for route in template.routes:
        if route.method in by_method:
            by_method[route.method].add((route.path, route.function_id, route.throttle))
    assert by_method["HEAD"] == by_method["GET"] != set()


@pytest.mark.parametrize(("stage", "like"), [("local", "dev"), ("dev", "dev"), ("staging", "prod"), ("prod", "prod")])
def test_every_stage_has_its_throttles(root: Path, stage: str, like: str) -> None:
    template = load_template(root / "template.yaml", {"Stage": stage})
    for route in template.routes:
        rate, burst = RATES_AND_BURSTS[like][THROTTLED.get(route.key, "default")]
        assert route.throttle == Throttle(rate=rate, burst=burst), route.key


@pytest.mark.parametrize("overridden", RATES_AND_BURSTS["prod"])
def test_the_throttle_of_a_class_can_be_overridden_by_its_parameter(root: Path, overridden: str) -> None:
    parameters = {"Stage": "prod", f"{overridden.capitalize()}Throttle": "7,14"}
    for route in load_template(root / "template.yaml", parameters).routes:
        name = THROTTLED.get(route.key, "default")
        rate, burst = (7, 14) if name == overridden else RATES_AND_BURSTS["prod"][name]
        assert route.throttle == Throttle(rate=rate, burst=burst), route.key


def test_functions_that_compute_for_long_have_a_whole_processor(template: Template) -> None:
    sizes = {name: function.memory_mb for name, function in template.functions.items()}
    assert {name for name, size in sizes.items() if size == 1769} == {
        "AuthLoginFunction", "AuthRegisterFunction", "AuthResetPasswordFunction", "AuthStepUpFunction",
        "FeedsGetFunction", "ProfileChangeEmailFunction", "ProfileChangePasswordFunction", "QueuesRunTasksFunction",
        "StreamsTakeSnapshotsFunction",
    }  # fmt: skip
    assert max(size for size in sizes.values() if size != 1769) <= 512


def test_browsers_may_send_what_clients_and_tracing_libraries_add(template: Template) -> None:
    assert template.api.cors is not None
    assert set(template.api.cors.allow_headers) == {
        *("authorization", "content-type", "content-encoding", "if-match", "if-none-match", "idempotency-key"),
        *("prefer", "x-request-id", "traceparent", "tracestate", "baggage", "sentry-trace"),
    }


def test_no_route_may_take_longer_than_api_gateway_waits(template: Template) -> None:
    assert max(template.functions[route.function_id].timeout_seconds for route in template.routes) < 30


LOGS_OF_OTHERS = {"trash": "contacts"}
"""Areas that use the permission sets of another one, and so its log group, too."""


def test_every_function_is_built_by_the_makefile_and_logs_to_the_group_of_its_area(document: Json) -> None:
    for name, function in resources_of(document, "AWS::Serverless::Function").items():
        area = function["Handler"].split(".")[1]
        area = LOGS_OF_OTHERS.get(area, area)
        assert document["Resources"][name]["Metadata"] == {"BuildMethod": "makefile"}
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{area.capitalize()}Logs"}}


def test_logs_are_not_kept_for_ever(expanded: Json) -> None:
    groups = resources_of(expanded, "AWS::Logs::LogGroup")
    assert len(groups) == 15
    assert all("RetentionInDays" in group for group in groups.values())


def test_alarms_are_ten_at_most_and_only_where_somebody_is_told(expanded: Json) -> None:
    alarms = {name: each for name, each in expanded["Resources"].items() if each["Type"] == "AWS::CloudWatch::Alarm"}
    assert 0 < len(alarms) <= 10
    assert {name: each["Condition"] for name, each in alarms.items() if each["Condition"] != "HasAlarms"} == {
        "RollbackAlarm": "ShiftsTraffic"
    }
    assert "HasAlarms" in json.dumps(expanded["Conditions"]["ShiftsTraffic"])


def test_every_alarm_is_explained(root: Path, document: Json) -> None:
    page = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(\w+Alarm)` \|", page, re.MULTILINE))
    assert explained == set(resources_of(document, "AWS::CloudWatch::Alarm"))


def test_tables_cost_nothing_while_idle(document: Json) -> None:
    """On demand, and encrypted with keys that AWS owns: a key of the account costs a dollar a month."""
    tables = resources_of(document, "AWS::DynamoDB::Table")
    assert set(tables) == DATA_TABLES | {"EphemeralTable"}
    assert {table["BillingMode"] for table in tables.values()} == {"PAY_PER_REQUEST"}
    assert not any("SSESpecification" in table for table in tables.values())


def test_production_data_survives_mistakes_and_the_stack(document: Json) -> None:
    only_in_prod = {"Fn::If": ["IsProd", True, False]}
    for name in DATA_TABLES:
        table = document["Resources"][name]
        assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
        assert table["Properties"]["DeletionProtectionEnabled"] == only_in_prod
        assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": only_in_prod}


def test_what_expires_says_so_in_one_attribute(template: Template) -> None:
    assert {name: table.ttl_attribute for name, table in template.tables.items()} == {
        "ContactsTable": "expires_at",
        "ChangesTable": "expires_at",
        "AccountsTable": "expires_at",
        "OutboxTable": "expires_at",
        "EphemeralTable": "expires_at",
    }


def test_the_outbox_is_consumed_with_an_end_to_every_retry(template: Template) -> None:
    (stream,) = template.functions["StreamsSendMailFunction"].streams
    assert stream.table_name == template.tables["OutboxTable"].name
    assert stream.report_batch_item_failures
    assert stream.bisect_batch_on_error
    assert 0 < stream.maximum_retry_attempts < 1000
    assert 0 < stream.maximum_record_age_seconds <= STREAM_TIME.total_seconds()
    assert stream.on_failure_destination


def test_a_mailer_ends_before_the_lease_that_it_has_on_a_mail(template: Template) -> None:
    for name in ("StreamsSendMailFunction", "ScheduledSweepOutboxFunction"):
        assert template.functions[name].timeout_seconds < LEASE_SECONDS


def test_a_message_comes_back_after_its_worker_and_its_lease_have_ended(template: Template) -> None:
    worker = template.functions["QueuesRunTasksFunction"]
    [source] = worker.queues
    queue = template.queues["TasksQueue"]
    assert (source.queue_name, source.batch_size, source.report_batch_item_failures) == (queue.name, 1, True)
    visibility = int(queue.attributes["VisibilityTimeout"])
    assert worker.timeout_seconds < TASK_LEASE_SECONDS < visibility
    assert visibility >= 6 * worker.timeout_seconds
    assert worker.timeout_seconds > RESERVE_MILLISECONDS / 1000
    assert template.queues["TasksDeadLetters"].name in queue.attributes["RedrivePolicy"]


def test_a_message_without_an_operation_is_looked_at_until_its_request_has_ended(template: Template) -> None:
    slowest = max(template.functions[route.function_id].timeout_seconds for route in template.routes)
    assert FIRST_LOOK_SECONDS + sum(PAUSES_BETWEEN_LOOKS) > slowest


def test_no_stream_has_two_consumers(expanded: Json) -> None:
    mappings = resources_of(expanded, "AWS::Lambda::EventSourceMapping").values()
    streams = [json.dumps(mapping["EventSourceArn"]) for mapping in mappings]
    assert len(streams) == len(set(streams))


def test_records_that_are_given_up_on_are_kept_whole(document: Json) -> None:
    stream = document["Resources"]["StreamsSendMailFunction"]["Properties"]["Events"]["Outbox"]["Properties"]
    assert stream["DestinationConfig"]["OnFailure"]["Type"] == "S3"


def test_an_event_that_is_given_up_on_is_kept_whole(document: Json) -> None:
    function = document["Resources"]["StreamsTakeSnapshotsFunction"]["Properties"]
    assert function["EventInvokeConfig"]["DestinationConfig"] == {
        "OnFailure": {"Type": "S3Bucket", "Destination": {"Fn::GetAtt": ["DeadLetters", "Arn"]}}
    }


@pytest.mark.parametrize(("bus", "named"), [("", "contacts-api-local-books"), ("mine", "mine")])
def test_snapshots_are_asked_for_on_the_bus_that_changes_are_published_on(root: Path, bus: str, named: str) -> None:
    template = load_template(root / "template.yaml", {"Stage": "local", "EventBus": bus})
    function = template.functions["StreamsTakeSnapshotsFunction"]
    [rule] = function.rules
    assert (rule.bus_name, function.environment["EVENT_BUS"]) == (named, named)
    assert rule.pattern == {"source": ["contacts-api"], "detail-type": ["SnapshotDue"]}
    assert function.asynchronous_retries == 2


def test_no_bucket_can_be_read_by_others_or_unencrypted(document: Json) -> None:
    buckets = resources_of(document, "AWS::S3::Bucket")
    assert set(buckets) == {"DeadLetters", "Exchange", "Snapshots"}
    for bucket in buckets.values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert "VersioningConfiguration" not in bucket
    for name in ("Exchange", "Snapshots"):
        [encryption] = buckets[name]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert encryption == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
        [statement] = document["Resources"][f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"]
        assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize("name", ["Exchange", "Snapshots"])
def test_no_bucket_outlives_the_stack_whose_contacts_are_in_it(document: Json, name: str) -> None:
    bucket = document["Resources"][name]
    assert (bucket["DeletionPolicy"], bucket["UpdateReplacePolicy"]) == ("Delete", "Delete")


def test_files_of_imports_end_after_a_week_and_pages_may_bring_them(document: Json) -> None:
    bucket = document["Resources"]["Exchange"]["Properties"]
    [rule] = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", KEPT_FOR.days)
    assert "Prefix" not in rule
    [cors] = bucket["CorsConfiguration"]["CorsRules"]
    assert (cors["AllowedOrigins"], cors["AllowedMethods"]) == ({"Ref": "CorsOrigins"}, ["GET", "PUT"])


def test_nothing_in_a_stack_has_a_name_that_another_stack_would_want(expanded: Json) -> None:
    for kind, names in {
        "AWS::Scheduler::Schedule": ["Name"],
        "AWS::Logs::LogGroup": ["LogGroupName"],
        "AWS::DynamoDB::Table": ["TableName"],
        "AWS::S3::Bucket": ["BucketName"],
        "AWS::IAM::Role": ["RoleName"],
        "AWS::Lambda::Function": ["FunctionName"],
    }.items():
        for resource in resources_of(expanded, kind).values():
            for name in names:
                assert name not in resource or "${AWS::StackName}" in resource[name]["Fn::Sub"]


def test_the_artifact_is_built_for_what_the_template_deploys(root: Path, document: Json) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    defaults = dict(re.findall(r"^(ARCH|TARGET_PYTHON) \?= (\S+)$", makefile, flags=re.MULTILINE))
    assert defaults["ARCH"] == document["Parameters"]["Architecture"]["Default"]
    assert f"python{defaults['TARGET_PYTHON']}" == document["Parameters"]["PythonRuntime"]["Default"]


def test_no_runtime_can_be_chosen_that_is_not_built_and_measured(root: Path, document: Json) -> None:
    runtime = document["Parameters"]["PythonRuntime"]
    assert runtime["AllowedValues"] == [runtime["Default"]]
    measured = tomllib.loads((root / "tests" / "budgets" / "budgets.toml").read_text(encoding="utf-8"))
    for group in ("artifact", "cold", "warm", "memory"):
        assert f"{group}, {runtime['Default'].replace('python', 'Python ')}" in measured


def test_a_deployed_stage_needs_addresses_of_its_own(document: Json) -> None:
    refused = json.dumps(document["Rules"]["DeployedStagesHaveTheirOwnAddresses"])
    assert document["Parameters"]["PublicUrl"]["Default"] in refused
    assert document["Parameters"]["MailFrom"]["Default"] in refused
    assert '{"Fn::Contains": [{"Ref": "CorsOrigins"}, "http://127.0.0.1:8000"]}' in refused
