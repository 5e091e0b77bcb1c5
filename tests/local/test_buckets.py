from __future__ import annotations

from pathlib import Path

from local.account import forget_snapshots, provision
from local.buckets import create_buckets, empty_bucket
from local.data_folder import DataFolder
from local.stand_in import StandIn
from tests.support.sample_template import HEADER, template_of

TEMPLATE = (
    HEADER
    + """
Resources:
  Snapshots: {Type: AWS::S3::Bucket}
  Letters: {Type: AWS::S3::Bucket}
"""
)


def keys(aws: StandIn, bucket: str) -> list[str]:
    return [each["Key"] for each in aws.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_buckets_are_created_once_and_keep_what_they_hold(aws: StandIn) -> None:
    s3 = aws.client("s3")
    for _ in range(2):
        create_buckets(s3, ["bucket-a", "bucket-b"])
        s3.put_object(Bucket="bucket-a", Key="a", Body=b"")
    assert (keys(aws, "bucket-a"), keys(aws, "bucket-b")) == (["a"], [])
    empty_bucket(s3, "bucket-a")
    empty_bucket(s3, "bucket-that-is-not-there")
    assert keys(aws, "bucket-a") == []


def test_after_a_kill_snapshots_are_forgotten_and_nothing_else(tmp_path: Path, aws: StandIn) -> None:
    template, s3 = template_of(tmp_path, TEMPLATE), aws.client("s3")
    forget_snapshots(aws, template)
    provision(aws, template, DataFolder(tmp_path))
    for bucket in template.buckets.values():
        s3.put_object(Bucket=bucket, Key="a", Body=b"")
    forget_snapshots(aws, template)
    assert [keys(aws, name) for name in template.buckets.values()] == [[], ["a"]]
