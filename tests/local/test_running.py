"""Everything together, in real processes, with a product in miniature."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from local.loopback_http import request
from local.pump.checkpoints import TABLE_NAME
from local.stand_in import StandIn
from tests.support.product import RunningProduct, running_product, wait_until

pytestmark = pytest.mark.no_cover  # tens of processes, whose parts have tests of their own

ROOT = Path(__file__).parents[2]
STOPS = ("ctrl-c", "SIGINT", "SIGTERM", "SIGHUP")
STARTING = "local: starting the AWS stand-in and the functions, side by side\n"

TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String}
  PublicUrl: {Type: String}
  AwsEndpoint: {Type: String}
  Greeting: {Type: String, Default: hello}
Globals:
  Function:
    Timeout: 10
    Environment:
      Variables:
        NOTES_TABLE: !Ref NotesTable
        GREETING: !Ref Greeting
        MAIL_FROM: notes@example.com
        PUBLIC_URL: !Ref PublicUrl
        SECRETS_PREFIX: !Sub /notes/${Stage}
Resources:
  WriteFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: functions.notes.write
      Environment: {Variables: {SECRET_NAMES: jwt-keys}}
      Events:
        Post: {Type: HttpApi, Properties: {Method: POST, Path: "/notes/{id}"}}
  ReadFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: functions.notes.read
      Environment: {Variables: {SECRET_NAMES: "mail-keys,jwt-keys"}}
      Events:
        Get: {Type: HttpApi, Properties: {Method: GET, Path: /notes}}
  MailFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: functions.notes.mail
      Events:
        Stream:
          Type: DynamoDB
          Properties: {Stream: !GetAtt NotesTable.StreamArn, StartingPosition: TRIM_HORIZON}
        Topic: {Type: SNS, Properties: {Topic: !Ref Topic}}
  Topic: {Type: AWS::SNS::Topic}
  NotesTable:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
"""

