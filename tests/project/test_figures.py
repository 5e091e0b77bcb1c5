"""Figures of the template and of headers whose change no other test would notice: each stands here a second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shared.web.http.headers import SECURITY_HEADERS
from tools.template.document import read_document

Json = dict[str, Any]

MAIL_STREAM = "StreamsSendMailFunction.Properties.Events.Outbox.Properties"
CORS = "Api.Properties.CorsConfiguration"
FIGURES: list[tuple[str, Any]] = [
    # Nothing that was written while the consumer was being deployed is passed over, and no update is mailed again.
    (f"{MAIL_STREAM}.StartingPosition", "TRIM_HORIZON"),
    (
        f"{MAIL_STREAM}.FilterCriteria.Filters",
        [
            {
                "Pattern": '{"eventName": ["INSERT"], "dynamodb": {"NewImage": {"pending": {"S": [{"exists": true}]}, '
                '"due_at": {"N": [{"exists": false}]}}}}'
            }
        ],
    ),
    (f"{MAIL_STREAM}.FunctionResponseTypes", ["ReportBatchItemFailures"]),
    (f"{MAIL_STREAM}.BisectBatchOnFunctionError", True),
    (f"{MAIL_STREAM}.MaximumRecordAgeInSeconds", 900),
    (f"{MAIL_STREAM}.MaximumRetryAttempts", 900),
    # Dead letters hold ids of accounts.
    (
        "DeadLetters.Properties.PublicAccessBlockConfiguration",
        dict.fromkeys(("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True),
    ),
    ("DeadLetters.Properties.LifecycleConfiguration.Rules.0.ExpirationInDays", 30),
    ("ServerErrorsAlarm.Properties.Threshold", 5),
    ("ServerErrorsAlarm.Properties.Metrics.0.Expression", "IF(errors * 1000 >= requests, errors, 0)"),
    ("LatencyAlarm.Properties.Threshold", 5000),
    ("LatencyAlarm.Properties.EvaluationPeriods", 3),
    ("DelayAlarm.Properties.Threshold", 5),
    (
        "DelayAlarm.Properties.Metrics.0.Expression",
        "MAX([FILL(mail, 0) / 60000, FILL(changes, 0) / 60000, FILL(tasks, 0) / 180])",
    ),
    ("TaskFailuresAlarm.Properties.Threshold", 1),
    ("TasksQueue.Properties.VisibilityTimeout", 360),
    ("TasksQueue.Properties.RedrivePolicy.maxReceiveCount", 5),
    ("TasksDeadLetters.Properties.MessageRetentionPeriod", 1_209_600),
    ("MailFailuresAlarm.Properties.Threshold", 3),
    ("SweepOutboxErrorsAlarm.Properties.Threshold", 2),
    ("DeadLettersAlarm.Properties.Threshold", 1),
    ("BouncesAlarm.Properties.Threshold", 0.03),
    ("ConcurrencyAlarm.Properties.Threshold", 10),
    (f"{CORS}.AllowMethods", ["GET", "POST", "PUT", "PATCH", "DELETE"]),
    (f"{CORS}.MaxAge", 3600),
]
"""Where in the resources, and what is there."""


@pytest.fixture(scope="module")
def resources(root: Path) -> Json:
    found: Json = read_document(root / "template.yaml")["Resources"]
    return found


def at(resources: Json, path: str) -> Any:
    part: Any = resources
    for name in path.split("."):
        part = part[int(name) if name.isdecimal() else name]
    return part


@pytest.mark.parametrize(("path", "figure"), FIGURES, ids=[path for path, _ in FIGURES])
def test_a_figure_of_the_template_is_what_was_decided(resources: Json, path: str, figure: Any) -> None:
    assert at(resources, path) == figure


def test_every_threshold_of_an_alarm_is_decided_here_or_is_the_rollbacks(resources: Json) -> None:
    alarms = {name for name, each in resources.items() if each["Type"] == "AWS::CloudWatch::Alarm"}
    decided = {path.split(".")[0] for path, _ in FIGURES if path.endswith(".Threshold")}
    assert alarms - decided == {"RollbackAlarm"}


def test_a_browser_may_send_what_writes_need(resources: Json) -> None:
    assert {"authorization", "content-type", "if-match", "if-none-match", "idempotency-key", "prefer"} <= set(
        at(resources, f"{CORS}.AllowHeaders")
    )
    assert {"etag", "location", "preference-applied", "retry-after"} <= set(at(resources, f"{CORS}.ExposeHeaders"))


def test_every_answer_is_guarded_as_was_decided() -> None:
    assert SECURITY_HEADERS == {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
    }
