"""Kills the DynamoDB of ``make run`` at random moments: ``python -m bench.kills [--kills 100] [--seed 5]``.

Four clients send transactions of two items each. After a kill, all that were answered must be there, with both of their
items, and no item without the other. ``bench.one_machine`` kills the whole product, which takes longer.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Any

_CLIENTS = 4
_LONGEST_RUN_SECONDS = 0.5
_TABLE = "notes"
_CREATE = {
    "TableName": _TABLE,
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
}
_PROGRAM = """
import asyncio, sys
from pathlib import Path
from local.dynamodb import DynamoServer
from local.listening import listen
from local.serving import serve

async def main():
    server, listener = DynamoServer(Path(sys.argv[1])), listen(0)
    async with server.running():
        await serve(server, listener, on_ready=lambda: print(listener.getsockname()[1], flush=True))

asyncio.run(main())
"""


class Server:
    """The server in a process of its own."""

    def __init__(self, file: Path) -> None:
        command = [sys.executable, "-c", _PROGRAM, str(file)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self._port = int(self._process.stdout.readline())

    def connection(self) -> HTTPConnection:
        """Return a connection for one client."""
        return HTTPConnection("127.0.0.1", self._port, timeout=30)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all items, in a table that is created if missing."""
        start: dict[str, Any] = {}
        with closing(self.connection()) as connection:
            _call(connection, "CreateTable", _CREATE)
            while True:
                _, page = _call(connection, "Scan", {"TableName": _TABLE, **start})
                yield from (item["id"]["S"] for item in page["Items"])
                if "LastEvaluatedKey" not in page:
                    return
                start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        with self._process:  # which closes its pipes
            pass


def _call(connection: HTTPConnection, operation: str, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    connection.request("POST", "/", json.dumps(request), {"x-amz-target": f"DynamoDB_20120810.{operation}"})
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def _write(server: Server, prefix: str, answered: set[str]) -> None:
    """Send transactions until the server is gone."""
    with closing(server.connection()) as connection, suppress(OSError, HTTPException, ValueError):
        for number in count():
            puts = [{"Put": {"TableName": _TABLE, "Item": {"id": {"S": f"{prefix}-{number}{end}"}}}} for end in "ab"]
            status, _ = _call(connection, "TransactWriteItems", {"TransactItems": puts})
            if status == HTTPStatus.OK:
                answered.add(f"{prefix}-{number}")


def run(file: Path, kills: int, seed: int) -> tuple[int, int, int]:
    """Return how many transactions were answered, lost, and half there."""
    moments = random.Random(seed)  # noqa: S311 - not a secret
    answered: set[str] = set()
    lost: set[str] = set()
    half: set[str] = set()
    for turn in range(kills + 1):
        server = Server(file)
        found = set(server.ids())
        lost |= {name for name in answered if not {f"{name}a", f"{name}b"} <= found}
        half |= {name[:-1] for name in found if not {f"{name[:-1]}a", f"{name[:-1]}b"} <= found}
        if turn < kills:
            arguments = [(server, f"{turn}-{client}", answered) for client in range(_CLIENTS)]
            clients = [threading.Thread(target=_write, args=each) for each in arguments]
            for client in clients:
                client.start()
            time.sleep(moments.uniform(0, _LONGEST_RUN_SECONDS))
        else:
            clients = []
        server.kill()
        for client in clients:
            client.join()
    return len(answered), len(lost), len(half)


def main() -> int:
    """Print what became of the transactions; return 1 if any was lost or is half there."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        answered, lost, half = run(Path(folder, "data.sqlite3"), arguments.kills, arguments.seed)
    print(f"{arguments.kills} kills: {answered} transactions answered, {lost} lost, {half} half there")
    return 1 if lost or half else 0


if __name__ == "__main__":
    sys.exit(main())
