"""Every ``detail`` speaks in one voice: a sentence that states the rule, and names the likely name of a mistake."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.domain.errors import InvalidInputError
from shared.web.http.json_body import Rules, no_rules, validated
from shared.web.http.known_names import MAX_LENGTH
from shared.web.http.problem_types import INTERNAL, PROBLEM_TYPES
from shared.web.http.validation_errors import MAX_SUGGESTIONS, rule_detail
from tests.functions.conftest import CONTACTS, Person
from tests.support.wiring import MemoryWiring
from tools.openapi.document import endpoint_routes
from tools.openapi.schemas import bodies, dependencies

Json = dict[str, Any]

VOICE = re.compile(r"[A-Z0-9\"'].*[^\s.][.?]", re.DOTALL)
"""One sentence or several."""
OTHER_VOICES = re.compile(
    r"\b(Input|String|List|Dictionary|Value error|Field required|Extra inputs|dict|None|NoneType|str|int|bool"
    r"|please|Please|sorry|Sorry|[Oo]ops|illegal|cannot be blank)\b|!|\.\.$"
)
WRONG_VALUES: tuple[Any, ...] = (
    *(None, "", 7, -1, 10**9, 1.5, True, "x", "\ud800", "x" * 3_000),
    *([], {}, [7], [None], ["x" * 3_000], [{}], ["x"] * 600, {"unknwon": 1}, {"x": {"y": 1}}),
)


def in_voice(detail: str) -> bool:
    return VOICE.fullmatch(detail) is not None and not OTHER_VOICES.search(detail)


def details_of(model: type[BaseModel], value: Any, rules: Rules) -> Iterator[str]:
    try:
        validated(model, value, rules)
    except InvalidInputError as error:
        yield from (problem.detail for problem in error.problems)


def wrong_bodies(model: type[BaseModel]) -> Iterator[Any]:
    yield from WRONG_VALUES
    for name in model.model_fields:
        yield from ({name: value} for value in WRONG_VALUES)
        yield from ({name: [{"value": value, "label": value, "unknwon": 1}]} for value in WRONG_VALUES)


@pytest.fixture(scope="module")
def routes(root: Path) -> list[APIRoute]:
    return [*endpoint_routes(root)]


def rules_of(route: APIRoute) -> Rules:
    """Return the rules of the content of a route's body."""
    found = (getattr(dependency, "_rules", None) for dependency in dependencies(route.dependant))
    return next(filter(None, found), no_rules)


def test_every_rule_of_every_body_is_told_in_the_same_voice(routes: list[APIRoute], wired: MemoryWiring) -> None:
    read = {(model, rules_of(route)) for route in routes for model in bodies(route).values()}
    assert len(read) > 20
    told = {
        detail for model, rules in read for body in wrong_bodies(model) for detail in details_of(model, body, rules)
    }
    assert any(detail.startswith("This password ") for detail in told), "the rules of content count, too"
    assert len(told) > 20
    assert [detail for detail in sorted(told) if not in_voice(detail)] == []


def test_every_rule_of_every_query_is_told_in_the_same_voice(routes: list[APIRoute]) -> None:
    told = {detail for route in routes for detail in details_of_query(route)}
    assert len(told) > 10
    assert [detail for detail in sorted(told) if not in_voice(detail)] == []


def details_of_query(route: APIRoute) -> Iterator[str]:
    parts = [route.dependant]
    while parts:
        part = parts.pop()
        parts += part.dependencies
        for field in [*part.query_params, *part.header_params]:
            adapter: TypeAdapter[Any] = TypeAdapter(field.field_info.annotation)
            names = getattr(field.field_info.annotation, "model_fields", {"": None})
            for text in ("", "x", "-1", "1.5", "999999999999", "x" * 3_000):
                for name in names:
                    yield from _details(adapter, {name: text} if name else text)


def _details(adapter: TypeAdapter[Any], value: Any) -> Iterator[str]:
    try:
        adapter.validate_python(value)
    except (ValidationError, RequestValidationError) as error:
        yield from (rule_detail(each) for each in error.errors())


def test_every_recorded_answer_speaks_in_this_voice() -> None:
    recorded = (Path(__file__).parents[1] / "recorded" / "answers.json").read_text(encoding="utf-8")
    told = {detail for answer in _answers(json.loads(recorded)) for detail in _told(answer)}
    assert len(told) > 40
    assert [detail for detail in sorted(told) if not in_voice(detail)] == []


