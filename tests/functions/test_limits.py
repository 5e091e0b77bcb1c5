"""Limits per caller: who meets them, what they are told, and who does not notice."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.domain import limits
from shared.domain.accounts import sign_in_limits
from shared.domain.errors import AvatarUnavailableError, OutcomeUnknownError, StoreUnavailableError
from shared.domain.limits import Limit
from shared.services.accounts.input import Registration
from shared.services.state_writer import MAX_ATTEMPTS
from tests.functions.conftest import PASSWORD, Person
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.fakes import raising
from tests.support.sample_pictures import plain as picture
from tests.support.wiring import MemoryWiring
from tools.template import Template

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
EMAIL = "olena@example.com"
AUTH = "/api/v1/auth"
REGISTER = "/api/v1/auth/register"
LOGIN = "/api/v1/auth/login"
RESEND = "/api/v1/auth/resend-verification"
FORGOT = "/api/v1/auth/forgot-password"
VERIFY = "/api/v1/auth/verify-email?token=nonsense"
ME = "/api/v1/auth/me"
AVATAR = "/api/v1/auth/me/avatar"
FORM = "multipart/form-data; boundary=x"
_FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
PICTURE = _FILE + picture() + b"\r\n--x--\r\n"
NO_PICTURE = '--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nx\r\n--x--\r\n'
POLICY = r'"[a-z-]+";q=\d+;w=\d+'
LEFT = r'"[a-z-]+";r=\d+;t=\d+'

Request = Callable[..., Answer]

NO_PROOF = {"code": 43 * "a", "code_verifier": 43 * "a"}


@pytest.fixture
def ask(client: Client, person: Person) -> dict[str, Request]:
    """A request of each kind, that may be sent again and again; from another network or about another address."""

    def about(path: str, **more: str) -> Request:
        def request(email: str = EMAIL, **rest: Any) -> Answer:
            return client.request("POST", path, json_body={"email": email, **more}, **rest)

        return request

    def plain(method: str, path: str, **fixed: Any) -> Request:
        return lambda **more: client.request(method, path, **fixed, **more)

    wrong = {"current_password": "not the password"}
    return {
        "register": about(REGISTER, password=PASSWORD),
        "login": about(LOGIN, password="not the password"),
        "resend": about(RESEND),
        "verify": plain("POST", VERIFY),
        "forgot": about(FORGOT),
        "reset": plain("POST", f"{AUTH}/reset-password", json_body={"token": "x", "password": PASSWORD}),
        "confirm": plain("POST", f"{AUTH}/confirm-email", json_body={"token": "x"}),
        "undo": plain("POST", f"{AUTH}/undo-email-change", json_body={"token": "x"}),
        "password": plain("PUT", f"{ME}/password", token=person.token, json_body=wrong | {"password": PASSWORD}),
        "email": plain("PUT", f"{ME}/email", token=person.token, json_body=wrong | {"email": EMAIL}),
        "provider": plain("GET", f"{AUTH}/providers/example/callback?state=x"),
        "login with a provider": plain(
            "POST", f"{AUTH}/login/provider", json_body={"code": 43 * "a", "code_verifier": 43 * "a"}
        ),
        "identities": plain("GET", f"{AUTH}/identities", token=person.token),
        "me": plain("GET", ME, token=person.token),
        "update me": plain("PUT", ME, token=person.token, json_body={}),
        "avatar": plain("POST", AVATAR, token=person.token, body=NO_PICTURE, content_type=FORM),
        "good avatar": plain("POST", AVATAR, token=person.token, body=PICTURE, content_type=FORM),
        "delete avatar": plain("DELETE", AVATAR, token=person.token),
    }


def until_refused(request: Callable[[], Answer], limit: Limit | None = None) -> Answer:
    """Send a request until it is refused, which takes exactly as many as the limit says."""
    for passed in range(200):
        answer = request()
        if answer.status == 429:
            assert limit is None or passed == limit.burst
            return answer
    raise AssertionError("it is never refused")


def allowances(answer: Answer) -> dict[str, int]:
    """Return what is left of each limit."""
    return {name: int(left) for name, left in re.findall(r'"([a-z-]+)";r=(\d+)', answer.headers["ratelimit"])}


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        ("register", limits.REGISTER_ADDRESS),
        ("resend", limits.RESEND_ADDRESS),
        ("verify", limits.VERIFY_EMAIL),
        ("forgot", limits.FORGOT_ADDRESS),
        ("reset", limits.LINKS),
        ("confirm", limits.LINKS),
        ("undo", limits.LINKS),
        ("password", limits.PASSWORD),
        ("email", limits.PASSWORD),
        ("provider", limits.PROVIDER),
        ("login with a provider", limits.PROVIDER),
        ("identities", limits.PROFILE),
        ("me", limits.PROFILE),
        ("update me", limits.PROFILE),
        ("avatar", limits.AVATAR),
        ("delete avatar", limits.AVATAR),
    ],
)
def test_beyond_a_limit_the_answer_is_429_and_says_when_to_come_back(
    ask: dict[str, Request], clock: Clock, kind: str, limit: Limit
) -> None:
    answer = until_refused(ask[kind], limit)
    assert (answer.status, answer.code) == (429, "too_many_requests")
    wait = int(answer.headers["retry-after"])
    assert answer.json["detail"] == f"Try again in {wait} seconds."
    assert answer.headers["ratelimit"] == f'"{limit.name}";r=0;t={wait}'
    assert answer.headers["ratelimit-policy"].startswith(f'"{limit.name}";q={limit.burst};w=')
    clock.advance(timedelta(seconds=wait))
    assert ask[kind]().status != 429


@pytest.mark.parametrize(
    "kind",
    [
        "register", "resend", "verify", "forgot", "reset", "confirm", "undo", "password", "email",
        "me", "update me", "avatar", "delete avatar",
    ],
)  # fmt: skip
def test_every_answer_tells_what_is_left(ask: dict[str, Request], kind: str) -> None:
    """Whatever the answer is: some of these are errors."""
    first, second = ask[kind](), ask[kind]()
    for answer in (first, second):
        assert re.fullmatch(f"{LEFT}(, {LEFT})*", answer.headers["ratelimit"])
        assert re.fullmatch(f"{POLICY}(, {POLICY})*", answer.headers["ratelimit-policy"])
    assert allowances(second) == {name: left - 1 for name, left in allowances(first).items()}


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("PUT", ME, {"json_body": {"full_name": 1}}),
        ("PUT", ME, {"json_body": {"time_zone": "Europe/Atlantis"}}),
        ("PUT", ME, {"json_body": {"phone_region": "ZZ"}}),
        ("POST", AVATAR, {"body": "x", "content_type": "text/plain"}),
        ("POST", AVATAR, {"body": "--x--\r\n", "content_type": FORM}),
        ("POST", VERIFY.partition("?")[0], {"json_body": {"token": 1}}),
        ("POST", VERIFY.partition("?")[0], {"body": "{", "content_type": "application/json"}),
        ("POST", REGISTER, {"json_body": {"email": 1}}),
        ("POST", REGISTER, {"json_body": {"email": EMAIL, "password": "short"}}),
        ("POST", REGISTER, {"json_body": {"email": "olena", "password": PASSWORD}}),
        ("POST", REGISTER, {"json_body": {"email": EMAIL, "password": PASSWORD, "locale": "?"}}),
        ("POST", RESEND, {"body": "{", "content_type": "application/json"}),
    ],
)
def test_what_cannot_be_meant_uses_up_nothing(
    client: Client, person: Person, method: str, path: str, more: dict[str, Any]
) -> None:
    answer = client.request(method, path, token=person.token, **more)
    assert answer.status in {400, 415, 422}
    assert "ratelimit" not in answer.headers


def test_typos_keep_nobody_from_registering_and_tell_nothing_of_the_address(client: Client, person: Person) -> None:
    """As many as a limit has, each."""
    stories = []
    for email in (person.email, "nobody@example.com"):
        typo = {"email": email, "password": "short"}
        answers = [client.request("POST", REGISTER, json_body=typo) for _ in range(limits.REGISTER_ADDRESS.burst + 1)]
        stories.append([(answer.status, answer.json["errors"]) for answer in answers])
        assert client.request("POST", REGISTER, json_body={"email": email, "password": PASSWORD}).status == 201
    assert stories[0] == stories[1]


def test_a_picture_that_cannot_be_used_is_counted(ask: dict[str, Request]) -> None:
    """To look at it is the work."""
    first, second = ask["avatar"](), ask["avatar"]()
    assert (first.status, second.status) == (422, 422)
    assert allowances(second)["avatar"] == allowances(first)["avatar"] - 1


def test_a_guesser_is_told_to_wait_before_a_password_is_looked_at(ask: dict[str, Request], wired: MemoryWiring) -> None:
    answer = until_refused(ask["login"])
    assert answer.code == "too_many_requests"
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["ratelimit"] == '"login";r=0;t=5'
    assert wired.hasher.hashes == 1 + sign_in_limits.FREE_FAILURES, "one to register"


def test_networks_do_not_use_up_what_others_have(ask: dict[str, Request]) -> None:
    for kind in ("register", "login", "verify"):
        until_refused(ask[kind])
        assert ask[kind](source_ip=ELSEWHERE).status != 429


@pytest.mark.parametrize("kind", ["register", "login", "resend", "forgot"])
def test_trying_many_addresses_is_limited_as_well(ask: dict[str, Request], kind: str) -> None:
    limit = {
        "register": limits.REGISTER, "login": sign_in_limits.NETWORK, "resend": limits.RESEND, "forgot": limits.FORGOT,
    }[kind]  # fmt: skip
    emails = iter(f"person.{number}@example.com" for number in range(1000))
    answer = until_refused(lambda: ask[kind](email=next(emails)), limit)
    assert f'"{limit.name}"' in answer.headers["ratelimit"]


@pytest.mark.parametrize(("kind", "limit"), [("resend", limits.RESEND_ADDRESS), ("forgot", limits.FORGOT_ADDRESS)])
def test_mails_to_one_address_are_limited_from_wherever_they_are_asked_for(
    ask: dict[str, Request], kind: str, limit: Limit
) -> None:
    networks = iter(f"192.0.2.{number}" for number in range(100))
    until_refused(lambda: ask[kind](source_ip=next(networks)), limit)


def test_accounts_do_not_use_up_what_others_have(
    ask: dict[str, Request], client: Client, new_person: Callable[[], Person]
) -> None:
    until_refused(ask["me"])
    assert new_person().request("GET", ME).status == 200


def test_whoever_has_no_token_is_asked_for_one_and_not_counted(client: Client, wired: MemoryWiring) -> None:
    for method, path in (("GET", ME), ("PUT", ME), ("DELETE", AVATAR)):
        assert client.request(method, path).status == 401
    assert wired.buckets.requests.total() == 0


def test_a_body_that_cannot_be_read_is_not_counted(client: Client, wired: MemoryWiring) -> None:
    for path in (REGISTER, LOGIN, RESEND):
        assert client.request("POST", path, json_body={}).status == 422
    assert wired.buckets.requests.total() == 0


def test_addresses_of_one_64_are_one_network(ask: dict[str, Request]) -> None:
    hosts = iter(f"2001:db8:1:2::{number:x}" for number in range(1000))
    until_refused(lambda: ask["verify"](source_ip=next(hosts)), limits.VERIFY_EMAIL)
    assert ask["verify"](source_ip="2001:db8:1:3::1").status != 429


def test_what_a_client_claims_of_its_address_is_not_believed(ask: dict[str, Request]) -> None:
    claims = iter(f"192.0.2.{number}" for number in range(200))
    until_refused(lambda: ask["verify"](headers={"x-forwarded-for": next(claims)}), limits.VERIFY_EMAIL)


def test_what_a_trusted_proxy_says_of_the_address_is_believed(ask: dict[str, Request], wired: MemoryWiring) -> None:
    wired.settings.environment = {**wired.settings.environment, "TRUSTED_PROXIES": "203.0.113.0/24, 10.0.0.0/8"}

    def verify(forwarded_for: str) -> Answer:
        return ask["verify"](headers={"x-forwarded-for": forwarded_for})

    claims = iter(f"192.0.2.{number}" for number in range(200))
    until_refused(lambda: verify(f"{next(claims)}, 198.51.100.1, 10.1.1.1"), limits.VERIFY_EMAIL)
    assert verify("198.51.100.2, 10.1.1.1").status != 429


def test_an_address_that_nobody_has_is_limited_like_any_other(ask: dict[str, Request], person: Person) -> None:
    """In the other's own network each, so that they have nothing in common."""
    for kind in ("login", "resend", "forgot"):
        stories = [
            [
                (answer.status, [answer.headers.get(name) for name in ("retry-after", "ratelimit", "ratelimit-policy")])
                for answer in (ask[kind](email=email, source_ip=network) for _ in range(14))
            ]
            for email, network in ((person.email, HERE), ("nobody@example.com", ELSEWHERE))
        ]
        assert stories[0] == stories[1]
        assert stories[0][-1][0] == 429


