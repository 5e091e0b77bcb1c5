"""Moto for many tests: what it makes anew for each of them is made once in a process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from typing import Any

import boto3
import moto.core.models
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from local.stand_in import REGION
from local.tables import create_tables
from tools.template import Template

# Moto takes the place of AWS for botocore and for requests, which nothing here uses. For requests it would note nine
# thousand addresses whenever it starts, which takes longer than most tests.
moto.core.models.RESPONSES_METHODS.clear()

_NEW: dict[str, Any] = {}
"""The template's tables as moto keeps them, without items."""


@contextmanager
def moto_with_tables(template: Template) -> Iterator[None]:
    """Put moto in the place of AWS, with the template's tables, all of them empty."""
    with mock_aws():
        tables = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables
        if not _NEW:
            create_tables(_client(), template.tables.values())
            _NEW.update(deepcopy(dict(tables)))
        tables.update(deepcopy(_NEW))
        yield


@cache
def _client() -> Any:
    return boto3.client("dynamodb", region_name=REGION)
