"""The parts of dependencies that ship behave like the complete ones."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import phonenumbers
import pytest

from bench.targets import Artifacts
from local.stand_in import StandIn
from shared.adapters.phone_numbers import LibPhoneNumbers
from shared.adapters.zstd_frames import decompressed
from tools.bundle.artifacts import Artifact
from tools.bundle.patching.aws_models import AWS_OPERATIONS

Run = Callable[..., Any]

ZONES = """
import zoneinfo
from datetime import datetime
from hashlib import sha256
zoneinfo.reset_tzpath(to=[])
def offsets(name):
    zone = zoneinfo.ZoneInfo(name)
    return [str(zone.utcoffset(datetime(year, month, 1))) for year in range(1900, 2060, 9) for month in (1, 7)]
answer = {name: sha256(repr(offsets(name)).encode()).hexdigest() for name in sorted(zoneinfo.available_timezones())}
"""
NUMBERS = """
import phonenumbers
def read(region, number):
    parsed = phonenumbers.parse(number, region)
    assert phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
answer = {region: read(region, number) for region, number in given.items()}
"""
READINGS = """
from shared.adapters.phone_numbers import LibPhoneNumbers
from shared.adapters.zstd_frames import decompressed
numbers = LibPhoneNumbers()
def read(typed, region):
    reading = numbers.read(typed, region)
    return [reading.e164, reading.extension]
answer = [read(typed, region) for typed, region in given]
"""
AWS = """
import botocore.session
session = botocore.session.get_session()
clients = {service: session.create_client(service) for service in given["services"]}
answer = {service: sorted(client.meta.service_model.operation_names) for service, client in clients.items()}
clients["dynamodb"].describe_table(TableName=given["table"])
answer["parameters"] = clients["ssm"].get_parameters(Names=["/nowhere"])["InvalidParameters"]
try:
    clients["dynamodb"].describe_table(TableName="nowhere")
except clients["dynamodb"].exceptions.ResourceNotFoundException as error:
    answer["error"] = error.response["Error"]["Code"]
"""
FRAMES = """
from shared.adapters.zstd_frames import compressed, decompressed
frame = compressed(given.encode())
assert decompressed(frame, len(given)).decode() == given
answer = [frame.hex(), sorted(sys.modules)]
"""
NO_LOOP = """
from typing import Annotated
from fastapi import Depends, FastAPI
from fastapi.responses import PlainTextResponse
from mangum import Mangum
from starlette.exceptions import HTTPException
order = []
def opened():
    order.append("opened")
    try: yield "a"
    finally: order.append("closed")
async def entered():
    yield "b"
    order.append("left")
def plain(): return "c"
application = FastAPI()
@application.post("/letters")
def letters(one: Annotated[str, Depends(opened)], two: Annotated[str, Depends(entered)],
            three: Annotated[str, Depends(plain)], given: dict[str, str]) -> list[str]:
    return [one, two, three, given["letter"]]
@application.post("/waits")
async def waits():
    class Never:
        def __await__(self): yield
    await Never()
@application.post("/refuses")
def refuses(one: Annotated[str, Depends(opened)]): raise HTTPException(418)
@application.exception_handler(HTTPException)
def refused(request, error): return PlainTextResponse("refused", error.status_code)
handler = Mangum(application, lifespan="off")
def call(path):
    http = {"method": "POST", "path": path, "sourceIp": "192.0.2.1", "protocol": "HTTP/1.1"}
    event = {"version": "2.0", "rawPath": path, "rawQueryString": "", "headers": {"content-type": "application/json"},
             "requestContext": {"http": http}, "body": '{"letter": "d"}', "isBase64Encoded": False}
    answer = handler(event, None)
    return [answer["statusCode"], answer["body"]]
answer = [call("/letters"), call("/refuses")]
try:
    call("/waits")
except RuntimeError as error:
    answer.append(str(error))
