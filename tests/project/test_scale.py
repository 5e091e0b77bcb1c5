"""What the parameters of scale deploy: nothing of it by default, and each alone what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.project.expansion import expanded_template, references, resources_of
from tools.template.intrinsics import Resolver

Json = dict[str, Any]
Deployed = dict[str, Json]

HOT = {"AuthLoginFunction", "ContactsGetFunction", "ContactsListFunction", "ContactsCreateFunction"}
CONSUMERS = {"StreamsSendMailFunction", "ScheduledSweepOutboxFunction"}
TOLD = {"AlarmEmail": "operators@example.com"}
GRADUAL = {"TrafficShift": "Canary10Percent5Minutes", **TOLD}


@pytest.fixture(scope="session")
def deploy(root: Path, document: Json) -> Callable[..., Callable[[str], Deployed]]:
    """What CloudFormation makes of the template: the resources of a type, their conditions and values resolved."""

    def deployed(**parameters: str) -> Callable[[str], Deployed]:
        expanded = expanded_template(root / "template.yaml", parameters)
        values = {name: str(each["Default"]) for name, each in document["Parameters"].items()} | parameters
        lists = {n for n, each in document["Parameters"].items() if each["Type"] == "CommaDelimitedList"}
        typed = {name: value.split(",") if name in lists else value for name, value in values.items()}
        resolver = Resolver(expanded, typed, stack="stack", region="eu-central-1", account_id="000000000000")
        return lambda kind: dict(resolver.resources_of(kind))

    return deployed


def test_a_stack_keeps_nothing_ready_by_default(deploy: Callable[..., Callable[[str], Deployed]]) -> None:
    stack = deploy(Stage="prod")
    functions = stack("AWS::Lambda::Function").values()
    assert {each["SnapStart"]["ApplyOn"] for each in functions if "SnapStart" in each} == {"None"}
    assert not [each for each in functions if "ReservedConcurrentExecutions" in each]
    assert not [each for each in stack("AWS::Lambda::Alias").values() if "ProvisionedConcurrencyConfig" in each]
    for kind in (
        "CloudWatch::Dashboard",
        "CloudWatch::Alarm",
        "CodeDeploy::Application",
        "CodeDeploy::DeploymentGroup",
        "Budgets::Budget",
    ):
        assert stack(f"AWS::{kind}") == {}


@pytest.mark.parametrize("architecture", ["arm64", "x86_64"])
def test_every_function_runs_on_the_architecture_of_the_parameter(
    deploy: Callable[..., Callable[[str], Deployed]], architecture: str
) -> None:
    functions = deploy(Architecture=architecture)("AWS::Lambda::Function")
    assert {tuple(each["Architectures"]) for each in functions.values()} == {(architecture,)}


def test_only_hot_functions_have_an_alias_and_the_api_calls_it(expanded: Json) -> None:
    aliases = resources_of(expanded, "AWS::Lambda::Alias")
    assert {each["FunctionName"]["Ref"] for each in aliases.values()} == HOT
    paths = json.dumps(expanded["Resources"]["Api"])
    for name, alias in aliases.items():
        function = alias["FunctionName"]["Ref"]
        assert f"${{{name}}}/invocations" in paths
        assert f"${{{function}.Arn}}/invocations" not in paths


def test_versions_that_are_left_behind_go_away(expanded: Json) -> None:
    """SnapStart's cache is paid for as long as a version exists."""
    versions = [each for each in expanded["Resources"].values() if each["Type"] == "AWS::Lambda::Version"]
    assert len(versions) == len(HOT)
    assert {each["DeletionPolicy"] for each in versions} == {"Delete"}


def test_snap_start_is_for_the_hot_functions(deploy: Callable[..., Callable[[str], Deployed]]) -> None:
    functions = deploy(SnapStart="on")("AWS::Lambda::Function")
    assert {
        name for name, each in functions.items() if each.get("SnapStart") == {"ApplyOn": "PublishedVersions"}
    } == HOT


