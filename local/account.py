"""What a deployment expects in its AWS account: tables, queues, buckets, event rules, secrets, a verified sender."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from local.buckets import create_buckets, empty_bucket
from local.data_folder import DataFolder
from local.event_rules import create_rules, rules_of
from local.loopback_http import request
from local.process_environment import process_environment
from local.provider_client import PARAMETER, load_client_secret, provider_parameter
from local.queues import create_queues
from local.signing_keys import load_signing_keys, put_signing_keys
from local.stand_in import StandIn
from local.tables import create_tables
from tools.template import Template

_MARK = "/local/provisioned"
"""The parameter of the stand-in that says what it has been provisioned for."""
_FOLDER = Path(__file__).parent


def keep_provisioned(aws: StandIn, template: Template, data: DataFolder) -> None:
    """Provision what differs from what the stand-in has been provisioned for; most starts find that nothing does.

    Raises TableMismatchError.
    """
    wanted = _fingerprint(aws, template, data)
    if _mark(aws) != wanted:
        provision(aws, template, data)
        _call(aws, "AmazonSSM.PutParameter", Name=_MARK, Value=wanted, Type="String", Overwrite=True)


def _fingerprint(aws: StandIn, template: Template, data: DataFolder) -> str:
    """Return a digest of everything that ``provision`` depends on, its own code included."""
    environment = process_environment(template, aws)
    parts = [
        *(template.tables, template.queues, template.buckets, rules_of(template)),
        *(environment.get(name) for name in ("SECRETS_PREFIX", "MAIL_FROM")),
        sorted(load_signing_keys(data).items()) if "SECRETS_PREFIX" in environment else None,
        {name: function.timeout_seconds for name, function in template.functions.items() if function.rules},
        *(path.read_bytes() for path in sorted(_FOLDER.glob("*.py"))),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _mark(aws: StandIn) -> str | None:
    """Return what the stand-in has been provisioned for; None if it never has been."""
    parameter = _call(aws, "AmazonSSM.GetParameter", Name=_MARK).get("Parameter")
    return None if parameter is None else str(parameter["Value"])


def _call(aws: StandIn, operation: str, **arguments: Any) -> dict[str, Any]:
    """Send a request as an SDK does, without loading one, which takes longer than all else that a start loads."""
    answer: dict[str, Any] = request(
        "POST", aws.endpoint_url, content=arguments, headers={"x-amz-target": operation}
    ).json()
    return answer


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
