"""The AWS stand-in with the template's tables, for many tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from local.stand_in import StandIn, running
from local.tables import create_tables
from tools.template import Template


@contextmanager
def stand_in_with_tables(template: Template) -> Iterator[StandIn]:
    """Run a stand-in within a ``with`` block.

    It keeps expired items: it would use the clock of the machine, but tests use clocks of their own.
    """
    with running() as aws:
        create_tables(aws.client("dynamodb"), [replace(each, ttl_attribute=None) for each in template.tables.values()])
        yield aws
