from __future__ import annotations

import os
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from local.child import Child, ChildError
from local.mailbox import read_mailbox
from local.stand_in import StandIn, running, start
from local.tables import create_tables
from tools.template import Table


def put(aws: StandIn, table: Table, name: str) -> None:
    aws.client("dynamodb").put_item(TableName=table.name, Item={"id": {"S": name}})


def ids(aws: StandIn, table: Table) -> set[str]:
    items = aws.client("dynamodb").scan(TableName=table.name)["Items"]
    return {item["id"]["S"] for item in items}


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def send(aws: StandIn, sender: str, subject: str) -> None:
    aws.client("sesv2").send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": ["b@example.com", "c@example.com"]},
        Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "t"}, "Html": {"Data": "<p>h"}}}},
    )


def test_a_clean_stop_keeps_what_was_just_written(tmp_path: Path, table: Table) -> None:
    with running(tmp_path) as aws:
        create_tables(aws.client("dynamodb"), [table])
        put(aws, table, "kept")
    with running(tmp_path) as aws:
        assert ids(aws, table) == {"kept"}
        assert create_tables(aws.client("dynamodb"), [table]) == []


def test_objects_survive_a_restart_and_a_kill_right_after_they_were_stored(tmp_path: Path) -> None:
    body = bytes(range(256)) * 100
    with running(tmp_path / "data") as aws:
        aws.client("s3").create_bucket(Bucket="kept")
        aws.client("s3").put_object(Bucket="kept", Key="a/b", Body=body)
    aws = start(tmp_path / "data")
    assert aws.client("s3").get_object(Bucket="kept", Key="a/b")["Body"].read() == body
    etag = aws.client("s3").put_object(Bucket="kept", Key="c", Body=b"late")["ETag"]
    aws.client("s3").delete_object(Bucket="kept", Key="a/b")
    aws.child.kill()
    with running(tmp_path / "data") as again:
        s3 = again.client("s3")
        assert [each["Key"] for each in s3.list_objects_v2(Bucket="kept")["Contents"]] == ["c"]
        found = s3.get_object(Bucket="kept", Key="c")
        assert (found["Body"].read(), found["ETag"]) == (b"late", etag)
    with running(tmp_path / "another") as other:
        assert other.client("s3").list_buckets()["Buckets"] == []


def test_without_a_folder_no_object_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_PERSIST", "1")
    monkeypatch.setenv("S3_DATA_DIR", str(tmp_path))
    with running() as aws:
        aws.client("s3").create_bucket(Bucket="lost")
        aws.client("s3").put_object(Bucket="lost", Key="a", Body=b"")
    assert list(tmp_path.iterdir()) == []


def test_a_kill_keeps_all_that_was_answered(tmp_path: Path, table: Table) -> None:
    aws = start(tmp_path)
    create_tables(aws.client("dynamodb"), [table])
    put(aws, table, "kept")
    aws.child.kill()
    with running(tmp_path) as aws:
        assert ids(aws, table) == {"kept"}


def test_a_kill_at_any_moment_loses_no_write_that_was_answered(tmp_path: Path, table: Table) -> None:
    """A small run of what ``python -m bench.kills`` does a hundred times to the whole product."""
    answered: set[str] = set()
    for turn in range(4):
        aws = start(tmp_path)
        create_tables(aws.client("dynamodb"), [table])
        assert ids(aws, table) >= answered
        threads = [
            threading.Thread(target=put_until_killed, args=(aws, table, f"{turn}-{n}", answered)) for n in (1, 2)
        ]
        for thread in threads:
            thread.start()
        time.sleep(0.1 + 0.07 * turn)
        aws.child.kill()
        for thread in threads:
            thread.join()
    assert answered
    with running(tmp_path) as aws:
        assert ids(aws, table) >= answered


def put_until_killed(aws: StandIn, table: Table, prefix: str, answered: set[str]) -> None:
    for number in range(100_000):
        try:
            put(aws, table, f"{prefix}-{number}")
        except (BotoCoreError, ClientError):
            return
        answered.add(f"{prefix}-{number}")