UNCOUNTED = ("providers", "login/passkey/options", "login/second-factor")


def test_every_route_of_auth_has_a_limit(
    client: Client, new_person: Callable[[], Person], template: Template, wired: MemoryWiring, root: Path
) -> None:
    """Each is sent the body and the query of its function's sample event, by somebody with a token.

    The list of providers has none, nor has the beginning of a sign-in with a passkey: they ask no table, and say the
    same to everybody. The second step of a sign-in is counted once there is a challenge of ours.
    """
    routes = [route for route in template.described_routes if route.path.startswith(AUTH)]
    routes = [route for route in routes if route.path not in {f"{AUTH}/{name}" for name in UNCOUNTED}]
    assert len(routes) > 20
    for route in routes:
        sample = sample_event(root, template.functions[route.function_id].handler)
        content_type = sample["headers"].get("content-type")
        token, before = new_person().token, wired.buckets.requests.total()
        path = f"{route.path}?{sample['rawQueryString']}"
        client.request(route.method, path, token=token, body=body_of(sample), content_type=content_type)
        assert wired.buckets.requests.total() > before, route.key


def sample_event(root: Path, handler: str) -> dict[str, Any]:
    _, area, verb, _ = handler.split(".")
    event: dict[str, Any] = json.loads((root / "events" / area / f"{verb}.json").read_text(encoding="utf-8"))
    return event


