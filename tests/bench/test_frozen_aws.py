from __future__ import annotations

import json
import ssl
import zlib
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import botocore.session
import jwt
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from bench.authority import make_authority
from bench.frozen_aws import FrozenAws, frozen_aws, server_of
from bench.frozen_provider import CLIENT_ID, PARAMETER
from bench.loopback import serving

if TYPE_CHECKING:
    from jwt.types import Options

SNAPSHOT = {
    "parameters": {"/keys": "a secret"},
    "tables": [
        {
            "definition": {"TableName": "T", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]},
            "items": [{"pk": {"S": "ключ"}}],
        }
    ],
}


@pytest.fixture
def url() -> Iterator[str]:
    with serving(server_of(FrozenAws(SNAPSHOT))) as url:
        yield url


def client(service: str, url: str, **options: object) -> Any:
    config = Config(retries={"total_max_attempts": 1})
    return botocore.session.get_session().create_client(service, endpoint_url=url, config=config, **options)


def test_botocore_takes_the_answers_for_those_of_aws(url: str) -> None:
    """It checks DynamoDB's checksum, too."""
    assert client("dynamodb", url).get_item(TableName="T", Key={"pk": {"S": "ключ"}})["Item"] == {"pk": {"S": "ключ"}}
    assert client("ssm", url).get_parameters(Names=["/keys"])["Parameters"][0]["Value"] == "a secret"
    mail = {"FromEmailAddress": "a@example.com", "Content": {"Simple": {}}}
    config = Config(parameter_validation=False)
    ses = botocore.session.get_session().create_client("sesv2", endpoint_url=url, config=config)
    assert ses.send_email(**mail)["MessageId"]


def test_what_is_not_frozen_is_an_error_that_says_so(url: str) -> None:
    with pytest.raises(ClientError, match="not frozen"):
        client("dynamodb", url).get_item(TableName="Others", Key={"pk": {"S": "x"}})


def test_a_connection_serves_many_requests_each_in_one_piece(url: str) -> None:
    connection = HTTPConnection("127.0.0.1", int(url.rpartition(":")[2]), timeout=5)
    body = json.dumps({"TableName": "T", "Key": {"pk": {"S": "ключ"}}})
    for _ in range(3):
        connection.request("POST", "/", body.encode(), {"X-Amz-Target": "DynamoDB_20120810.GetItem"})
        answer = connection.getresponse()
        content = answer.read()
        assert answer.headers["x-amz-crc32"] == str(zlib.crc32(content))
        assert answer.headers["connection"] == "keep-alive"
    connection.close()


def test_its_certificate_is_good_for_those_who_trust_the_authority(tmp_path: Path) -> None:
    (tmp_path / "snapshot.json").write_text(json.dumps(SNAPSHOT), encoding="utf-8")
    (tmp_path / "others.pem").write_text("", encoding="ascii")
    authority = make_authority(tmp_path)
    bundle = authority.bundle(tmp_path / "others.pem", tmp_path / "bundle.pem")
    with frozen_aws(tmp_path / "snapshot.json", authority.certificate) as url:
        assert client("ssm", url, verify=str(bundle)).get_parameters(Names=["/keys"])["Parameters"]
        stranger = HTTPSConnection("localhost", int(url.rpartition(":")[2]), timeout=5)
        with pytest.raises(ssl.SSLCertVerificationError):
            stranger.request("POST", "/")
        stranger.close()


def test_it_is_a_provider_whose_tokens_its_keys_verify() -> None:
    parameters = {"parameters": {"/providers": PARAMETER}, "tables": [], "nonce": "n"}
    with serving(server_of(FrozenAws(parameters))) as url:
        (parameter,) = client("ssm", url).get_parameters(Names=["/providers"])["Parameters"]
        assert json.loads(parameter["Value"])["example"]["issuer"] == url
        described = fetched(f"{url}/.well-known/openid-configuration")
        assert described["issuer"] == url
        keys = jwt.PyJWKSet.from_dict(fetched(described["jwks_uri"])).keys
        token = fetched(described["token_endpoint"], b"code=any")["id_token"]
    options: Options = {"verify_iat": False}  # which is in the future
    claims = jwt.decode(token, keys[0], algorithms=["EdDSA"], audience=CLIENT_ID, issuer=url, options=options)
    assert claims["nonce"] == "n"


def fetched(url: str, form: bytes | None = None) -> Any:
    with urlopen(url, data=form, timeout=5) as response:
        return json.load(response)
