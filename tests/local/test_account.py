from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local import account
from local.account import keep_provisioned, provision
from local.data_folder import DataFolder
from local.signing_keys import load_signing_keys
from local.stand_in import StandIn
from local.tables import TableMismatchError
from tests.support.sample_template import HEADER, template_of

TEMPLATE = (
    HEADER
    + """
Resources:
  NotesTable:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: furnished-notes
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: one.handler
      Environment: {Variables: {MAIL_FROM: furnished@example.com, SECRETS_PREFIX: /furnished}}
"""
)


def test_an_account_is_furnished_once_and_stays_as_it_is(tmp_path: Path, aws: StandIn) -> None:
    data = DataFolder(tmp_path)
    for _ in range(2):
        provision(aws, template_of(tmp_path, TEMPLATE), data)
    assert "furnished-notes" in aws.client("dynamodb").list_tables()["TableNames"]
    parameter = aws.client("ssm").get_parameter(Name="/furnished/jwt-keys", WithDecryption=True)["Parameter"]
    assert (parameter["Type"], parameter["Value"]) == ("SecureString", load_signing_keys(data)["jwt-keys"])
    assert aws.client("sesv2").get_email_identity(EmailIdentity="furnished@example.com")["VerifiedForSendingStatus"]


def test_functions_that_need_nothing_get_nothing(tmp_path: Path, aws: StandIn) -> None:
    provision(aws, template_of(tmp_path, HEADER + "Resources: {}"), DataFolder(tmp_path))
    assert not (tmp_path / "secrets.json").exists()


class Counted:
    """Counts what a start provisions."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        monkeypatch.setattr(account, "provision", self._provision)

    def _provision(self, *arguments: Any) -> None:
        self.count += 1
        provision(*arguments)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, aws: StandIn) -> Counted:
    """Return a count that begins after the first start."""
    keep_provisioned(aws, template_of(tmp_path, TEMPLATE), DataFolder(tmp_path))
    return Counted(monkeypatch)


def test_a_start_that_finds_everything_as_it_was_provisions_nothing(
    counted: Counted, tmp_path: Path, aws: StandIn
) -> None:
    for _ in range(2):
        keep_provisioned(aws, template_of(tmp_path, TEMPLATE), DataFolder(tmp_path))
    assert counted.count == 0


def test_a_change_of_the_template_is_provisioned_once(counted: Counted, tmp_path: Path, aws: StandIn) -> None:
    for _ in range(2):
        changed = template_of(tmp_path, TEMPLATE.replace("furnished-notes", "refurnished-notes"))
        keep_provisioned(aws, changed, DataFolder(tmp_path))
    assert counted.count == 1
    assert "refurnished-notes" in aws.client("dynamodb").list_tables()["TableNames"]


@pytest.mark.parametrize("text", ["MAIL_FROM: furnished@", "SECRETS_PREFIX: /furnished"])
def test_a_change_of_what_functions_are_told_is_provisioned(
    counted: Counted, tmp_path: Path, aws: StandIn, text: str
) -> None:
    changed = TEMPLATE.replace(text, text.replace("furnished", "otherwise"))
    keep_provisioned(aws, template_of(tmp_path, changed), DataFolder(tmp_path))
    assert counted.count == 1


def test_new_keys_are_provisioned(counted: Counted, tmp_path: Path, aws: StandIn) -> None:
    (tmp_path / "secrets.json").unlink()
    keep_provisioned(aws, template_of(tmp_path, TEMPLATE), DataFolder(tmp_path))
    parameter = aws.client("ssm").get_parameter(Name="/furnished/jwt-keys", WithDecryption=True)["Parameter"]
    assert parameter["Value"] == load_signing_keys(DataFolder(tmp_path))["jwt-keys"]


def test_what_could_not_be_provisioned_is_tried_again(
    counted: Counted, tmp_path: Path, aws: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    different = template_of(tmp_path, TEMPLATE.replace("AttributeName: id", "AttributeName: other"))
    for _ in range(2):
        with pytest.raises(TableMismatchError):
            keep_provisioned(aws, different, DataFolder(tmp_path))
    assert counted.count == 2