FUNCTIONS = """
import os
import boto3

VERSION = "one"

def write(event, context):
    item = {"id": {"S": event["pathParameters"]["id"]}}
    boto3.client("dynamodb").put_item(TableName=os.environ["NOTES_TABLE"], Item=item)
    return {"statusCode": 201, "body": "written"}

def read(event, context):
    items = boto3.client("dynamodb").scan(TableName=os.environ["NOTES_TABLE"])["Items"]
    prefix = os.environ["SECRETS_PREFIX"]
    names = [f"{prefix}/{name}" for name in os.environ["SECRET_NAMES"].split(",")]
    secrets = boto3.client("ssm").get_parameters(Names=names, WithDecryption=True)["Parameters"]
    return {
        "notes": sorted(item["id"]["S"] for item in items),
        "version": VERSION,
        "greeting": os.environ["GREETING"],
        "public_url": os.environ["PUBLIC_URL"],
        "source_ip": event["requestContext"]["http"]["sourceIp"],
        "secrets": {secret["Name"]: secret["Value"] for secret in secrets},
    }

def mail(event, context):
    for record in event["Records"]:
        boto3.client("sesv2").send_email(
            FromEmailAddress=os.environ["MAIL_FROM"],
            Destination={"ToAddresses": ["reader@example.com"]},
            Content={"Simple": {
                "Subject": {"Data": record["dynamodb"]["NewImage"]["id"]["S"]},
                "Body": {"Text": {"Data": "a note"}},
            }},
        )
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return miniature(tmp_path)


def miniature(folder: Path) -> Path:
    """Put a product in miniature into a folder, and return it."""
    (folder / "functions").mkdir()
    (folder / "functions" / "__init__.py").touch()
    (folder / "functions" / "notes.py").write_text(FUNCTIONS, encoding="utf-8")
    (folder / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProduct]:
    """Yield a product for the tests that only use one, since a start takes longer than most of them."""
    folder = miniature(tmp_path_factory.mktemp("served"))
    with running_product(folder, folder / "data", "--no-demo", "--parameter", "Greeting=hi") as product:
        yield product


def write(product: RunningProduct, note: str) -> None:
    assert request("POST", f"{product.url}/notes/{note}").status == 201


def read(product: RunningProduct) -> dict[str, Any]:
    answer = request("GET", f"{product.url}/notes")
    assert answer.status == 200, product.log
    content: dict[str, Any] = answer.json()
    return content


def mails(product: RunningProduct) -> list[str]:
    return [mail["subject"] for mail in request("GET", f"{product.url}/_local/mailbox.json").json()]


def checkpoints(product: RunningProduct) -> list[dict[str, Any]]:
    """Return the positions of event sources that are stored."""
    dynamodb = StandIn(endpoint_url=product.endpoint_url).client("dynamodb")
    items: list[dict[str, Any]] = dynamodb.scan(TableName=TABLE_NAME)["Items"]
    return items


def failure(folder: Path, data: Path, *arguments: str) -> str:
    """What a run says that cannot start, after saying that it starts."""
    product = RunningProduct(folder, data, *arguments)
    assert product.process.wait(60) == 1, product.log
    return product.log.removeprefix(STARTING)


def imports_cpu_seconds() -> float:
    """Return the CPU time of importing what the three processes of the product import."""
    before = os.times()
    for module in ("local.supervisor", "local.worker", "local.stand_in.__main__"):
        subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_it_says_what_to_try_and_serves_it(served: RunningProduct) -> None:
    assert f"{served.url}/docs" in served.log
    assert f"{served.url}/_local" in served.log
    assert "MailFunction: the event Topic has no stand-in" in served.log
    assert "differs between functions" not in served.log
    answer = read(served)
    assert answer["greeting"] == "hi"
    assert answer["public_url"] == served.url
    # Every function's names are there: they share one process.
    assert set(answer["secrets"]) == {"/notes/local/jwt-keys", "/notes/local/mail-keys"}
    assert request("GET", f"{served.url}/_local").status == 200


def test_the_callers_real_address_reaches_the_function(served: RunningProduct) -> None:
    port = int(served.url.rpartition(":")[2])
    with closing(HTTPConnection("127.0.0.1", port, source_address=("127.0.0.77", 0))) as connection:
        connection.request("GET", "/notes", headers={"X-Forwarded-For": "10.0.0.1"})
        assert b'"source_ip": "127.0.0.77"' in connection.getresponse().read()


def test_a_mail_follows_every_write(served: RunningProduct) -> None:
    """And at once: tests/local/pump says that a write wakes the reader of the stream."""
    for number, note in enumerate(("a", "b", "c"), start=1):
        write(served, note)
        wait_until(lambda number=number: len(mails(served)) == number)  # type: ignore[misc]
    assert sorted(mails(served)) == ["a", "b", "c"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A clean stop: what it ended with, and what the next start found."""

    exit_code: int
    log: str
    written: list[str]
    notes: list[str]
    mails: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A product that was stopped in every way, one after the other, with one and the same data."""

    data: Path
    stops: Mapping[str, Stop]
    secrets: Mapping[str, str]


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    folder = miniature(tmp_path_factory.mktemp("stopped"))
    data = folder / "data"
    ended: dict[str, tuple[int, str]] = {}
    found: list[tuple[list[str], list[str]]] = []
    secrets: dict[str, str] = {}
    for how in (*STOPS, ""):
        with running_product(folder, data, "--no-demo") as product:
            answer = read(product)
            secrets = secrets or answer["secrets"]
            found.append((answer["notes"], mails(product)))
            if how:
                write(product, how)
                wait_until(lambda how=how, product=product: how in mails(product))  # type: ignore[misc]
                code = product.press_ctrl_c() if how == "ctrl-c" else product.stop(signal.Signals[how])
                ended[how] = code, product.log
    stops = {
        how: Stop(exit_code=code, log=log, written=[*STOPS[: index + 1]], notes=notes, mails=sent)
        for index, ((how, (code, log)), (notes, sent)) in enumerate(zip(ended.items(), found[1:], strict=True))
    }
    return Stopped(data=data, stops=stops, secrets=secrets)


@pytest.fixture
def stopped_data(stopped: Stopped, data: Path) -> Path:
    """Return a copy of the data of a product that was stopped."""
    return shutil.copytree(stopped.data, data)


@pytest.mark.parametrize("how", STOPS)
def test_a_clean_stop_keeps_everything(stopped: Stopped, how: str) -> None:
    stop = stopped.stops[how]
    assert stop.exit_code == 0
    assert "Traceback" not in stop.log
    assert stop.notes == sorted(stop.written)
    assert stop.mails == stop.written[::-1]


def test_a_later_start_works_little_more_than_its_imports(folder: Path, stopped_data: Path) -> None:
    """The ratio is of CPU times measured together, so that a busy or slow machine changes neither."""
    with running_product(folder, stopped_data, "--no-demo") as product:
        assert product.cpu_seconds < 2 * imports_cpu_seconds()


def test_a_hard_kill_keeps_what_was_answered_and_mails_nothing_twice(folder: Path, data: Path) -> None:
    with running_product(folder, data, "--no-demo") as product:
        write(product, "kept")
        wait_until(lambda: mails(product) == ["kept"])
        secrets = read(product)["secrets"]
        # The checkpoint is stored after the mail.
        wait_until(lambda: any("position" in item for item in checkpoints(product)))
        product.kill_everything()
    with running_product(folder, data, "--no-demo") as product:
        assert read(product)["notes"] == ["kept"]
        assert read(product)["secrets"] == secrets
        write(product, "new")
        wait_until(lambda: "new" in mails(product))
        assert mails(product) == ["new", "kept"]


def test_when_the_supervisor_alone_is_killed_everything_ends_saved_and_the_next_start_works(
    folder: Path, data: Path
) -> None:
    with running_product(folder, data, "--no-demo") as product:
        url = product.url
        write(product, "last-moment")
        product.stop(signal.SIGKILL)
        with running_product(folder, data, "--no-demo", "--port", url.rpartition(":")[2]) as again:
            assert again.url == url
            assert read(again)["notes"] == ["last-moment"]


def test_leftovers_of_a_kill_stop_no_start(folder: Path, data: Path) -> None:
    (data / "stand-in").mkdir(parents=True)
    for name in ("lock", "stand-in/lock", "stand-in/state.next.json", "secrets.json.part"):
        (data / name).write_text("half a", encoding="utf-8")
    (data / "secrets.json").write_text("{", encoding="utf-8")
    with running_product(folder, data, "--no-demo") as product:
        assert read(product)["notes"] == []


def test_saved_data_that_cannot_be_read_is_one_clear_line(folder: Path, data: Path) -> None:
    state = data / "stand-in" / "state.json"
    state.parent.mkdir(parents=True)
    state.write_text("half a", encoding="utf-8")
    said = failure(folder, data)
    assert said.startswith(f"local: the data saved in {state.parent} cannot be read: ")
    assert said.count("\n") == 1
    assert state.read_text(encoding="utf-8") == "half a"


def test_a_stand_in_that_ended_by_itself_is_said(folder: Path, data: Path) -> None:
    with running_product(folder, data, "--no-demo") as product:
        write(product, "lost")
        wait_until(lambda: mails(product) == ["lost"])  # or the function that sends it would say that nobody listens
        process = product.child("local.stand_in")
        # What stops first is the functions' process; the stand-in is gone by then.
        os.kill(process, signal.SIGSTOP)
        product.process.send_signal(signal.SIGINT)
        os.kill(process, signal.SIGKILL)
        assert product.process.wait(60) == 1
        assert "local: the AWS stand-in ended (exit code -9): what was answered is saved" in product.log
        assert "everything is saved" not in product.log
        assert "Traceback" not in product.log


def test_secrets_are_made_once_and_only_their_owner_reads_them(
    folder: Path, stopped: Stopped, stopped_data: Path
) -> None:
    secrets = stopped.secrets
    assert all(value.startswith("k1:") and len(value) > 40 for value in secrets.values())
    assert stat.S_IMODE((stopped.data / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(stopped.data.stat().st_mode) == 0o700
    with running_product(folder, stopped_data, "--no-demo") as product:
        assert read(product)["secrets"] == secrets


def test_changed_code_is_served_and_the_data_stays(folder: Path, data: Path) -> None:
    with running_product(folder, data, "--no-demo") as product:
        write(product, "kept")
        endpoint = product.endpoint_url
        (folder / "functions" / "notes.py").write_text(FUNCTIONS.replace('"one"', '"two"'), encoding="utf-8")
        wait_until(lambda: read(product)["version"] == "two")
        assert read(product)["notes"] == ["kept"]
        assert "restarting after a change of functions/notes.py" in product.log
        assert request("GET", f"{endpoint}/_ministack/ses/messages").status == 200


def test_a_change_that_does_not_work_is_told_and_the_next_one_served(folder: Path, data: Path) -> None:
    template = folder / "template.yaml"
    with running_product(folder, data, "--no-demo") as product:
        template.write_text("Resources: [", encoding="utf-8")
        wait_until(lambda: "waiting for the next change" in product.log)
        assert read(product)["version"] == "one"
        (folder / "functions" / "notes.py").write_text("VERSION = ", encoding="utf-8")
        template.write_text(TEMPLATE, encoding="utf-8")
        wait_until(lambda: "cannot be imported" in product.log)
        assert request("GET", f"{product.url}/notes").status == 500
        (folder / "functions" / "notes.py").write_text(FUNCTIONS, encoding="utf-8")
        wait_until(lambda: request("GET", f"{product.url}/notes").status == 200)


def test_it_ends_when_the_stand_in_does(folder: Path, data: Path) -> None:
    with running_product(folder, data, "--no-demo") as product:
        os.kill(product.child("local.stand_in"), signal.SIGKILL)
        assert product.process.wait(60) == 1
        assert "local: the AWS stand-in ended (exit code -9)" in product.log


def test_it_waits_for_a_change_when_the_functions_process_ends(folder: Path, data: Path) -> None:
    with running_product(folder, data, "--no-demo") as product:
        os.kill(product.child("local.worker"), signal.SIGKILL)
        wait_until(lambda: "the functions' process ended (exit code -9); waiting for the next change" in product.log)
        (folder / "functions" / "notes.py").write_text(FUNCTIONS.replace('"one"', '"two"'), encoding="utf-8")
        wait_until(lambda: "restarting" in product.log)
        assert read(product)["version"] == "two"


def test_a_port_that_is_taken_is_one_clear_line(folder: Path, data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = failure(folder, data, "--port", str(port))
    assert said == f"local: port {port} is in use: stop what uses it, or choose another port\n"


def test_data_that_another_run_uses_is_one_clear_line(folder: Path, served: RunningProduct) -> None:
    assert failure(folder, served.data) == f"local: {served.data} is in use by another run\n"


def test_data_that_is_no_folder_is_one_clear_line(folder: Path, data: Path) -> None:
    data.write_text("a file", encoding="utf-8")
    assert failure(folder, data) == f"local: {data}: File exists\n"


def test_a_template_that_cannot_be_read_is_one_clear_line(folder: Path, data: Path) -> None:
    (folder / "template.yaml").unlink()
    said = failure(folder, data)
    assert said.startswith("local: template.yaml cannot be read: ")
    assert said.count("\n") == 1


def test_a_table_that_the_template_describes_differently_is_one_clear_line(folder: Path, stopped_data: Path) -> None:
    (folder / "template.yaml").write_text(TEMPLATE.replace("NEW_IMAGE", "KEYS_ONLY"), encoding="utf-8")
    said = failure(folder, stopped_data)
    assert said.startswith("local: contacts-api-local-NotesTable has other stream than NotesTable in the template")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--parameter", "Greeting"), "'Greeting' is not NAME=VALUE"),
        (("--port", "99999"), "local: argument --port: '99999' is no port: it takes 0 to 65535\n"),
        (("--port", "http"), "'http' is no port"),
    ],
)
def test_arguments_are_checked(folder: Path, data: Path, arguments: tuple[str, str], said: str) -> None:
    product = RunningProduct(folder, data, *arguments)
    assert product.process.wait(60) == 2
    assert said in product.log
    assert product.log.count("\n") == 1


def test_without_its_routes_there_is_no_demo_account_but_everything_else(folder: Path, data: Path) -> None:
    with running_product(folder, data) as product:
        assert "local: there is no demo account: register answered 404" in product.log
        assert read(product)["notes"] == []
