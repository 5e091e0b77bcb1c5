from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.sample_template import API, HEADER, template_of
from tools.template import Route, TemplateError, Throttle, load_template

TABLE = (
    HEADER
    + """
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  NotesTable:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      DeletionProtectionEnabled: !If [IsProd, true, false]
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      TimeToLiveSpecification: {AttributeName: expires_at, Enabled: true}
      StreamSpecification: {StreamViewType: NEW_IMAGE}
  ProdTable:
    Type: AWS::DynamoDB::Table
    Condition: IsProd
    Properties:
      TableName: !Sub "${AWS::StackName}-own-name"
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  Letters: {Type: AWS::S3::Bucket}
  Queue: {Type: AWS::SQS::Queue}
  WorkFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: area.work.handler
      EventInvokeConfig: {MaximumRetryAttempts: 0}
      Events:
        Stream:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt NotesTable.StreamArn
            StartingPosition: TRIM_HORIZON
            BatchSize: 10
            MaximumRetryAttempts: 3
            MaximumRecordAgeInSeconds: 900
            BisectBatchOnFunctionError: true
            FunctionResponseTypes: [ReportBatchItemFailures]
            DestinationConfig: {OnFailure: {Type: S3, Destination: !GetAtt Letters.Arn}}
            FilterCriteria: {Filters: [{Pattern: '{"eventName": ["INSERT"]}'}]}
        Off:
          Type: DynamoDB
          Properties: {Stream: !GetAtt NotesTable.StreamArn, StartingPosition: LATEST, Enabled: false}
        Often:
          Type: ScheduleV2
          Properties:
            ScheduleExpression: rate(15 minutes)
            ScheduleExpressionTimezone: Europe/Kyiv
        Rule: {Type: Schedule, Properties: {Schedule: 'cron(0 8 * * ? *)', Input: '{"all": true}'}}
        Never: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), State: DISABLED}}
        Jobs:
          Type: SQS
          Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 1, FunctionResponseTypes: [ReportBatchItemFailures]}
        Due: {Type: EventBridgeRule, Properties: {EventBusName: books, Pattern: {source: [us]}}}
        Idle: {Type: EventBridgeRule, Properties: {EventBusName: books, Pattern: {}, State: DISABLED}}
        Aws: {Type: EventBridgeRule, Properties: {Pattern: {source: [aws.ses]}}}
        Told: {Type: SNS, Properties: {Topic: "arn:aws:sns:eu-central-1:000000000000:news"}}
"""
)


def test_a_table_becomes_arguments_of_create_table(tmp_path: Path) -> None:
    table = template_of(tmp_path, TABLE).tables["NotesTable"]
    assert table.name == "contacts-api-local-NotesTable"
    assert table.ttl_attribute == "expires_at"
    assert table.create_arguments == {
        "TableName": "contacts-api-local-NotesTable",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    }


def test_a_table_whose_condition_is_false_does_not_exist(tmp_path: Path) -> None:
    assert set(template_of(tmp_path, TABLE).tables) == {"NotesTable"}


def test_a_table_keeps_the_name_that_the_template_gives_it(tmp_path: Path) -> None:
    table = template_of(tmp_path, TABLE, {"Stage": "prod"}).tables["ProdTable"]
    assert table.name == "contacts-api-local-own-name"
    assert table.ttl_attribute is None
    assert "StreamSpecification" not in table.create_arguments


def test_a_stream_source_has_the_settings_of_its_mapping(tmp_path: Path) -> None:
    (source,) = template_of(tmp_path, TABLE).functions["WorkFunction"].streams
    assert source.name == "WorkFunctionStream"
    assert source.table_name == "contacts-api-local-NotesTable"
    assert source.starting_position == "TRIM_HORIZON"
    assert source.batch_size == 10
    assert source.maximum_retry_attempts == 3
    assert source.maximum_record_age_seconds == 900
    assert source.bisect_batch_on_error
    assert source.report_batch_item_failures
    assert source.on_failure_destination == "arn:aws:s3:::contacts-api-local-letters"
    assert source.filters == ({"eventName": ["INSERT"]},)


