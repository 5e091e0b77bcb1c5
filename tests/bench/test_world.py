from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from bench.events import Event, SampleEvents
from bench.fixed_clock import MADE_AT
from bench.instructions import bare_jobs
from bench.reference_world import TABLE, another_id, reference_world
from bench.running import Function, FunctionFailedError, call, require_success
from bench.world import BIRTHDAYS_THIS_WEEK, CONTACTS, KEYS, TOKEN_SECONDS, World, details
from shared.domain.keyrings import Keyring

CONTACT_ID = "01JD9Z6M3K8QF5T2V7W4X0Y1R9"


@pytest.fixture
def samples(root: Path) -> SampleEvents:
    return SampleEvents(root / "events")


@pytest.fixture
def world(samples: SampleEvents, tmp_path: Path) -> World:
    secret = Keyring.parse(KEYS["jwt-keys"]).signing_secret
    issued_at = int(MADE_AT.timestamp())
    claims = {
        "sub": "somebody",
        "iss": "https://api.example.com",
        "aud": "contacts-api",
        "iat": issued_at,
        "exp": issued_at + int(TOKEN_SECONDS),
    }
    token = jwt.encode(claims, secret, algorithm="HS256", headers={"kid": "k1"})
    events = {
        "contacts.get": samples.request("contacts.get", token=token, ids={"contact_id": CONTACT_ID}),
        "contacts.list": samples.request("contacts.list", token=token),
        "contacts.create": samples.request("contacts.create", token=token),
    }
    return World(snapshot=tmp_path / "snapshot.json", environments={}, events=events)


def test_a_request_is_the_sample_with_what_was_changed(samples: SampleEvents) -> None:
    event = samples.request(
        "contacts.patch",
        token="t",
        body={"notes": "new", "first_name": None},
        query={"a": "1"},
        ids={"contact_id": CONTACT_ID},
    )
    assert event["headers"]["authorization"] == "Bearer t"
    assert json.loads(event["body"])["notes"] == "new"
    assert "first_name" not in json.loads(event["body"])
    assert event["rawQueryString"] == "a=1"
    assert event["rawPath"].endswith(CONTACT_ID)
    assert event["requestContext"]["http"]["path"].endswith(CONTACT_ID)


def test_a_stream_record_carries_the_item(samples: SampleEvents) -> None:
    item = {"id": {"S": "m"}, "state": {"S": "pending"}}
    (record,) = samples.stream_record("streams.send_mail", item, ("id",))["Records"]
    assert record["dynamodb"]["Keys"] == {"id": {"S": "m"}}
    assert record["dynamodb"]["NewImage"] == item


@pytest.mark.parametrize("year", [2027, 2028])
def test_every_contact_is_another_one_with_a_day_of_the_calendar(year: int) -> None:
    for today in days_of(year):
        contacts = [details(number, today) for number in range(CONTACTS)]
        assert len({contact["emails"][0]["value"] for contact in contacts}) == CONTACTS
        assert all(date.fromisoformat(contact["birthday"]) for contact in contacts)


@pytest.mark.parametrize("year", [2027, 2028])
def test_on_any_day_the_first_contacts_have_their_birthdays_on_that_day_and_the_next_ones(year: int) -> None:
    for today in days_of(year):
        birthdays = [details(number, today)["birthday"][5:] for number in range(BIRTHDAYS_THIS_WEEK)]
        assert birthdays == [f"{today + timedelta(days=number):%m-%d}" for number in range(BIRTHDAYS_THIS_WEEK)]


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def test_references_find_the_contacts_under_the_same_token(world: World) -> None:
    found = reference_world(world)
    (table,) = json.loads(found.snapshot.read_text(encoding="utf-8"))["tables"]
    assert table["definition"]["TableName"] == found.environment["CONTACTS_TABLE"] == TABLE
    assert len(table["items"]) == len(found.contacts) == CONTACTS
    assert table["items"][0]["book_id"] == {"S": "somebody"}
    assert table["items"][0]["item_id"] == {"S": f"C#{CONTACT_ID}"}
    assert found.environment["JWT_ISSUER"] == "https://api.example.com"
    assert found.environment["JWT_KEY"].encode() == Keyring.parse(KEYS["jwt-keys"]).signing_secret
    assert json.loads(found.events["create"]["body"])["email"] == "taras@example.com"