def test_a_kill_keeps_messages_parameters_and_mail(tmp_path: Path) -> None:
    aws = start(tmp_path)
    aws.client("ssm").put_parameter(Name="/a/key", Value="secret", Type="SecureString")
    aws.client("sesv2").create_email_identity(EmailIdentity="me@example.com")
    send(aws, "me@example.com", "kept")
    url = aws.client("sqs").create_queue(QueueName="tasks")["QueueUrl"]
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="kept")
    aws.child.kill()
    with running(tmp_path) as aws:
        found = aws.client("ssm").get_parameters(Names=["/a/key"], WithDecryption=True)["Parameters"]
        assert found[0]["Value"] == "secret"
        assert [mail.subject for mail in read_mailbox(aws.endpoint_url)] == ["kept"]
        sqs = aws.client("sqs")
        url = sqs.get_queue_url(QueueName="tasks")["QueueUrl"]
        assert [each["Body"] for each in sqs.receive_message(QueueUrl=url)["Messages"]] == ["kept"]


def test_what_may_be_late_is_stored_at_a_stop(tmp_path: Path) -> None:
    with running(tmp_path) as aws:
        sqs = aws.client("sqs")
        url = sqs.create_queue(QueueName="tasks")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="done")
        (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    with running(tmp_path) as aws:
        sqs = aws.client("sqs")
        url = sqs.get_queue_url(QueueName="tasks")["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        assert attributes["ApproximateNumberOfMessages"] == "0"
        assert attributes["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_the_folder_is_handed_over_when_the_one_before_is_ending(tmp_path: Path, table: Table) -> None:
    first = start(tmp_path)
    create_tables(first.client("dynamodb"), [table])
    put(first, table, "last moment")
    process = first.child._process
    process.send_signal(signal.SIGSTOP)
    # The parent dies: nobody stops the child, its lifeline ends. It takes its time to notice.
    assert process.stdin is not None
    process.stdin.close()
    threading.Timer(3, process.send_signal, [signal.SIGCONT]).start()
    with running(tmp_path) as second:
        assert ids(second, table) == {"last moment"}
    assert first.child.exit_code == 0


def test_without_a_folder_nothing_is_kept(table: Table) -> None:
    for _ in range(2):
        with running() as aws:
            assert create_tables(aws.client("dynamodb"), [table]) == [table.name]


def test_nothing_listens_beyond_loopback(aws: StandIn) -> None:
    port = int(aws.endpoint_url.rpartition(":")[2])
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        # The port is still free on another address of this machine, so it is not taken on all of them.
        other.bind(("127.0.0.9", port))


def test_mail_needs_a_verified_sender(aws: StandIn) -> None:
    ses = aws.client("sesv2")
    with pytest.raises(ses.exceptions.MessageRejected):
        send(aws, "stranger@example.com", "no")


def test_the_mailbox_has_the_newest_mail_first(aws: StandIn) -> None:
    aws.client("sesv2").create_email_identity(EmailIdentity="me@example.com")
    send(aws, "me@example.com", "first")
    send(aws, "me@example.com", "second")
    second, first = read_mailbox(aws.endpoint_url)[:2]
    assert (first.subject, second.subject) == ("first", "second")
    assert (second.to, second.text, second.html) == ("b@example.com, c@example.com", "t", "<p>h")
    assert second.sent_at.endswith("+00:00")


def test_a_child_that_does_not_want_to_end_is_ended(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "os.write(int(sys.argv[2]), b'here\\n')\n"
        "time.sleep(60)\n"
    )
    (tmp_path / "stubborn.py").write_text(program, encoding="utf-8")
    child = Child.start("stubborn", environment={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert child.ready_line == "here"
    assert child.exit_code is None
    child.stop(grace_seconds=0.05)
    assert child.exit_code == -signal.SIGKILL


def test_data_of_a_newer_version_is_one_clear_line(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "data.sqlite3") as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(ChildError, match=r"was written by a newer version \(format 99, this one knows 1\)"):
        start(tmp_path)


def test_a_damaged_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "data.sqlite3").write_bytes(b"half a" * 1000)
    with pytest.raises(ChildError, match=r"data\.sqlite3 cannot be read: file is not a database"):
        start(tmp_path)


def test_a_child_that_does_not_start_is_an_error() -> None:
    with pytest.raises(ChildError, match=r"local\.no_such_module did not start \(exit code 1\)"):
        Child.start("local.no_such_module")


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ChildError, match=r"timeit did not start"):
        Child.start("timeit", "--help", ready_within_seconds=0)