def test_schedules_are_read_from_both_kinds_of_events(tmp_path: Path) -> None:
    often, rule = template_of(tmp_path, TABLE).functions["WorkFunction"].schedules
    assert (often.expression, often.time_zone, often.source) == ("rate(15 minutes)", "Europe/Kyiv", "aws.scheduler")
    assert (rule.expression, rule.source, rule.payload) == ("cron(0 8 * * ? *)", "aws.events", {"all": True})


def test_a_bucket_has_a_name_that_s3_takes(tmp_path: Path) -> None:
    assert template_of(tmp_path, TABLE).buckets == {"Letters": "contacts-api-local-letters"}


def test_a_rule_of_a_bus_of_our_own_is_read_with_its_pattern(tmp_path: Path) -> None:
    [rule] = template_of(tmp_path, TABLE).functions["WorkFunction"].rules
    assert (rule.name, rule.function_id, rule.bus_name) == ("WorkFunctionDue", "WorkFunction", "books")
    assert rule.pattern == {"source": ["us"]}


def test_events_without_a_stand_in_are_named(tmp_path: Path) -> None:
    function = template_of(tmp_path, TABLE).functions["WorkFunction"]
    assert function.other_events == ("Aws", "Told")
    assert function.asynchronous_retries == 0


def test_a_queue_and_its_dead_letters_become_arguments_of_create_queue(tmp_path: Path) -> None:
    template = template_of(
        tmp_path,
        HEADER
        + """
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 360
      SqsManagedSseEnabled: true
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Letters.Arn, maxReceiveCount: 5}
  Letters: {Type: AWS::SQS::Queue, Properties: {QueueName: letters}}
""",
    )
    queue, letters = template.queues["Queue"], template.queues["Letters"]
    assert queue.attributes["VisibilityTimeout"] == "360"
    arn = f"arn:aws:sqs:{template.region}:{template.account_id}:letters"
    assert json.loads(queue.attributes["RedrivePolicy"]) == {"deadLetterTargetArn": arn, "maxReceiveCount": 5}
    assert "SqsManagedSseEnabled" not in queue.attributes
    assert (letters.name, letters.attributes) == ("letters", {})
    assert letters.url == f"https://sqs.{template.region}.amazonaws.com/{template.account_id}/letters"


def test_a_queue_that_starts_a_function_is_known_by_its_name(tmp_path: Path) -> None:
    template = template_of(tmp_path, TABLE)
    [source] = template.functions["WorkFunction"].queues
    assert source.queue_name == template.queues["Queue"].name
    assert (source.batch_size, source.report_batch_item_failures) == (1, True)


def test_what_a_function_leaves_out_is_lambdas_default(tmp_path: Path) -> None:
    function = template_of(tmp_path, API).functions["LoginFunction"]
    assert (function.timeout_seconds, function.memory_mb, function.asynchronous_retries) == (3.0, 128, 2)
    assert function.environment == {}


def test_globals_are_merged_under_a_functions_own_properties(tmp_path: Path) -> None:
    template = template_of(
        tmp_path,
        HEADER
        + """
Globals:
  Function:
    Timeout: 15
    Environment: {Variables: {STAGE: !Ref Stage, DEBUG: false, LEVEL: INFO}}
Resources:
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: one.handler
      Environment: {Variables: {LEVEL: DEBUG}}
""",
    )
    function = template.functions["OneFunction"]
    assert function.timeout_seconds == 15
    assert function.environment == {"STAGE": "local", "DEBUG": "false", "LEVEL": "DEBUG"}


MERGED = (
    HEADER
    + """
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      <<: &small {MemorySize: 256, Environment: {Variables: {STAGE: !Ref Stage}}}
      Handler: one.handler
  TwoFunction:
    Type: AWS::Serverless::Function
    Properties:
      <<: [*small, {Timeout: 7}]
      Handler: two.handler
      EventInvokeConfig: !If [IsProd, !Ref AWS::NoValue, {<<: &once {MaximumRetryAttempts: 0}}]
"""
)


def test_merged_keys_are_as_if_they_were_written_out(tmp_path: Path) -> None:
    one, two = template_of(tmp_path, MERGED).functions.values()
    assert (one.memory_mb, one.timeout_seconds, one.environment) == (256, 3, {"STAGE": "local"})
    assert (two.memory_mb, two.timeout_seconds, two.environment) == (256, 7, {"STAGE": "local"})
    assert two.asynchronous_retries == 0