def test_provisioned_concurrency_is_for_the_aliases_of_the_hot_functions(
    deploy: Callable[..., Callable[[str], Deployed]],
) -> None:
    aliases = deploy(ProvisionedConcurrency="3")("AWS::Lambda::Alias")
    kept = [int(each["ProvisionedConcurrencyConfig"]["ProvisionedConcurrentExecutions"]) for each in aliases.values()]
    assert kept == [3] * len(HOT)


def test_what_lambda_would_refuse_is_refused_before(document: Json) -> None:
    rule = document["Rules"]["OneWayToBeReady"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "SnapStart"}, "on"]}
    assert [each["Assert"] for each in rule["Assertions"]] == [{"Fn::Equals": [{"Ref": "ProvisionedConcurrency"}, "0"]}]
    # SnapStart wants Python 3.12 or newer, and there is no older one to choose.
    assert document["Parameters"]["PythonRuntime"]["AllowedValues"] == ["python3.13"]


def test_a_gradual_deployment_needs_somebody_to_tell(document: Json) -> None:
    rule = document["Rules"]["TrafficShiftsWhereAlarmsWatch"]
    assert rule["RuleCondition"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "TrafficShift"}, "AllAtOnce"]}]}
    assert [each["Assert"] for each in rule["Assertions"]] == [
        {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmEmail"}, ""]}]}
    ]


def test_every_way_of_shifting_traffic_is_mapped(document: Json) -> None:
    shifts = document["Mappings"]["TrafficShifts"]
    assert set(shifts) == set(document["Parameters"]["TrafficShift"]["AllowedValues"])
    assert [name for name, shift in shifts.items() if shift["IsGradual"] != "true"] == ["AllAtOnce"]


def test_a_gradual_deployment_rolls_back_on_its_alarm(deploy: Callable[..., Callable[[str], Deployed]]) -> None:
    stack = deploy(Stage="prod", **GRADUAL)
    groups = stack("AWS::CodeDeploy::DeploymentGroup")
    assert len(groups) == len(HOT)
    for group in groups.values():
        assert group["DeploymentConfigName"] == "CodeDeployDefault.LambdaCanary10Percent5Minutes"
        assert group["AlarmConfiguration"] == {"Enabled": True, "Alarms": [{"Name": "stack-RollbackAlarm"}]}
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_the_alarm_of_a_rollback_watches_the_new_versions_of_all_hot_functions(root: Path) -> None:
    resources = expanded_template(root / "template.yaml", GRADUAL)["Resources"]
    watched = set(references(resources["RollbackAlarm"]))
    versions = {name for name, each in resources.items() if each["Type"] == "AWS::Lambda::Version"}
    assert watched == versions | HOT | {"Stage"}
    metrics = {each["Id"]: each for each in resources["RollbackAlarm"]["Properties"]["Metrics"]}
    assert metrics["failed"]["Expression"] == 'SUM(METRICS("errors"))'
    counted = {id_: each["MetricStat"]["Metric"] for id_, each in metrics.items() if id_.startswith("errors")}
    assert len(counted) == 1 + len(HOT)
    of_versions = [metric for metric in counted.values() if metric["Namespace"] == "AWS/Lambda"]
    names = {each["Name"]: each["Value"] for metric in of_versions for each in metric["Dimensions"]}
    assert set(names) == {"FunctionName", "Resource", "ExecutedVersion"}
    aliases = {each["Properties"]["Name"] for each in resources.values() if each["Type"] == "AWS::Lambda::Alias"}
    assert aliases == {names["Resource"]["Fn::Sub"].partition(":")[2]}


@pytest.mark.parametrize("parameters", [TOLD, GRADUAL], ids=["at once", "gradual"])
def test_alarms_are_ten_at_most(deploy: Callable[..., Callable[[str], Deployed]], parameters: dict[str, str]) -> None:
    alarms = deploy(Stage="prod", **parameters)("AWS::CloudWatch::Alarm")
    assert 8 <= len(alarms) <= 10
    assert ("RollbackAlarm" in alarms) == ("TrafficShift" in parameters)


def test_consumers_have_executions_of_their_own_when_told_so(
    deploy: Callable[..., Callable[[str], Deployed]],
) -> None:
    functions = deploy(MailConcurrency="5")("AWS::Lambda::Function")
    reserved = {
        name: int(each["ReservedConcurrentExecutions"])
        for name, each in functions.items()
        if "ReservedConcurrentExecutions" in each
    }
    assert reserved == dict(zip(sorted(CONSUMERS), [1, 5], strict=True))


@pytest.mark.parametrize(
    "parameters", [{"MonthlyBudget": "0", **TOLD}, {"MonthlyBudget": "50"}], ids=["no amount", "nobody to tell"]
)
def test_there_is_no_budget_without_an_amount_and_an_address(
    deploy: Callable[..., Callable[[str], Deployed]], parameters: dict[str, str]
) -> None:
    assert deploy(Stage="prod", **parameters)("AWS::Budgets::Budget") == {}


def test_a_budget_tells_of_costs_before_and_after_they_exceed_it(
    deploy: Callable[..., Callable[[str], Deployed]],
) -> None:
    (guard,) = deploy(Stage="prod", MonthlyBudget="50", **TOLD)("AWS::Budgets::Budget").values()
    assert guard["Budget"] == {
        "BudgetName": "stack-monthly",
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "50", "Unit": "USD"},
    }
    told = [(each["Notification"], each["Subscribers"]) for each in guard["NotificationsWithSubscribers"]]
    assert {(each["NotificationType"], each["Threshold"]) for each, _ in told} == {
        ("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100)
    }  # fmt: skip
    for notification, subscribers in told:
        assert (notification["ComparisonOperator"], notification["ThresholdType"]) == ("GREATER_THAN", "PERCENTAGE")
        assert subscribers == [{"SubscriptionType": "EMAIL", "Address": TOLD["AlarmEmail"]}]


def test_a_budget_needs_somebody_to_tell(document: Json) -> None:
    rule = document["Rules"]["BudgetsTellSomebody"]
    assert rule["RuleCondition"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "MonthlyBudget"}, "0"]}]}
    assert [each["Assert"] for each in rule["Assertions"]] == [
        {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmEmail"}, ""]}]}
    ]


def test_a_dashboard_is_one_of_the_free_ones(deploy: Callable[..., Callable[[str], Deployed]]) -> None:
    """Three dashboards of an account are free, with fifty metrics each."""
    (dashboard,) = deploy(Dashboard="on")("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(dashboard["DashboardBody"])["widgets"]
    metrics = [tuple(map(str, metric[:-1])) for widget in widgets for metric in widget["properties"]["metrics"]]
    assert len(metrics) <= 50
    assert {metric[0] for metric in metrics} == {
        "AWS/ApiGateway", "AWS/DynamoDB", "AWS/Lambda", "AWS/Logs", "AWS/SES", "ContactsApi"
    }  # fmt: skip


def test_the_alarms_of_a_stage_watch_the_metrics_that_its_page_of_costs_names(
    deploy: Callable[..., Callable[[str], Deployed]],
) -> None:
    alarms = deploy(Stage="prod", **TOLD)("AWS::CloudWatch::Alarm").values()
    assert (
        sum(len([m for m in alarm.get("Metrics", [{"MetricStat": {}}]) if "MetricStat" in m]) for alarm in alarms) == 14
    )


@pytest.mark.parametrize("name", ["ServerErrorsAlarm", "RollbackAlarm"])
def test_errors_count_by_their_share_of_the_requests(
    deploy: Callable[..., Callable[[str], Deployed]], name: str
) -> None:
    """So many in five minutes are a catastrophe of a small service, and the background of a large one."""
    significant = deploy(**GRADUAL)("AWS::CloudWatch::Alarm")[name]["Metrics"][0]
    assert significant["Id"] == "significant"
    assert significant.get("ReturnData", True)
    assert " * 1000 >= " in significant["Expression"]


def test_dashboard_and_alarms_look_at_metrics_that_the_code_writes(
    root: Path, deploy: Callable[..., Callable[[str], Deployed]]
) -> None:
    stack = deploy(Dashboard="on", **GRADUAL)
    (dashboard,) = stack("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(dashboard["DashboardBody"])["widgets"]
    shown = {m[1] for widget in widgets for m in widget["properties"]["metrics"] if m[0] == "ContactsApi"}
    alarms = stack("AWS::CloudWatch::Alarm").values()
    watched = [
        each["MetricStat"]["Metric"] for alarm in alarms for each in alarm.get("Metrics", []) if "MetricStat" in each
    ]
    shown |= {metric["MetricName"] for metric in watched if metric["Namespace"] == "ContactsApi"}
    code = "".join(
        path.read_text(encoding="utf-8") for folder in ("shared", "functions") for path in (root / folder).rglob("*.py")
    )
    assert {name for name in shown if f'"{name}"' not in code} == {"MailSent", "MailFailed"}
    assert 'f"Mail{mail.state.capitalize()}"' in code


@pytest.mark.parametrize(
    ("parameters", "days"),
    [({"Stage": "dev"}, 7), ({"Stage": "prod"}, 90), ({"Stage": "prod", "LogRetentionDays": "365"}, 365)],
)
def test_logs_are_kept_as_long_as_the_stage_or_the_parameter_says(
    deploy: Callable[..., Callable[[str], Deployed]], parameters: dict[str, str], days: int
) -> None:
    groups = deploy(**parameters)("AWS::Logs::LogGroup")
    assert {int(group["RetentionInDays"]) for group in groups.values()} == {days}


@pytest.mark.parametrize("parameters", [{}, {"AccessLog": "on"}], ids=["off", "on"])
def test_api_gateway_logs_requests_where_it_is_told_to(
    deploy: Callable[..., Callable[[str], Deployed]], parameters: dict[str, str]
) -> None:
    stack = deploy(**parameters)
    (stage,) = stack("AWS::ApiGatewayV2::Stage").values()
    assert ("AccessLogSettings" in stage) == bool(parameters)
    assert ("AccessLogs" in stack("AWS::Logs::LogGroup")) == bool(parameters)


def test_api_gateway_logs_no_path_since_one_may_contain_a_secret(
    deploy: Callable[..., Callable[[str], Deployed]],
) -> None:
    """The file of a feed is named by its secret, and links in mail have theirs in the query."""
    (stage,) = deploy(AccessLog="on")("AWS::ApiGatewayV2::Stage").values()
    logged = set(re.findall(r"\$context\.[\w.]+", stage["AccessLogSettings"]["Format"]))
    assert "$context.routeKey" in logged
    assert not {name for name in logged if re.search(r"path|uri|query|header|authorizer", name, re.IGNORECASE)}


@pytest.mark.parametrize(
    ("parameters", "platform", "application"),
    [
        ({}, "WARN", "INFO"),
        ({"PlatformLogLevel": "INFO"}, "INFO", "INFO"),
        ({"LogLevel": "ERROR"}, "WARN", "INFO"),
        ({"LogLevel": "DEBUG"}, "WARN", "DEBUG"),
    ],
)
def test_lambda_lets_lines_of_metrics_through_whatever_the_levels(
    deploy: Callable[..., Callable[[str], Deployed]], parameters: dict[str, str], platform: str, application: str
) -> None:
    for name, function in deploy(**parameters)("AWS::Lambda::Function").items():
        levels = {key: value for key, value in function["LoggingConfig"].items() if key != "LogGroup"}
        assert levels == {
            "LogFormat": "JSON", "SystemLogLevel": platform, "ApplicationLogLevel": application
        }, name  # fmt: skip
        assert function["LoggingConfig"]["LogGroup"], name
