"""Figures of the template and of headers whose change no other test would notice: each stands here a second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shared.web.http.headers import SECURITY_HEADERS
from tools.template.document import read_document

Json = dict[str, Any]

CORS = "Api.Properties.CorsConfiguration"
FIGURES: list[tuple[str, Any]] = [
    # Dead letters hold ids of accounts.
    (
        "DeadLetters.Properties.PublicAccessBlockConfiguration",
        dict.fromkeys(("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True),
    ),
    ("DeadLetters.Properties.LifecycleConfiguration.Rules.0.ExpirationInDays", 30),
    ("ServerErrorsAlarm.Properties.Metrics.0.Expression", "IF(errors * 1000 >= requests, errors, 0)"),
    (
        "DelayAlarm.Properties.Metrics.0.Expression",
        "MAX([FILL(mail, 0) / 60000, FILL(changes, 0) / 60000, FILL(tasks, 0) / 180])",
    ),
    (
        "BackgroundErrorsAlarm.Properties.Metrics.0.Expression",
        "MAX([FILL(sweeps, 0) / 2, FILL(snapshots, 0) / 3])",
    ),
    ("StreamsTakeSnapshotsFunction.Properties.EventInvokeConfig.MaximumRetryAttempts", 2),
    ("StreamsTakeSnapshotsFunction.Properties.EventInvokeConfig.MaximumEventAgeInSeconds", 21_600),
    ("TasksQueue.Properties.VisibilityTimeout", 360),
    ("TasksQueue.Properties.MessageRetentionPeriod", 1_209_600),
    ("TasksQueue.Properties.RedrivePolicy.maxReceiveCount", 5),
    ("TasksDeadLetters.Properties.MessageRetentionPeriod", 1_209_600),
    ("MailFeedbackDestination.Properties.EventDestination.Enabled", True),
    ("MailFeedbackDestination.Properties.EventDestination.MatchingEventTypes", ["BOUNCE", "COMPLAINT"]),
    (f"{CORS}.AllowMethods", ["GET", "POST", "PUT", "PATCH", "DELETE"]),
    (f"{CORS}.MaxAge", 3600),
]
"""Where in the resources, and what is there."""

ALARMS: dict[str, tuple[float, set[tuple[str, int]], int, str]] = {
    "ServerErrorsAlarm": (5, {("Sum", 300)}, 1, "notBreaching"),
    "LatencyAlarm": (5000, {("p99", 300)}, 3, "notBreaching"),
    "DelayAlarm": (5, {("Maximum", 60)}, 1, "notBreaching"),
    "MailFailuresAlarm": (3, {("Sum", 900)}, 1, "notBreaching"),
    "BackgroundErrorsAlarm": (1, {("Sum", 3600)}, 1, "notBreaching"),
    "DeadLettersAlarm": (1, {("Average", 86_400)}, 1, "notBreaching"),
    # SQS and SES report nothing for hours while nothing happens, which is no news.
    "TaskFailuresAlarm": (1, {("Maximum", 300)}, 1, "ignore"),
    "BouncesAlarm": (0.03, {("Maximum", 3600)}, 1, "ignore"),
    "ConcurrencyAlarm": (10, {("Sum", 300)}, 1, "notBreaching"),
    "RollbackAlarm": (3, {("Sum", 300), ("SampleCount", 300)}, 1, "notBreaching"),
}
"""Each alarm: the threshold that sets it off, what is measured of how many seconds, in how many such periods, and what
it means that nothing was measured."""

# Nothing that was written while a consumer was being deployed is passed over, and no update is news.
STREAM = {
    "StartingPosition": "TRIM_HORIZON",
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "BisectBatchOnFunctionError": True,
}
WAITING_MAIL = (
    '{"eventName": ["INSERT"], "dynamodb": {"NewImage": {"pending": {"S": [{"exists": true}]}, '
    '"due_at": {"N": [{"exists": false}]}}}}'
)
EVENTS: dict[str, Json] = {
    "StreamsSendMailFunction": {
        **STREAM,
        "BatchSize": 10,
        "FilterCriteria": {"Filters": [{"Pattern": WAITING_MAIL}]},
        "MaximumRecordAgeInSeconds": 900,
        "MaximumRetryAttempts": 900,
    },
    "StreamsRelayChangesFunction": {
        **STREAM,
        "BatchSize": 100,
        "FilterCriteria": {"Filters": [{"Pattern": '{"eventName": ["INSERT"]}'}]},
        "MaximumRecordAgeInSeconds": 21_600,
        "MaximumRetryAttempts": 100,
    },
    "QueuesRunTasksFunction": {
        "BatchSize": 1,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "ScalingConfig": {"MaximumConcurrency": 10},
    },
    "ScheduledSweepOutboxFunction": {
        "ScheduleExpression": "rate(15 minutes)",
        "OmitName": True,
        "RetryPolicy": {"MaximumEventAgeInSeconds": 600, "MaximumRetryAttempts": 3},
    },
    "ScheduledEraseAccountsFunction": {
        "ScheduleExpression": "rate(1 hour)",
        "OmitName": True,
        "RetryPolicy": {"MaximumEventAgeInSeconds": 1800, "MaximumRetryAttempts": 3},
    },
    "ScheduledPurgeTrashFunction": {
        "ScheduleExpression": "cron(20 3 * * ? *)",
        "OmitName": True,
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 3},
    },
}
"""How each function is started that no request starts and no rule of the event bus."""
ELSEWHERE = {"Stream", "Queue", "DestinationConfig"}
"""Where its events come from and go to, which other tests look at."""

LIMITS = {
    "usual": (28, 512),
    "AuthRegisterFunction": (28, 1769),
    "AuthLoginFunction": (28, 1769),
    "AuthResetPasswordFunction": (28, 1769),
    "AuthStepUpFunction": (28, 1769),
    "ProfileChangePasswordFunction": (28, 1769),
    "ProfileChangeEmailFunction": (28, 1769),
    "FeedsGetFunction": (28, 1769),
    "StreamsSendMailFunction": (60, 512),
    "StreamsTakeSnapshotsFunction": (300, 1769),
    "QueuesRunTasksFunction": (60, 1769),
    "ScheduledSweepOutboxFunction": (90, 512),
    "ScheduledEraseAccountsFunction": (900, 512),
    "ScheduledPurgeTrashFunction": (300, 512),
}
"""How many seconds functions may take, and how many MB; 1,769 are one processor."""


@pytest.fixture(scope="module")
def document(root: Path) -> Json:
    found: Json = read_document(root / "template.yaml")
    return found


@pytest.fixture(scope="module")
def resources(document: Json) -> Json:
    found: Json = document["Resources"]
    return found


def properties(resources: Json, kind: str) -> dict[str, Json]:
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == kind}


def at(resources: Json, path: str) -> Any:
    part: Any = resources
    for name in path.split("."):
        part = part[int(name) if name.isdecimal() else name]
    return part


@pytest.mark.parametrize(("path", "figure"), FIGURES, ids=[path for path, _ in FIGURES])
def test_a_figure_of_the_template_is_what_was_decided(resources: Json, path: str, figure: Any) -> None:
    assert at(resources, path) == figure


def test_every_alarm_is_set_off_by_what_was_decided(resources: Json) -> None:
    def measured(alarm: Json) -> set[tuple[str, int]]:
        if "Metrics" not in alarm:
            return {(alarm.get("Statistic") or alarm["ExtendedStatistic"], alarm["Period"])}
        metrics = [each["MetricStat"] for each in alarm["Metrics"] if "MetricStat" in each]
        return {(each["Stat"], each["Period"]) for each in metrics}

    alarms = properties(resources, "AWS::CloudWatch::Alarm")
    assert {
        name: (each["Threshold"], measured(each), each["EvaluationPeriods"], each["TreatMissingData"])
        for name, each in alarms.items()
    } == ALARMS
    assert {each["ComparisonOperator"] for each in alarms.values()} == {"GreaterThanOrEqualToThreshold"}


def test_every_function_is_started_as_was_decided(resources: Json) -> None:
    started = {
        name: {key: value for key, value in event["Properties"].items() if key not in ELSEWHERE}
        for name, each in properties(resources, "AWS::Serverless::Function").items()
        for event in each.get("Events", {}).values()
        if event["Type"] not in {"HttpApi", "EventBridgeRule"}
    }
    assert started == EVENTS


def test_every_function_has_the_time_and_the_memory_that_were_decided(document: Json, resources: Json) -> None:
    usual = document["Globals"]["Function"]
    given = {
        name: (each.get("Timeout", usual["Timeout"]), each.get("MemorySize", usual["MemorySize"]))
        for name, each in properties(resources, "AWS::Serverless::Function").items()
    }
    assert {name: limits for name, limits in given.items() if limits != LIMITS["usual"]} == {
        name: limits for name, limits in LIMITS.items() if name != "usual"
    }
    assert (usual["Timeout"], usual["MemorySize"]) == LIMITS["usual"]


def test_a_browser_may_send_what_writes_need(resources: Json) -> None:
    assert {"authorization", "content-type", "if-match", "if-none-match", "idempotency-key", "prefer"} <= set(
        at(resources, f"{CORS}.AllowHeaders")
    )
    exposed = set(at(resources, f"{CORS}.ExposeHeaders"))
    assert {"etag", "link", "location", "preference-applied", "retry-after"} <= exposed


def test_every_answer_is_guarded_as_was_decided() -> None:
    assert SECURITY_HEADERS == {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
    }