@pytest.mark.parametrize(
    ("text", "again"),
    [
        (MERGED.replace("Handler: two", "MemorySize: 512\n      Handler: two"), "MemorySize"),
        (MERGED.replace("{Timeout: 7}", "{MemorySize: 512}"), "MemorySize"),
        (MERGED.replace("Handler: two", "Handler: three.handler\n      Handler: two"), "Handler"),
    ],
    ids=["merged and set", "merged twice", "set twice"],
)
def test_what_was_merged_is_not_set_again(tmp_path: Path, text: str, again: str) -> None:
    with pytest.raises(TemplateError, match=f"{again} is set twice in .+, line 20, column 7"):
        template_of(tmp_path, text)


def test_a_route_without_its_own_throttle_has_the_apis_default(tmp_path: Path) -> None:
    routes = {route.key: route for route in template_of(tmp_path, API).routes}
    assert routes["GET /things"].throttle == Throttle(rate=50, burst=100)
    assert routes["POST /login"] == Route(
        key="POST /login",
        method="POST",
        path="/login",
        function_id="LoginFunction",
        throttle=Throttle(rate=1, burst=2),
    )


def test_an_event_without_a_path_is_the_default_route(tmp_path: Path) -> None:
    (default,) = [route for route in template_of(tmp_path, API).routes if route.is_default]
    assert (default.key, default.function_id) == ("$default", "EchoFunction")


def test_an_api_may_have_no_throttle_and_any_origin(tmp_path: Path) -> None:
    api = template_of(
        tmp_path,
        HEADER
        + """
Globals:
  HttpApi: {CorsConfiguration: true}
Resources:
  AnyFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: any.handler
      Events:
        Any: {Type: HttpApi, Properties: {Method: "*", Path: "/{proxy+}", RouteSettings: {ThrottlingBurstLimit: 5}}}
""",
    ).api
    assert [route.key for route in api.routes] == ["ANY /{proxy+}"]
    assert api.routes[0].throttle is None
    assert api.default_throttle is None
    assert api.cors is not None
    assert api.cors.allow_origins == ("*",)


def test_an_api_without_cors_has_none(tmp_path: Path) -> None:
    assert template_of(tmp_path, HEADER + "Resources: {}").api.cors is None


def test_list_parameters_are_lists_and_others_text(tmp_path: Path) -> None:
    text = (
        HEADER
        + "  Limits: {Type: CommaDelimitedList, Default: '5, 10'}\n  N: {Type: Number, Default: 3}\nResources: {}"
    )
    parameters = template_of(tmp_path, text).parameters
    assert (parameters["Limits"], parameters["N"]) == (["5", "10"], "3")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"Stage": "moon"}, "parameter Stage may not be 'moon': allowed are local, prod"),
        ({"Colour": "red"}, "the template declares no parameter Colour"),
    ],
)
def test_parameters_are_checked(tmp_path: Path, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        template_of(tmp_path, API, parameters)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Resources: [", "is not valid YAML"),
        ("just text", "has no Resources section"),
        (HEADER + "  Needed: {Type: String}\nResources: {}", "parameter Needed has no default and was not given"),
        (HEADER + "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {}}}", "F has no Handler"),
        (HEADER + "Resources: {T: {Properties: {}}}", "is malformed: KeyError at 'Type'"),
        (
            HEADER + "Resources: {A: {Type: 'AWS::Serverless::HttpApi'}, B: {Type: 'AWS::Serverless::HttpApi'}}",
            "one HTTP API can be served, the template has A, B",
        ),
    ],
)
def test_a_bad_template_is_one_clear_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message) as caught:
        template_of(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_a_template_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="cannot be read"):
        load_template(tmp_path / "nowhere.yaml")


def test_two_functions_cannot_serve_one_route(tmp_path: Path) -> None:
    text = API.replace("Path: /crash", "Path: /things")
    with pytest.raises(TemplateError, match="EchoFunction and CrashFunction both serve GET /things"):
        template_of(tmp_path, text)


def test_the_products_own_template_can_be_read(root: Path) -> None:
    template = load_template(root / "template.yaml", {"Stage": "local"})
    assert template.tables
    assert template.routes
