"""What responses of the service mean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contacts.errors import NotSignedInError, RefusedError, UnavailableError
from contacts.service.service import Service
from contacts.transport.connection import Connection
from contacts.transport.waiting import Waiting
from tests.support.scripted_server import Answer, ScriptedServer, answer, in_turn, problem, scripted_server


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


def service(server: ScriptedServer, token: str = "token") -> Service:
    return Service(server.url, token, Connection(lambda: Waiting(sleep=lambda _seconds: None)))


def test_the_token_is_sent_and_the_prefix_added(server: ScriptedServer) -> None:
    server.script = in_turn(answer({"id": "1"}))
    assert service(server).json("GET", "/auth/me") == {"id": "1"}
    assert server.asked() == ["GET /api/v1/auth/me"]
    assert server.requests[0].headers["authorization"] == "Bearer token"


def test_all_pages_of_a_list_are_read(server: ScriptedServer) -> None:
    server.script = in_turn(answer({"items": [1], "next_cursor": "a b"}), answer({"items": [2], "next_cursor": None}))
    assert [page["items"] for page in service(server).pages("/contacts", q="x", tag=None)] == [[1], [2]]
    assert [each.query for each in server.requests] == [{"q": "x"}, {"q": "x", "cursor": "a b"}]


def test_a_problem_is_one_sentence_with_its_details(server: ScriptedServer) -> None:
    errors = [
        {"pointer": "/emails/0", "code": "x", "detail": "Too long."},
        {"parameter": "days", "code": "x", "detail": "No."},
    ]
    server.script = in_turn(problem(422, "The request breaks rules.", code="invalid_input", errors=errors))
    with pytest.raises(RefusedError) as caught:
        service(server).json("GET", "/contacts")
    assert str(caught.value) == "The request breaks rules: /emails/0 Too long; days No."
    assert (caught.value.status, caught.value.code) == (422, "invalid_input")


def test_what_the_gateway_itself_refuses_is_told(server: ScriptedServer) -> None:
    server.script = in_turn(answer({"message": "Request Too Long"}, 413))
    with pytest.raises(RefusedError, match="Request Too Long"):
        service(server).json("POST", "/imports")


def test_a_token_that_is_no_longer_taken_asks_for_a_new_sign_in(server: ScriptedServer) -> None:
    server.script = in_turn(problem(401, "The access token has expired."))
    with pytest.raises(NotSignedInError, match="contacts login"):
        service(server).json("GET", "/auth/me")


def test_a_failure_of_the_service_names_the_request(server: ScriptedServer) -> None:
    server.script = in_turn(problem(500, "Something went wrong.", request_id="r-1"))
    with pytest.raises(UnavailableError, match="r-1"):
        service(server).json("POST", "/imports")


@pytest.mark.parametrize("content", [b"<html>", b"", b"\xff"])
def test_another_program_at_the_address_is_noticed(server: ScriptedServer, content: bytes) -> None:
    server.script = in_turn(Answer(content=content))
    with pytest.raises(RefusedError, match="no Contacts API"):
        service(server).json("GET", "/auth/me")
