"""Lets the containers of ``sam local`` reach what ``make run`` serves: ``python -m local.for_containers --address IP``.

``make run`` listens only on 127.0.0.1, which containers cannot reach. This forwards connections from one more address,
by default that of Docker's bridge, which is visible only to this machine and its containers. It also writes the file of
environment variables that ``sam local --env-vars`` passes to every function.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from local.data_folder import RUNNING_FILE, DataFolder

DOCKER_BRIDGE = "172.17.0.1"
HOST_NAME = "host.docker.internal"
VARIABLES_FILE = "sam-local.json"
_BLOCK_BYTES = 65_536


class NotRunningError(Exception):
    """Nothing is running in the folder."""


async def forward(address: str, target: str) -> asyncio.Server:
    """Forward all connections to a free port of ``address`` to the host and port of the URL ``target``."""
    host, port = urlsplit(target).hostname, urlsplit(target).port

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(host, port)
        await asyncio.gather(_copy(reader, there_writer), _copy(there_reader, writer))
        there_writer.close()
        writer.close()

    return await asyncio.start_server(connected, address, 0)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Forward what one side sends, and the end of it."""
    with suppress(ConnectionError):
        while block := await reader.read(_BLOCK_BYTES):
            writer.write(block)
            await writer.drain()
        writer.write_eof()


def variables(environment: Mapping[str, str], moved: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the content of the ``sam local`` file: the functions' environment, with URLs that containers can reach."""

    def reachable(value: str) -> str:
        for here, there in moved.items():
            value = value.replace(here, there)
        return value

    kept = {name: value for name, value in environment.items() if name == "AWS_ENDPOINT_URL" or name[:4] != "AWS_"}
    # The issuer of tokens and the links in messages stay those of make run, so that both accept each other's.
    same = {"PUBLIC_URL", "JWT_ISSUER"}
    return {"Parameters": {name: value if name in same else reachable(value) for name, value in kept.items()}}


async def serve(data: DataFolder, address: str) -> None:
    """Forward until cancelled. Raises NotRunningError, and OSError if this machine does not have the address."""
    running = data.read(RUNNING_FILE)
    if not running:
        raise NotRunningError(f"nothing runs in {data.path}: start make run first")
    environment = running["environment"]
    targets = [environment["AWS_ENDPOINT_URL"], running["url"]]
    servers = [await forward(address, target) for target in targets]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    moved = {target: f"http://{HOST_NAME}:{port}" for target, port in zip(targets, ports, strict=True)}
    data.write(VARIABLES_FILE, variables(environment, moved))
    print(f"Ready: sam local start-api --config-env local --env-vars {data.path / VARIABLES_FILE}", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


def main(arguments: list[str] | None = None) -> int:
    """Forward until Ctrl-C; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m local.for_containers", description="Let containers in.")
    parser.add_argument("--data", type=Path, default=Path(".local"))
    parser.add_argument("--address", default=DOCKER_BRIDGE, help="address that containers reach (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(serve(DataFolder(options.data), options.address))
    except NotRunningError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{options.address} cannot be used: {error.strerror}. Is Docker running?", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
