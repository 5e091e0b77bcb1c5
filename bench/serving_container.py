"""What a request costs in the older design: FastAPI and SQLAlchemy with uvicorn, and SQLite as the database."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.events import Event
from bench.reference_world import ReferenceWorld
from bench.running import PYTHON, FunctionFailedError, closed
from bench.runtime_api import cpu_ms

_START_SECONDS = 30.0
_COLUMNS = ("first_name", "last_name", "email", "phone", "birthday", "notes")
_TABLES = """
    create table users (id varchar primary key, email varchar not null);
    create table contacts (
        id varchar primary key, user_id varchar not null, first_name varchar not null, last_name varchar not null,
        email varchar, phone varchar, birthday varchar, notes varchar
    );
    create index ix_contacts_user_id on contacts (user_id);
    create index ix_contacts_last_name on contacts (last_name);
"""


def warm_cpu(folder: Path, world: ReferenceWorld, *, times: int) -> dict[str, float]:
    """Return the median CPU time of a request in milliseconds, by ``get``, ``list`` and ``create``.

    ``folder`` is where the reference is installed. Only the server's process is counted.
    """
    with TemporaryDirectory() as scratch:
        database = Path(scratch, "contacts.sqlite")
        _fill(database, world)
        environment = {**world.environment, "DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(folder)}
        with _server(environment) as (process, port):
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            _await(connection)
            return {
                name: median(_request(connection, process.pid, event) for _ in range(times))
                for name, event in world.events.items()
            }


def _request(connection: HTTPConnection, pid: int, event: Event) -> float:
    before = cpu_ms(pid)
    method = event["requestContext"]["http"]["method"]
    path = event["rawPath"] + (f"?{event['rawQueryString']}" if event["rawQueryString"] else "")
    headers = {name: event["headers"][name] for name in ("authorization", "content-type") if name in event["headers"]}
    connection.request(method, path, event.get("body", "").encode() or None, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status >= 400:
        raise FunctionFailedError(f"{method} {path} answers {answer.status}: {content[:300]!r}")
    return cpu_ms(pid) - before


@contextmanager
def _server(environment: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        process = subprocess.Popen(
            [*PYTHON, "-m", "uvicorn", "container:app", "--fd", str(listener.fileno())],
            env=closed(environment), pass_fds=[listener.fileno()],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield process, listener.getsockname()[1]
        finally:
            process.terminate()
            process.wait()


def _await(connection: HTTPConnection) -> None:
    """Wait until it responds: connections queue up while it starts."""
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            connection.request("GET", "/openapi.json")
            connection.getresponse().read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            connection.close()
        else:
            return


def _fill(database: Path, world: ReferenceWorld) -> None:
    (table,) = json.loads(world.snapshot.read_bytes())["tables"]
    account_id = table["items"][0]["book_id"]["S"]
    connection = sqlite3.connect(database)
    with connection:
        connection.executescript(_TABLES)
        connection.execute("insert into users values (?, ?)", (account_id, "olena@example.com"))
        rows = ((each["id"], account_id, *(each[name] for name in _COLUMNS)) for each in world.contacts)
        connection.executemany("insert into contacts values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.close()
