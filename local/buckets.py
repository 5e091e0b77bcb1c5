"""Creates the template's buckets in an S3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def create_buckets(s3: Any, names: Iterable[str]) -> None:
    """Create the buckets that do not exist yet. ``s3`` is a boto3 client."""
    existing = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    for name in names:
        if name not in existing:
            s3.create_bucket(Bucket=name)


def empty_bucket(s3: Any, name: str) -> None:
    """Delete all objects of a bucket, if there is one. ``s3`` is a boto3 client."""
    if name in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
            for found in page.get("Contents", []):
                s3.delete_object(Bucket=name, Key=found["Key"])
