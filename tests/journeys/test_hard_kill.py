"""What a kill of everything costs: nothing that was answered, and no work for the next start."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from local.loopback_http import Response, request
from local.stand_in import StandIn
from tests.support.product import ROOT, RunningProduct, running_product, wait_until
from tools.template import load_template

TABLES = load_template(ROOT / "template.yaml").tables
OLDER_STATE = hashlib.sha256(b'{"services": {}}').hexdigest().encode() + b'\n{"services": {}}'
PASSWORD = "correct horse battery staple"


class Client:
    """Somebody who uses a running product."""

    def __init__(self, product: RunningProduct) -> None:
        self.product = product
        self.token = ""

    def send(self, method: str, path: str, status: int, content: Any = None) -> Any:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        answer: Response = request(method, f"{self.product.url}{path}", content=content, headers=headers)
        assert answer.status == status, (answer.body, self.product.log)
        return answer.json()

    def mails(self) -> list[dict[str, str]]:
        listed: list[dict[str, str]] = self.send("GET", "/_local/mailbox.json", 200)
        return listed

    def recipients(self) -> list[str]:
        return [mail["to"] for mail in self.mails()]

    def register(self, email: str) -> None:
        """Register, and wait for the mail and for the note that it was sent."""
        self.send("POST", "/api/v1/auth/register", 201, {"email": email, "password": PASSWORD})
        wait_until(lambda: email in self.recipients())
        wait_until(lambda: not self.pending_mail())

    @property
    def dynamodb(self) -> Any:
        return StandIn(endpoint_url=self.product.endpoint_url).client("dynamodb")

    def pending_mail(self) -> int:
        return int(self.dynamodb.scan(TableName=TABLES["OutboxTable"].name, IndexName="by_pending")["Count"])

    def is_delivered(self) -> bool:
        """Return whether the checkpoints of the outbox's stream are behind its last record of new mail."""
        dynamodb = self.dynamodb
        streams = StandIn(endpoint_url=self.product.endpoint_url).client("dynamodbstreams")
        arn = dynamodb.describe_table(TableName=TABLES["OutboxTable"].name)["Table"]["LatestStreamArn"]
        (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        where = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        records = streams.get_records(ShardIterator=streams.get_shard_iterator(**where)["ShardIterator"])["Records"]
        inserted = [each["dynamodb"]["SequenceNumber"] for each in records if each["eventName"] == "INSERT"]
        positions = {item["position"]["S"] for item in dynamodb.scan(TableName="local-checkpoints")["Items"]}
        return inserted[-1] in positions

    def verify(self, email: str) -> None:
        mail = next(mail for mail in self.mails() if mail["to"] == email)
        found = re.search(r"verify-email\?token=(\S+)", mail["text"])
        assert found is not None
        self.send("POST", f"/api/v1/auth/verify-email?token={unquote(found.group(1))}", 200)

    def log_in(self, email: str) -> None:
        self.token = ""
        answer = self.send("POST", "/api/v1/auth/login", 200, {"email": email, "password": PASSWORD})
        self.token = answer["access_token"]

    def sign_up(self, email: str) -> None:
        self.register(email)
        self.verify(email)
        self.log_in(email)

    def names(self) -> list[str]:
        return [contact["last_name"] for contact in self.send("GET", "/api/v1/contacts", 200)["items"]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_after_a_hard_kill_the_next_start_has_everything_that_was_answered(data: Path) -> None:
    with running_product(ROOT, data, "--no-demo") as product:
        client = Client(product)
        client.sign_up("first@example.com")
        client.send("POST", "/api/v1/contacts", 201, {"first_name": "Grace", "last_name": "Kept"})
        product.kill_everything()
    token, port = client.token, product.url.rpartition(":")[2]
    # The address is the issuer of the tokens.
    with running_product(ROOT, data, "--no-demo", "--port", port) as product:
        client = Client(product)
        client.token = token
        assert client.names() == ["Kept"]
        client.log_in("first@example.com")
        client.send("POST", "/api/v1/contacts", 201, {"first_name": "Hedy", "last_name": "New"})
        assert client.names() == ["Kept", "New"]


def test_after_a_hard_kill_no_mail_is_sent_twice(data: Path) -> None:
    with running_product(ROOT, data, "--no-demo") as product:
        client = Client(product)
        client.register("first@example.com")
        # The checkpoint is stored after the mail and its note.
        wait_until(client.is_delivered)
        product.kill_everything()
    with running_product(ROOT, data, "--no-demo") as product:
        client = Client(product)
        assert client.recipients() == ["first@example.com"]
        # The stream is read in order: when this mail has come, everything before it has been looked at.
        client.register("second@example.com")
        assert client.recipients() == ["second@example.com", "first@example.com"]


def test_ctrl_c_keeps_the_last_moment(data: Path) -> None:
    with running_product(ROOT, data, "--no-demo") as product:
        client = Client(product)
        client.sign_up("first@example.com")
        client.send("POST", "/api/v1/contacts", 201, {"first_name": "Grace", "last_name": "Kept"})
        assert product.press_ctrl_c() == 0
    with running_product(ROOT, data, "--no-demo") as product:
        client = Client(product)
        client.log_in("first@example.com")
        assert client.names() == ["Kept"]
        assert client.recipients() == ["first@example.com"]


def test_snapshots_outlive_a_stop_and_a_kill(data: Path) -> None:
    bucket = load_template(ROOT / "template.yaml").buckets["Snapshots"]

    def keys(product: RunningProduct) -> list[str]:
        listed = StandIn(endpoint_url=product.endpoint_url).client("s3").list_objects_v2(Bucket=bucket)
        return [each["Key"] for each in listed.get("Contents", [])]

    with running_product(ROOT, data, "--no-demo") as product:
        StandIn(endpoint_url=product.endpoint_url).client("s3").put_object(Bucket=bucket, Key="book/index", Body=b"")
        assert product.press_ctrl_c() == 0
    with running_product(ROOT, data, "--no-demo") as product:
        assert keys(product) == ["book/index"]
        product.kill_everything()
    with running_product(ROOT, data, "--no-demo") as product:
        assert keys(product) == ["book/index"]
        product.kill_everything()
    # As an older version leaves it, which did not store tables at once.
    (data / "stand-in" / "state.next.json").touch()
    (data / "stand-in" / "state.json").write_bytes(OLDER_STATE)
    with running_product(ROOT, data, "--no-demo") as product:
        assert keys(product) == []
