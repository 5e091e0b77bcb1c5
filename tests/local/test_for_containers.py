"""Containers reach what runs, through one more address, and are told where."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from local.data_folder import RUNNING_FILE, DataFolder
from local.for_containers import VARIABLES_FILE, forward, main, serve, variables

OTHER_LOOPBACK = "127.0.0.2"


def test_a_connection_is_passed_on_both_ways() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.read()).upper())
        await writer.drain()
        writer.close()

    async def exchange() -> bytes:
        async with await asyncio.start_server(echo, "127.0.0.1", 0) as target:
            port = target.sockets[0].getsockname()[1]
            async with await forward(OTHER_LOOPBACK, f"http://127.0.0.1:{port}") as bridge:
                address = bridge.sockets[0].getsockname()
                reader, writer = await asyncio.open_connection(*address)
                writer.write(b"hello " * 50_000)
                writer.write_eof()
                answer = await reader.read()
                writer.close()
                return answer

    assert asyncio.run(exchange()) == b"HELLO " * 50_000


def test_urls_are_moved_but_those_that_tokens_and_mails_agree_on() -> None:
    environment = {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
        "AWS_SECRET_ACCESS_KEY": "local",
        "CLOUDINARY_UPLOAD_PREFIX": "http://127.0.0.1:8000/_local/cloudinary",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "CONTACTS_TABLE": "t",
    }
    moved = {"http://127.0.0.1:4566": "http://there:1", "http://127.0.0.1:8000": "http://there:2"}
    assert variables(environment, moved) == {
        "Parameters": {
            "AWS_ENDPOINT_URL": "http://there:1",
            "CLOUDINARY_UPLOAD_PREFIX": "http://there:2/_local/cloudinary",
            "PUBLIC_URL": "http://127.0.0.1:8000",
            "CONTACTS_TABLE": "t",
        }
    }


def test_what_sam_local_reads_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = DataFolder(tmp_path)
    here = {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}
    data.write(RUNNING_FILE, {"url": "http://127.0.0.1:8000", "environment": here})

    async def until_ready() -> None:
        serving = asyncio.create_task(serve(data, OTHER_LOOPBACK))
        while not (tmp_path / VARIABLES_FILE).exists():  # noqa: ASYNC110 - a file has no event to wait for
            await asyncio.sleep(0.01)
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving

    asyncio.run(until_ready())
    written = json.loads((tmp_path / VARIABLES_FILE).read_text(encoding="utf-8"))
    assert written["Parameters"]["AWS_ENDPOINT_URL"].startswith("http://host.docker.internal:")
    assert f"--env-vars {tmp_path / VARIABLES_FILE}" in capsys.readouterr().out


def test_nothing_is_forwarded_when_nothing_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 1
    assert "make run" in capsys.readouterr().err


def test_an_address_that_is_not_of_this_machine_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}
    DataFolder(tmp_path).write(RUNNING_FILE, {"url": "http://127.0.0.1:8000", "environment": here})
    assert main(["--data", str(tmp_path), "--address", "203.0.113.9"]) == 1
    assert "203.0.113.9 cannot be used" in capsys.readouterr().err