answer += [order, [name for name in ("asyncio", "concurrent.futures") if name in sys.modules]]
"""
PUT_OFF = """
import asyncio
from datetime import datetime, timezone
from decimal import Decimal
from passlib.utils import saslprep
from pydantic import TypeAdapter
from fastapi.encoders import jsonable_encoder
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
async def form(kind, body):
    async def receive():
        return {"type": "http.request", "body": body}
    request = Request({"type": "http", "headers": [(b"content-type", kind)]}, receive)
    async with request.form() as fields:
        return {name: field if isinstance(field, str) else str(await field.read()) for name, field in fields.items()}
def cookie():
    response = Response()
    response.set_cookie("key", "a value", expires=datetime(2026, 11, 24, tzinfo=timezone.utc))
    return response.headers["set-cookie"]
parts = b'--x\\r\\nContent-Disposition: form-data; name="one"; filename="a.txt"\\r\\n\\r\\ntext\\r\\n--x--\\r\\n'
answer = {
    "statuses": [HTTPException(status).detail for status in (404, 422, 599)],
    "cookies": [Request({"type": "http", "headers": [(b"cookie", b'one="1"; two=2')]}).cookies, cookie()],
    "forms": [asyncio.run(form(b"multipart/form-data; boundary=x", parts)),
              asyncio.run(form(b"application/x-www-form-urlencoded", b"one=1"))],
    "file": FileResponse("styles.css").media_type,
    "encoded": jsonable_encoder({"at": datetime(2026, 11, 24), "price": Decimal("1.5")}),
    "prepared": saslprep("a\\u00adb"),
}
from fractions import Fraction
from zoneinfo import ZoneInfo
answer["types"] = [str(TypeAdapter(Fraction).validate_python("2/6")), TypeAdapter(ZoneInfo).validate_python("UTC").key]
"""
EVERY_MODULE = """
import dataclasses, importlib, pkgutil
import fido2.server  # whose own are compiled, where a passkey is verified
from shared import compiled_ahead
answer = []
def execute(code, *rest):
    if isinstance(code, str):
        answer.append(code)
    exec(code, *rest)
dataclasses.exec = compiled_ahead.exec = execute
import functions, shared
for package in (functions, shared):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
"""
TRACKED = """
from shared import observe
observe.configure(service="contacts-api", namespace="ContactsApi", level="INFO", error_tracking_dsn=given)
try:
    raise LookupError("no such thing")
except LookupError:
    observe.log_exception("unexpected error")