def _answers(recorded: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the bodies of recorded answers that are problems."""
    if isinstance(recorded, dict):
        for value in recorded.values():
            yield from _answers(value)
    elif isinstance(recorded, str) and "problem-type" in recorded:
        yield json.loads(json.loads(recorded)["body"])


def _told(problem: Mapping[str, Any]) -> Iterator[str]:
    if "detail" in problem:
        yield problem["detail"]
    for part in problem.values():
        for each in part if isinstance(part, list) else [part]:
            yield from _told(each) if isinstance(each, dict) else ()


def test_every_kind_of_problem_has_a_title_in_this_voice() -> None:
    titles = {f"{kind.title}." for kind in {*PROBLEM_TYPES.values(), INTERNAL}}
    assert [title for title in sorted(titles) if not in_voice(title)] == []


MISSPELT: list[tuple[Json, str, str]] = [
    ({"frist_name": "Ada"}, "/frist_name", "first_name"),
    ({"firstName": "Ada"}, "/firstName", "first_name"),
    ({"LASTNAME": "Ada"}, "/LASTNAME", "last_name"),
    ({"email": []}, "/email", "emails"),
    ({"adresses": []}, "/adresses", "addresses"),
    ({"emails": [{"value": "a@example.com", "lable": "work"}]}, "/emails/0/lable", "label"),
    ({"addresses": [{"postalcode": "1"}]}, "/addresses/0/postalcode", "postal_code"),
    ({"organizations": [{"name": "x", "titel": "y"}]}, "/organizations/0/titel", "title"),
]


@pytest.mark.parametrize(("body", "pointer", "meant"), MISSPELT)
def test_a_misspelt_member_is_told_the_likely_one_at_every_depth(
    person: Person, body: Json, pointer: str, meant: str
) -> None:
    errors = person.request("POST", CONTACTS, json_body=body).json["errors"]
    [error] = [each for each in errors if each["pointer"] == pointer]
    assert error["code"] == "unknown_member"
    assert error["detail"] == f"This name is not known here. Did you mean {meant}?"


@pytest.mark.parametrize(
    ("path", "name", "meant"),
    [
        (CONTACTS, "limt", "limit"),
        (CONTACTS, "favourite", "favorite"),
        (CONTACTS, "updatedSince", "updated_since"),
        (f"{CONTACTS}/birthdays", "day", "days"),
        (f"{CONTACTS}/changes", "sinse", "since"),
        (f"{CONTACTS}/suggest", "kinds", "kind"),
        ("/api/v1/lookup", "e-mail", "email"),
        ("/api/v1/trash", "curser", "cursor"),
    ],
)
def test_a_misspelt_parameter_is_told_the_likely_one(person: Person, path: str, name: str, meant: str) -> None:
    [error] = [e for e in person.request("GET", f"{path}?{name}=1").json["errors"] if e["parameter"] == name]
    assert error["detail"] == f"This name is not known here. Did you mean {meant}?"


@pytest.mark.parametrize("name", ["zzz", "qwertyuiop", "", "id_of_nothing_like_it", "x" * (MAX_LENGTH + 1)])
def test_a_name_like_no_other_is_only_refused(person: Person, name: str) -> None:
    [error] = person.request("POST", CONTACTS, json_body={"first_name": "Ada", name: 1}).json["errors"]
    assert error["detail"] == "This name is not known here."


def test_what_clients_cannot_write_is_not_suggested(person: Person) -> None:
    [error] = person.request("POST", CONTACTS, json_body={"first_name": "Ada", "created": 1}).json["errors"]
    assert "created_at" not in error["detail"]


def test_likely_names_are_looked_for_only_a_few_times_in_a_request(person: Person) -> None:
    """A body of unknown names would otherwise keep a function busy for seconds."""
    body = {f"first_name{number}": 1 for number in range(5_000)}
    errors = person.request("POST", CONTACTS, json_body=body).json["errors"]
    assert sum("Did you mean" in error["detail"] for error in errors) == MAX_SUGGESTIONS


def test_the_choices_of_a_merge_are_told_the_likely_name_too(person: Person) -> None:
    contacts = [{"id": person.create(first_name=name).json["id"], "if_match": '"1"'} for name in ("Ada", "Eve")]
    body = {"contacts": contacts, "keep": contacts[0]["id"], "fields": {"lastname": contacts[1]["id"]}}
    [error] = person.request("POST", f"{CONTACTS}/merge", json_body=body).json["errors"]
    assert (error["pointer"], error["code"]) == ("/fields/lastname", "unknown_member")
    assert error["detail"].endswith("Did you mean last_name?")


def test_every_sentence_in_the_code_speaks_in_this_voice(root: Path) -> None:
    sentences = {(path.name, text) for path in (root / "shared").rglob("*.py") for text in _written_details(path)}
    assert len(sentences) > 20
    assert [each for each in sorted(sentences) if not in_voice(each[1])] == []


def _written_details(path: Path) -> Iterator[str]:
    """Yield what is written after ``detail=`` where a rule is broken; a reason for a duplicate is no sentence."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id == "Reason"):
            for keyword in node.keywords:
                if keyword.arg == "detail" and isinstance(keyword.value, ast.Constant | ast.JoinedStr):
                    yield _text(keyword.value)


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """Return a literal; in a formatted one, every value that is not known is a word, and a last one a sentence."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    text = "".join(str(part.value) if isinstance(part, ast.Constant) else "Word" for part in node.values)
    return f"{text}." if text.endswith("Word") else text
