"""Every setting of the service, and the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class SettingError(Exception):
    """A setting is missing or cannot be read."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, _words(text)))


def _transport(text: str) -> str:
    if text not in {"lean", "botocore"}:
        raise ValueError("lean or botocore")
    return text


def _only_for_botocore(text: str) -> None:
    if text.lower() not in {"", "false"}:
        raise ValueError("this needs AWS_TRANSPORT=botocore")


class Setting(Generic[T]):
    """One setting: its name in the environment, how its text is read, what it is for.

    Without a default it is required.
    """

    def __init__(self, name: str, read: Callable[[str], T], about: str, *, default: str | None = None) -> None:
        self.name = name
        self.about = about
        self.default = default
        self._read = read

    @overload
    def __get__(self, settings: None, owner: type[Settings]) -> Setting[T]: ...
    @overload
    def __get__(self, settings: Settings, owner: type[Settings]) -> T: ...
    def __get__(self, settings: Settings | None, owner: type[Settings]) -> Setting[T] | T:
        if settings is None:
            return self
        text = settings.environment.get(self.name, self.default)
        if text is None:
            raise SettingError(f"{self.name} is not set")
        try:
            return self._read(text)
        except ValueError as error:
            raise SettingError(f"{self.name}: {error}") from error


class Settings:
    """What functions may ask for.

    A function is deployed with those it needs; asking for a required one that is absent raises.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    stage = Setting("STAGE", str, "Which deployment this is: local, dev, staging or prod.", default="local")
    region = Setting("AWS_REGION", str, "The AWS region; Lambda sets it.", default="us-east-1")
    aws_endpoint_url = Setting(
        "AWS_ENDPOINT_URL", str, "Where AWS is, when it is a stand-in. Empty: the real one.", default=""
    )
    aws_transport = Setting(
        "AWS_TRANSPORT",
        _transport,
        "How AWS is reached: lean, our own; or botocore, which also knows proxies, profiles and instance roles.",
        default="lean",
    )
    aws_fips_endpoints = Setting(
        "AWS_USE_FIPS_ENDPOINT",
        _only_for_botocore,
        "Whether endpoints are those of FIPS: by botocore only.",
        default="",
    )
    aws_dualstack_endpoints = Setting(
        "AWS_USE_DUALSTACK_ENDPOINT",
        _only_for_botocore,
        "Whether endpoints are those that have IPv6 addresses, too: by botocore only.",
        default="",
    )
    dynamodb_endpoint_url = Setting(
        "AWS_ENDPOINT_URL_DYNAMODB", _only_for_botocore, "Where DynamoDB alone is: for botocore only.", default=""
    )
    ses_endpoint_url = Setting("AWS_ENDPOINT_URL_SESV2", _only_for_botocore, "The same of SES.", default="")
    ssm_endpoint_url = Setting("AWS_ENDPOINT_URL_SSM", _only_for_botocore, "The same of Parameter Store.", default="")
    aws_ca_bundle = Setting(
        "AWS_CA_BUNDLE",
        str,
        "File with the certificates of the authorities that AWS's endpoints are trusted by. Empty: Amazon's own.",
        default="",
    )
    aws_access_key_id = Setting("AWS_ACCESS_KEY_ID", str, "The function's access key; Lambda sets it.", default="")
    aws_secret_access_key = Setting("AWS_SECRET_ACCESS_KEY", str, "Its secret; Lambda sets it.", default="")
    aws_session_token = Setting("AWS_SESSION_TOKEN", str, "Its session token; Lambda sets it.", default="")
    container_credentials_url = Setting(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        str,
        "Where access keys are fetched when there are none; Lambda sets it under SnapStart.",
        default="",
    )
    container_credentials_path = Setting(
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", str, "The same, below http://169.254.170.2; ECS sets it.", default=""
    )
    container_authorization = Setting(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN", str, "What is shown there; Lambda sets it under SnapStart.", default=""
    )
    container_authorization_file = Setting(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str, "A file that holds it; EKS sets it.", default=""
    )
    inside_lambda = Setting(
        "AWS_LAMBDA_FUNCTION_NAME", bool, "Set by Lambda: clients are opened ahead of time.", default=""
    )

    contacts_table = Setting("CONTACTS_TABLE", str, "Name of the table of books, contacts and labels.")
    changes_table = Setting("CHANGES_TABLE", str, "Name of the table of every book's history.")
    accounts_table = Setting("ACCOUNTS_TABLE", str, "Name of the table of accounts, claims and tokens.")
    outbox_table = Setting("OUTBOX_TABLE", str, "Name of the table of mails to send.")
    ephemeral_table = Setting(
        "EPHEMERAL_TABLE", str, "Name of the table of what may be forgotten: idempotency receipts, limits."
    )

    secrets_prefix = Setting(
        "SECRETS_PREFIX", str, "Path in SSM Parameter Store below which the keys are, such as /contacts-api/prod."
    )
    secret_names = Setting(
        "SECRET_NAMES",
        _words,
        "What this function may read there, comma-separated: jwt-keys, mail-keys, cursor-keys, cloudinary.",
    )
    jwt_issuer = Setting("JWT_ISSUER", str, "The iss claim of access tokens.", default="contacts-api")
    jwt_audience = Setting("JWT_AUDIENCE", str, "The aud claim of access tokens.", default="contacts-api")
    access_token_ttl_seconds = Setting(
        "ACCESS_TOKEN_TTL_SECONDS", int, "How long an access token lives.", default="1800"
    )
    bcrypt_rounds = Setting("BCRYPT_ROUNDS", int, "The cost of a password hash: 2^n rounds.", default="12")

    public_url = Setting("PUBLIC_URL", str, "Base of the links in mails, without a slash at the end.")
    mail_from = Setting("MAIL_FROM", str, "The sender of every mail; an identity verified in SES.")
    ses_configuration_set = Setting(
        "SES_CONFIGURATION_SET", str, "The SES configuration set of every mail.", default=""
    )

    cloudinary_upload_prefix = Setting(
        "CLOUDINARY_UPLOAD_PREFIX",
        str,
        "Where Cloudinary's API is, when it is a stand-in. Empty: the real one.",
        default="",
    )

    trusted_proxies = Setting(
        "TRUSTED_PROXIES",
        _networks,
        "Networks of proxies whose X-Forwarded-For is believed, comma-separated: 192.0.2.0/24. Empty: nobody's.",
        default="",
    )

    log_level = Setting("LOG_LEVEL", str, "DEBUG, INFO, WARNING or ERROR.", default="INFO")
    error_tracking_dsn = Setting(
        "SENTRY_DSN", str, "Where Sentry is told of unexpected errors. Empty: nowhere.", default=""
    )
    service_name = Setting("POWERTOOLS_SERVICE_NAME", str, "The service in logs and metrics.", default="contacts-api")
    metrics_namespace = Setting("POWERTOOLS_METRICS_NAMESPACE", str, "The CloudWatch namespace.", default="ContactsApi")


def load_settings() -> Settings:
    """Return the settings of this process."""
    return Settings(os.environ)