def body_of(event: dict[str, Any]) -> bytes:
    body = event.get("body", "").encode()
    return b64decode(body) if event["isBase64Encoded"] else body


def test_a_link_that_is_only_looked_at_counts_as_well(client: Client) -> None:
    answer = client.request("GET", VERIFY, headers={"accept": "text/html"})
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert allowances(answer) == {"verify-email": limits.VERIFY_EMAIL.burst - 1}


def test_a_refusal_is_counted_under_the_name_of_the_limit(
    ask: dict[str, Request], capfd: pytest.CaptureFixture[str]
) -> None:
    until_refused(ask["resend"])
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    (reached,) = [line for line in lines if line["message"] == "LimitReached"]
    assert (reached["LimitReached"], reached["limit"]) == (1, "resend-address")


OUR_FAILURES = [StoreUnavailableError("down"), OutcomeUnknownError("no answer"), LookupError("a mistake of ours")]


@pytest.mark.parametrize("fault", OUR_FAILURES, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize(
    ("kind", "store", "call"),
    [
        ("register", "people", "register"),
        ("resend", "people", "find_claim"),
        ("verify", "people", "find_token"),
        ("forgot", "people", "find_claim"),
        ("reset", "action_token_items", "find"),
        ("confirm", "action_token_items", "find"),
        ("undo", "action_token_items", "find"),
        ("password", "session_items", "find"),
        ("email", "people", "find_claim"),
        ("update me", "session_items", "find"),
        ("good avatar", "session_items", "find"),
        ("delete avatar", "pictures", "delete"),
    ],
)
def test_our_own_failures_use_up_nothing(
    ask: dict[str, Request], wired: MemoryWiring, kind: str, store: str, call: str, fault: Exception
) -> None:
    """The response says so, as it says what is left after any other."""
    first = allowances(ask[kind]())
    for _ in range(3):
        getattr(wired, store).before(call, *[raising(fault)] * MAX_ATTEMPTS)
        failed = ask[kind]()
        getattr(wired, store)._meanwhile.clear()
        assert failed.status in {500, 503}
        assert allowances(failed) == first
    assert allowances(ask[kind]()) == {name: left - 1 for name, left in first.items()}


def test_a_picture_service_that_is_down_uses_up_nothing(ask: dict[str, Request], wired: MemoryWiring) -> None:
    for _ in range(limits.AVATAR.burst + 1):
        wired.pictures.before("put", raising(AvatarUnavailableError("down")))
        answer = ask["good avatar"]()
        assert (answer.status, allowances(answer)["avatar"]) == (502, limits.AVATAR.burst)


def test_hours_of_our_own_failures_leave_the_right_password_as_it_was(client: Client, wired: MemoryWiring) -> None:
    wired.registrations.register(Registration(email=EMAIL, password=PASSWORD))
    right = {"email": EMAIL, "password": PASSWORD}
    for _ in range(40):
        wired.people.before("find_claim", raising(StoreUnavailableError("down")))
        assert client.request("POST", LOGIN, json_body=right).status == 503
    assert client.request("POST", LOGIN, json_body=right).status == 200


def test_simultaneous_requests_are_counted_before_one_of_them_is_taken_back(
    ask: dict[str, Request], wired: MemoryWiring
) -> None:
    statuses: list[int] = []

    def fail_after_the_others() -> None:
        with ThreadPoolExecutor(max_workers=1) as others:  # a function has one event loop in each thread
            burst = limits.RESEND_ADDRESS.burst
            statuses.extend(others.map(lambda _: ask["resend"]().status, range(burst)))
        raise StoreUnavailableError("down")

    wired.people.before("find_claim", fail_after_the_others)
    assert ask["resend"]().status == 503
    assert statuses == [202] * (limits.RESEND_ADDRESS.burst - 1) + [429]
    assert [ask["resend"]().status for _ in range(2)] == [202, 429]