def test_references_get_a_token_that_is_as_long_and_good_by_the_clock_of_the_machine(world: World) -> None:
    found = reference_world(world)
    for name, event in found.events.items():
        token = token_of(event)
        claims = jwt.decode(
            token,
            found.environment["JWT_KEY"].encode(),
            algorithms=["HS256"],
            audience="contacts-api",
            issuer=found.environment["JWT_ISSUER"],
        )
        own = token_of(world.events[f"contacts.{name}"])
        theirs = jwt.decode(own, options={"verify_signature": False})
        assert len(token) == len(own)
        assert {**claims, "iat": theirs["iat"], "exp": theirs["exp"]} == theirs


def token_of(event: Event) -> str:
    return str(event["headers"]["authorization"]).removeprefix("Bearer ")


def test_the_plain_handler_has_a_job_for_each_of_its_routes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: Callable[[str], Path] = Path
    monkeypatch.setattr("bench.instructions.installed", installed)
    jobs = {job.name: job for job in bare_jobs(world)}
    assert {name: job.handler for name, job in jobs.items()} == {
        "bare": "bare.get",
        "bare.create": "bare.create",
        "bare.list": "bare.page",
    }


def test_a_function_runs_in_a_process_that_knows_only_its_artifact(tmp_path: Path) -> None:
    (tmp_path / "greeting.py").write_text(
        "import os\nasked = []\n"
        "def handler(event, context):\n"
        "    asked.append(event)\n"
        "    return {'asked': len(asked), 'environment': dict(os.environ), 'id': context.aws_request_id}\n",
        encoding="utf-8",
    )
    function = Function(artifact=tmp_path, handler="greeting.handler", environment={"STAGE": "bench"})
    outcome = call(function, [{}, {}], times=3)
    assert [answer["asked"] for answer in outcome.answers] == [5, 6]
    assert outcome.answers[0]["environment"].keys() >= {"STAGE", "PYTHONHASHSEED"}
    assert "HOME" not in outcome.answers[0]["environment"]
    assert "greeting" in outcome.modules
    assert not any(name.startswith("pytest") for name in outcome.modules)


def test_a_process_that_fails_tells_why(tmp_path: Path) -> None:
    with pytest.raises(FunctionFailedError, match="No module named 'absent'"):
        call(Function(artifact=tmp_path, handler="absent.handler", environment={}), [{}])


@pytest.mark.parametrize(
    "answer", [{"statusCode": 401}, {"statusCode": 500}, {"batchItemFailures": [{"itemIdentifier": "1"}]}]
)
def test_an_answer_that_is_an_error_is_no_measurement(answer: dict[str, Any]) -> None:
    with pytest.raises(FunctionFailedError):
        require_success("functions.contacts.get.handler", answer)


@pytest.mark.parametrize("answer", [{"statusCode": 304}, {"batchItemFailures": []}, None])
def test_any_other_answer_is(answer: Any) -> None:
    require_success("functions.contacts.get.handler", answer)


def test_only_what_finds_nothing_may_find_nothing() -> None:
    require_success("functions.system.not_found.handler", {"statusCode": 404})
    with pytest.raises(FunctionFailedError):
        require_success("functions.contacts.get.handler", {"statusCode": 404})


@pytest.mark.parametrize(
    "shown", ["01JD9Z6M3K8QF5T2V7W4X0YA07", "01JD9Z6M3K8QF5T2V7W4X0Y107", "01JD9Z6M3K8QF5T2V7W4X0YBAA"]
)
def test_no_other_contact_of_the_references_has_the_id_of_the_one_that_is_shown(shown: str) -> None:
    others = {another_id(shown, number) for number in range(1, CONTACTS)}
    assert len(others) == CONTACTS - 1
    assert shown not in others
    assert {len(each) for each in others} == {len(shown)}


def test_a_function_waits_for_tables_as_long_as_it_is_told(tmp_path: Path) -> None:
    modules = {
        "asking.py": "def handler(event, context):\n"
        "    from shared.adapters.dynamo.database import PATIENT\n"
        "    return {'patience': list(PATIENT)}\n",
        "shared/adapters/dynamo/database.py": "from collections import namedtuple\n"
        "PATIENT = namedtuple('ClientConfig', 'read_seconds max_attempts')(3.0, 3)\n",
    }
    for name, code in modules.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(code, encoding="utf-8")
    function = Function(artifact=tmp_path, handler="asking.handler", environment={})
    assert call(function, [{}], read_seconds=60).answers == [{"patience": [60, 3]}]
    assert call(function, [{}]).answers == [{"patience": [3.0, 3]}]
