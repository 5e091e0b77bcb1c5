"""What a deployment expects in its AWS account: tables, queues, buckets, event rules, secrets, a verified sender."""

from __future__ import annotations

from typing import Any

from local.buckets import create_buckets, empty_bucket
from local.data_folder import DataFolder
from local.event_rules import create_rules
from local.process_environment import process_environment
from local.provider_client import PARAMETER, load_client_secret, provider_parameter
from local.queues import create_queues
from local.signing_keys import load_signing_keys, put_signing_keys
from local.stand_in import StandIn
from local.tables import create_tables
from tools.template import Template


def provision(aws: StandIn, template: Template, data: DataFolder) -> None:
    """Create what the template's functions need in the stand-in, if it is missing; secrets come from the data folder.

    Raises TableMismatchError.
    """
    create_tables(aws.client("dynamodb"), template.tables.values())
    create_queues(aws.client("sqs"), template.queues.values())
    create_buckets(aws.client("s3"), template.buckets.values())
    create_rules(aws, template)
    environment = process_environment(template, aws)
    if "SECRETS_PREFIX" in environment:
        put_signing_keys(aws.client("ssm"), environment["SECRETS_PREFIX"], load_signing_keys(data))
    if {"SECRETS_PREFIX", "PUBLIC_URL"} <= environment.keys():
        value = provider_parameter(environment["PUBLIC_URL"], load_client_secret(data))
        put_signing_keys(aws.client("ssm"), environment["SECRETS_PREFIX"], {PARAMETER: value})
    if "MAIL_FROM" in environment:
        _verify_sender(aws.client("sesv2"), environment["MAIL_FROM"])


def forget_snapshots(aws: StandIn, template: Template) -> None:
    """Delete all snapshots of books, which are made again.

    After a kill of an older version, tables may be some seconds older than objects, as restored ones are.
    """
    if "Snapshots" in template.buckets:
        empty_bucket(aws.client("s3"), template.buckets["Snapshots"])


def _verify_sender(ses: Any, sender: str) -> None:
    """Verify the sender: SES refuses mail from any other address."""
    try:
        ses.get_email_identity(EmailIdentity=sender)
    except ses.exceptions.NotFoundException:
        ses.create_email_identity(EmailIdentity=sender)
