"""Our signatures are botocore's, byte for byte."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.aws.credentials import AccessKeys, FixedCredentials
from shared.adapters.aws.s3_messages import request_of
from shared.adapters.aws.signing import Signer

KEYS = AccessKeys(key_id="AKIDEXAMPLE", secret="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
HOST = "service.example.com"

# What neither signer is made for: botocore leaves these out, or makes them itself.
_NOT_SIGNED = {"authorization", "connection", "date", "expect", "host", "keep-alive", "te", "trailer", "upgrade"} | {
    "transfer-encoding", "user-agent", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amzn-trace-id",
    "proxy-authenticate", "proxy-authorization",
}  # fmt: skip
_letters = st.characters(codec="ascii", categories=["L", "N", "P", "S"])
names = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True).filter(lambda name: name not in _NOT_SIGNED)
values = st.text(st.characters(codec="latin-1", exclude_categories=["C"]), max_size=40)
headers = st.dictionaries(names, values, max_size=6)
tokens = st.text(_letters, max_size=200)
segments = st.text(st.sampled_from("abcXYZ019-_.~ %:@!$&'()*+,;=éщ"), min_size=1, max_size=8).filter(
    lambda segment: segment not in {".", ".."}
)
paths = st.lists(segments, max_size=3).map(lambda parts: "/" + "/".join(parts))
bodies = st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode(errors="replace")))
regions = st.sampled_from(["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"])
services = st.sampled_from(["dynamodb", "ses", "ssm"])
times = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - hypothesis wants them so


def botocores(
    keys: AccessKeys, service: str, region: str, at: datetime, path: str, headers: dict[str, str], body: bytes
) -> dict[str, str]:
    """Return the headers of a request that botocore has signed, with names in lower case."""
    request = AWSRequest(method="POST", url=f"https://{HOST}{path}", headers=headers, data=body)
    credentials = BotocoreCredentials(keys.key_id, keys.secret, keys.session_token or None)
    with patch("botocore.auth.get_current_datetime", lambda: at):
        SigV4Auth(credentials, service, region).add_auth(request)
    return {name.lower(): value for name, value in request.headers.items()}


def ours(
    keys: AccessKeys, service: str, region: str, at: datetime, path: str, headers: dict[str, str], body: bytes
) -> dict[str, str]:
    seconds = at.replace(tzinfo=UTC).timestamp()
    signer = Signer(service=service, region=region, credentials=FixedCredentials(keys), clock=lambda: seconds)
    return signer.signed(path, headers, body)


@given(tokens, services, regions, times, paths, headers, bodies)
def test_any_request_is_signed_as_botocore_signs_it(
    token: str, service: str, region: str, at: datetime, path: str, headers: dict[str, str], body: bytes
) -> None:
    keys = AccessKeys(key_id=KEYS.key_id, secret=KEYS.secret, session_token=token)
    with_host = {**headers, "host": HOST}
    assert ours(keys, service, region, at, path, with_host, body) == botocores(
        keys, service, region, at, path, with_host, body
    )


@given(st.text(_letters, min_size=1, max_size=40), st.text(_letters, min_size=1, max_size=128))
def test_any_keys_sign_as_with_botocore(key_id: str, secret: str) -> None:
    keys = AccessKeys(key_id=key_id, secret=secret)
    request = ("dynamodb", "eu-central-1", datetime(2026, 5, 17, 23, 59, 59), "/", {"host": HOST}, b"{}")  # noqa: DTZ001
    assert ours(keys, *request) == botocores(keys, *request)


keys_of_objects = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
small_arguments = st.fixed_dictionaries({}, optional={"IfMatch": values.map(str.strip), "ContentType": st.just("a/b")})
put_arguments = st.builds(
    lambda key, body, more: {"Key": key, "Body": body, **more}, keys_of_objects, bodies, small_arguments
)
list_arguments = st.builds(
    lambda prefix, most: {"Prefix": prefix, "MaxKeys": most}, keys_of_objects, st.integers(0, 1000)
)
asked_of_s3 = st.one_of(
    st.tuples(st.sampled_from(["GetObject", "DeleteObject"]), keys_of_objects.map(lambda key: {"Key": key})),
    st.tuples(st.just("PutObject"), put_arguments),
    st.tuples(st.just("ListObjectsV2"), list_arguments),
)


@given(tokens, regions, times, asked_of_s3)
def test_any_request_to_s3_is_signed_as_botocore_signs_it(
    token: str, region: str, at: datetime, asked: tuple[str, dict[str, Any]]
) -> None:
    keys = AccessKeys(key_id=KEYS.key_id, secret=KEYS.secret, session_token=token)
    request = request_of(*asked)
    with_host = {**request.headers, "host": HOST}
    url = f"https://{HOST}{request.path}" + (f"?{request.query}" if request.query else "")
    theirs = AWSRequest(method=request.method, url=url, headers=with_host, data=request.body)
    theirs.context["client_config"] = Config(s3={"payload_signing_enabled": True})
    with patch("botocore.auth.get_current_datetime", lambda: at):
        S3SigV4Auth(BotocoreCredentials(keys.key_id, keys.secret, token or None), "s3", region).add_auth(theirs)
    signer = Signer(
        service="s3",
        region=region,
        credentials=FixedCredentials(keys),
        clock=at.replace(tzinfo=UTC).timestamp,
    )
    digest = sha256(request.body).hexdigest()
    signed = signer.signed_object(request.method, request.path, request.query, with_host, digest)
    assert signed == {name.lower(): value for name, value in theirs.headers.items()}


class Rotated:
    """Credentials, and a clock, that move on."""

    def __init__(self) -> None:
        self.keys = KEYS
        self.at = datetime(2026, 5, 17, 23, 59, 59)  # noqa: DTZ001

    def current(self) -> AccessKeys:
        return self.keys

    def clock(self) -> float:
        return self.at.replace(tzinfo=UTC).timestamp()


def test_a_signer_follows_the_day_and_the_keys() -> None:
    state = Rotated()
    signer = Signer(service="dynamodb", region="us-east-1", credentials=state, clock=state.clock)
    new = AccessKeys(key_id="AKIDNEW", secret="another", session_token="token")
    for keys, day in ((KEYS, 17), (KEYS, 18), (new, 18), (KEYS, 18), (new, 17)):
        state.keys, state.at = keys, state.at.replace(day=day)
        expected = botocores(keys, "dynamodb", "us-east-1", state.at, "/", {"host": HOST}, b"body")
        assert signer.signed("/", {"host": HOST}, b"body") == expected


@given(tokens, regions, times, segments.filter(lambda key: key.strip()), st.integers(1, 50_000_000))
def test_a_link_is_signed_as_botocore_signs_it(token: str, region: str, at: datetime, key: str, length: int) -> None:
    keys = AccessKeys(key_id=KEYS.key_id, secret=KEYS.secret, session_token=token)
    seconds = at.replace(tzinfo=UTC).timestamp()
    signer = Signer(service="s3", region=region, credentials=FixedCredentials(keys), clock=lambda: seconds)
    path = request_of("PutObject", {"Key": key}).path
    asked = {"response-content-disposition": f'attachment; filename="{length} щ&=/.vcf"'}
    headers = {"content-length": str(length), "host": HOST}
    query = signer.presigned("PUT", path, headers, seconds=600, parameters=asked)
    url = f"https://{HOST}{path}?{urlencode(asked, quote_via=quote)}"
    request = AWSRequest(method="PUT", url=url, headers={"content-length": str(length)})
    credentials = BotocoreCredentials(keys.key_id, keys.secret, keys.session_token or None)
    with patch("botocore.auth.get_current_datetime", lambda: at):
        S3SigV4QueryAuth(credentials, "s3", region, expires=600).add_auth(request)
    theirs = parse_qs(urlsplit(request.url).query, keep_blank_values=True)
    assert parse_qs(query, keep_blank_values=True) == theirs