answer = None
"""


def runner(artifact: Path, folder: Path) -> Run:
    """Return a way to run a program on an artifact alone, with a value in ``given``: what it assigns to ``answer``."""

    def run(program: str, given: Any = None, environment: dict[str, str] | None = None) -> Any:
        head = f"import json, sys\nsys.path.insert(0, {str(artifact)!r})\ngiven = json.load(sys.stdin)\n"
        tail = "\njson.dump(answer, open('answer.json', 'w'))"
        process = subprocess.run(
            [sys.executable, "-I", "-S", "-c", head + program + tail],
            input=json.dumps(given), cwd=folder, env=environment or {},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert process.returncode == 0, process.stderr
        return json.loads((folder / "answer.json").read_text(encoding="utf-8"))

    return run


@pytest.fixture
def run(artifact: Path, tmp_path: Path) -> Run:
    return runner(artifact, tmp_path)


def test_every_time_zone_is_as_it_was(run: Run) -> None:
    scope: dict[str, Any] = {}
    exec(f"{ZONES}\nzoneinfo.reset_tzpath()", scope)
    assert len(available_timezones()) > 500
    assert run(ZONES) == scope["answer"]


def test_numbers_of_every_region_are_read(run: Run) -> None:
    found = {region: phonenumbers.example_number(region) for region in phonenumbers.SUPPORTED_REGIONS}
    examples = {region: number for region, number in found.items() if number}
    assert len(examples) > 240
    national = phonenumbers.PhoneNumberFormat.NATIONAL
    typed = {region: phonenumbers.format_number(number, national) for region, number in examples.items()}
    e164 = phonenumbers.PhoneNumberFormat.E164
    assert run(NUMBERS, typed) == {
        region: phonenumbers.format_number(number, e164) for region, number in examples.items()
    }


def test_numbers_of_no_region_are_read(run: Run) -> None:
    assert run(NUMBERS, {"US": "+80012345678"}) == {"US": "+80012345678"}


def test_phones_are_read_as_with_the_complete_library(run: Run) -> None:
    typed = [
        ("(202) 555-0143 ext. 12", "US"), ("tel:+1-202-555-0143;ext=12", ""), ("044 123-45-67 доб. 5", "UA"),
        ("030/12 34 56", "DE"), ("1-800-FLOWERS", "US"), ("+800 1234 5678", ""), ("044 123-45-67 x5", ""),
        ("202-555-0100/0101", "US"), ("112", "DE"), ("030 123456 / 57", "DE"), ("+1 555 123 4567", ""), ("110", "CN"),
    ]  # fmt: skip
    numbers = LibPhoneNumbers()
    readings = [numbers.read(*each) for each in typed]
    assert [reading.e164 for reading in readings[:5]] == [
        "+12025550143", "+12025550143", "+380441234567", "+4930123456", "+18003569377"
    ]  # fmt: skip
    assert [reading.e164 for reading in readings[6:]] == [None] * 6
    assert run(READINGS, typed) == [[reading.e164, reading.extension] for reading in readings]


def test_botocores_own_clients_work(run: Run, aws: StandIn) -> None:
    table = aws.client("dynamodb").list_tables()["TableNames"][0]
    answer = run(AWS, {"services": list(AWS_OPERATIONS), "table": table}, aws.environment)
    assert answer.pop("parameters") == ["/nowhere"]
    assert answer.pop("error") == "ResourceNotFoundException"
    assert answer == {service: sorted(operations) for service, operations in AWS_OPERATIONS.items()}


def test_snapshots_are_compressed_and_nothing_else_loads_what_that_takes(run: Run) -> None:
    content = "snapshot " * 1_000
    frame, modules = run(FRAMES, content)
    assert decompressed(bytes.fromhex(frame), len(content)).decode() == content
    assert {"backports.zstd", "backports.zstd._zstd"} <= set(modules)
    assert "tarfile" not in modules
    assert run("import sys, urllib3\nanswer = [name for name in sys.modules if 'zstd' in name]") == []


def test_applications_are_served_without_an_event_loop(run: Run) -> None:
    """Also what FastAPI would do in threads; only what waits for something cannot be served."""
    letters, refused, waiting, order, loaded = run(NO_LOOP)
    assert letters == [200, '["a","b","c","d"]']
    assert refused == [418, "refused"]
    assert "event loop" in waiting
    assert order == ["opened", "left", "closed", "opened", "closed"]
    assert loaded == []


def test_what_is_loaded_only_when_it_is_needed_is_there_then(artifacts: Artifacts, tmp_path: Path) -> None:
    run = runner(artifacts.folders[Artifact.ACCOUNTS], tmp_path)  # which has passlib
    scope: dict[str, Any] = {}
    exec(PUT_OFF, scope)
    assert scope["answer"]["types"] == ["1/3", "UTC"]
    assert run(PUT_OFF) == scope["answer"]


def test_no_method_of_a_dataclass_is_compiled_at_import(artifacts: Artifacts, tmp_path: Path) -> None:
    """Otherwise a dataclass has a form that ``tools.bundle.patching.method_compiler`` does not know."""
    with_everything = artifacts.folders[Artifact.CRYPTOGRAPHY]
    assert runner(with_everything, tmp_path)(EVERY_MODULE) == []


@pytest.fixture
def tracker() -> Iterator[tuple[str, list[bytes]]]:
    """Yield the DSN of an error tracker on this machine, and what it receives."""
    told: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response_only(200)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://public@127.0.0.1:{server.server_port}/1", told
        server.shutdown()
        thread.join()


def test_the_error_tracker_is_told(run: Run, tracker: tuple[str, list[bytes]]) -> None:
    dsn, told = tracker
    run(TRACKED, dsn)
    assert len(told) == 1
