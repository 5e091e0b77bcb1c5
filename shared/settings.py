"""Every setting of the service; no other module reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class SettingError(Exception):
    """A setting is missing or invalid."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, _words(text)))


def _rate(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    per_second, burst = (int(word) for word in _words(text))
    if per_second < 1 or burst < 1:
        raise ValueError("two whole numbers above zero")
    return per_second, burst


def _range_url(text: str) -> str:
    if text and not (text.startswith(("https://", "http://127.0.0.1:", "http://localhost:")) and text.endswith("/")):
        raise ValueError("https, and a slash at the end")
    return text


def _redirects(text: str) -> tuple[str, ...]:
    for url in (urls := _words(text)):
        scheme, _, rest = url.partition(":")
        authority = rest.removeprefix("//").partition("/")[0]
        is_this_machine = scheme == "http" and authority.partition(":")[0] in {"127.0.0.1", "localhost"}
        is_safe = scheme == "https" or "." in scheme or is_this_machine
        if not is_safe or not rest.startswith("/") or "#" in url or "@" in authority:
            raise ValueError("https, an app's scheme such as com.example.app:/, or this machine; without a fragment")
    return urls


def _count(text: str) -> int:
    if (count := int(text)) < 1:
        raise ValueError("a whole number above zero")
    return count


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time with a time zone: 2026-12-01T08:30:00Z")
    return moment


def _transport(text: str) -> str:
    if text not in {"lean", "botocore"}:
        raise ValueError("lean or botocore")
    return text


def _only_for_botocore(text: str) -> None:
    if text.lower() not in {"", "false"}:
        raise ValueError("this needs AWS_TRANSPORT=botocore")


class Setting(Generic[T]):
    """One setting: its name in the environment, how to parse it, and what it is for.

    A setting without a default is required.
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
    """The settings available to functions.

    Each function is deployed with only those it needs; reading a required one that is absent raises SettingError.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    stage = Setting("STAGE", str, "Which deployment this is: local, dev, staging or prod.", default="local")
    region = Setting("AWS_REGION", str, "The AWS region; Lambda sets it.", default="us-east-1")
    aws_endpoint_url = Setting("AWS_ENDPOINT_URL", str, "The URL of a stand-in for AWS. Empty: AWS itself.", default="")
    aws_transport = Setting(
        "AWS_TRANSPORT",
        _transport,
        "The transport to AWS: lean, our own; or botocore, which also supports proxies, profiles and instance roles.",
        default="lean",
    )
    aws_fips_endpoints = Setting(
        "AWS_USE_FIPS_ENDPOINT",
        _only_for_botocore,
        "Whether to use FIPS endpoints; needs botocore.",
        default="",
    )
    aws_dualstack_endpoints = Setting(
        "AWS_USE_DUALSTACK_ENDPOINT",
        _only_for_botocore,
        "Whether to use endpoints that also have IPv6 addresses; needs botocore.",
        default="",
    )
    dynamodb_endpoint_url = Setting(
        "AWS_ENDPOINT_URL_DYNAMODB", _only_for_botocore, "The URL of DynamoDB alone; needs botocore.", default=""
    )
    ses_endpoint_url = Setting("AWS_ENDPOINT_URL_SESV2", _only_for_botocore, "The same for SES.", default="")
    ssm_endpoint_url = Setting("AWS_ENDPOINT_URL_SSM", _only_for_botocore, "The same for Parameter Store.", default="")
    aws_ca_bundle = Setting(
        "AWS_CA_BUNDLE",
        str,
        "File of the certificate authorities to trust for AWS's endpoints. Empty: Amazon's own.",
        default="",
    )
    aws_access_key_id = Setting("AWS_ACCESS_KEY_ID", str, "The function's access key; Lambda sets it.", default="")
    aws_secret_access_key = Setting("AWS_SECRET_ACCESS_KEY", str, "Its secret; Lambda sets it.", default="")
    aws_session_token = Setting("AWS_SESSION_TOKEN", str, "Its session token; Lambda sets it.", default="")
    container_credentials_url = Setting(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        str,
        "Where to fetch access keys if there are none; Lambda sets it with SnapStart.",
        default="",
    )
    container_credentials_path = Setting(
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        str,
        "The same, as a path of http://169.254.170.2; ECS sets it.",
        default="",
    )
    container_authorization = Setting(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        str,
        "The token to authorize that request; Lambda sets it with SnapStart.",
        default="",
    )
    container_authorization_file = Setting(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str, "A file that contains the token; EKS sets it.", default=""
    )
    inside_lambda = Setting(
        "AWS_LAMBDA_FUNCTION_NAME", bool, "Set by Lambda: connections are opened ahead of time.", default=""
    )

    contacts_table = Setting("CONTACTS_TABLE", str, "Name of the table of books, contacts and labels.")
    changes_table = Setting("CHANGES_TABLE", str, "Name of the table of every book's history.")
    accounts_table = Setting("ACCOUNTS_TABLE", str, "Name of the table of accounts, claims and tokens.")
    outbox_table = Setting("OUTBOX_TABLE", str, "Name of the table of messages to send.")
    ephemeral_table = Setting(
        "EPHEMERAL_TABLE", str, "Name of the table of short-lived data: idempotency receipts, rate limits."
    )

    tasks_queue_url = Setting("TASKS_QUEUE_URL", str, "URL of the queue of operations that go on in the background.")
    event_bus = Setting("EVENT_BUS", str, "Name of the EventBridge bus on which changes of books are published.")
    snapshots_bucket = Setting("SNAPSHOTS_BUCKET", str, "Name of the bucket of snapshots, which searches read.")
    exchange_bucket = Setting("EXCHANGE_BUCKET", str, "Name of the bucket of files that people bring and fetch.")
    exchange_links_url = Setting(
        "EXCHANGE_LINKS_URL", str, "Where links to these files lead. Empty: to S3 itself.", default=""
    )

    secrets_prefix = Setting(
        "SECRETS_PREFIX", str, "Path of the keys in SSM Parameter Store, such as /contacts-api/prod."
    )
    secret_names = Setting(
        "SECRET_NAMES",
        _words,
        "The ones this function may read, comma-separated: jwt-keys, mail-keys, cursor-keys, factor-keys, "
        "cloudinary, identity-providers.",
    )
    jwt_issuer = Setting("JWT_ISSUER", str, "The iss claim of access tokens.", default="contacts-api")
    jwt_audience = Setting("JWT_AUDIENCE", str, "The aud claim of access tokens.", default="contacts-api")
    access_token_ttl_seconds = Setting("ACCESS_TOKEN_TTL_SECONDS", int, "Lifetime of an access token.", default="1800")
    former_tokens_until = Setting(
        "FORMER_TOKENS_UNTIL",
        _moment,
        "Until when (RFC 3339) access tokens are accepted that a version without sessions has issued. Empty: never.",
        default="",
    )
    bcrypt_rounds = Setting("BCRYPT_ROUNDS", int, "The cost n of a password hash: 2^n rounds.", default="12")
    breached_passwords_url = Setting(
        "BREACHED_PASSWORDS_URL",
        _range_url,
        "Where hashes of leaked passwords are looked up, such as https://api.pwnedpasswords.com/range/. Empty: only in "
        "the list in the artifact.",
        default="",
    )

    sign_in_redirects = Setting(
        "SIGN_IN_REDIRECTS",
        _redirects,
        "The URLs to which browsers may return from a sign-in with a provider, comma-separated.",
        default="",
    )
    cors_origins = Setting(
        "CORS_ORIGINS",
        _words,
        "Origins of pages that may call the API; those at the host of PUBLIC_URL, and below it, may use its passkeys.",
        default="",
    )
    public_url = Setting("PUBLIC_URL", str, "Base URL of the links in messages, without a trailing slash.")
    mail_from = Setting("MAIL_FROM", str, "The sender of all messages: an identity verified in SES.")
    ses_configuration_set = Setting(
        "SES_CONFIGURATION_SET", str, "The SES configuration set of all messages.", default=""
    )

    cloudinary_upload_prefix = Setting(
        "CLOUDINARY_UPLOAD_PREFIX",
        str,
        "The URL of a stand-in for Cloudinary's API. Empty: Cloudinary itself.",
        default="",
    )

    trusted_proxies = Setting(
        "TRUSTED_PROXIES",
        _networks,
        "Networks of proxies whose X-Forwarded-For is trusted, comma-separated: 192.0.2.0/24. Empty: none.",
        default="",
    )

    contact_write_limit = Setting(
        "CONTACT_WRITE_LIMIT",
        _rate,
        "Writes of contacts that one account may make: so many a second, and so many at once. Empty: 20,1200.",
        default="",
    )
    contact_search_limit = Setting(
        "CONTACT_SEARCH_LIMIT", _rate, "The same for searches for contacts. Empty: 5,300.", default=""
    )
    max_contacts = Setting("MAX_CONTACTS", _count, "Contacts in a book, without those in the trash.", default="100000")

    log_level = Setting("LOG_LEVEL", str, "DEBUG, INFO, WARNING or ERROR.", default="INFO")
    error_tracking_dsn = Setting(
        "SENTRY_DSN", str, "The Sentry project to send unexpected errors to. Empty: none.", default=""
    )
    service_name = Setting(
        "POWERTOOLS_SERVICE_NAME", str, "The name of the service in logs and metrics.", default="contacts-api"
    )
    metrics_namespace = Setting("POWERTOOLS_METRICS_NAMESPACE", str, "The CloudWatch namespace.", default="ContactsApi")


def load_settings() -> Settings:
    """Return the settings of this process."""
    return Settings(os.environ)
