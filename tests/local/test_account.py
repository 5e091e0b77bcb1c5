from __future__ import annotations

from pathlib import Path

from local.account import provision
from local.data_folder import DataFolder
from local.signing_keys import load_signing_keys
from local.stand_in import StandIn
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
