"""The OpenAPI document is whole, true to the template, and valid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from fastapi.openapi.models import OpenAPI
from jsonschema_rs import Draft202012Validator

from shared.domain.accounts.passwords import MAX_CHARACTERS, MIN_CHARACTERS
from shared.domain.contacts.details import TAG
from shared.domain.contacts.sizes import MAX_CONTACT_BYTES
from shared.web.http.problem_types import PROBLEM_TYPES
from tools.openapi.document import as_compact_text, openapi_document
from tools.template import Template

Json = dict[str, Any]
AUTH = "/api/v1/auth"
FORM, POSTED = "multipart/form-data", "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def document(root: Path) -> Json:
    return openapi_document(root)


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def everything(value: Any) -> Iterator[Json]:
    """Every object in a document."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from everything(member)


def found(document: Json, reference: str) -> Any:
    value: Any = document
    for name in reference.removeprefix("#/").split("/"):
        value = value[name]
    return value


def test_the_committed_documents_are_fresh(document: Json, root: Path) -> None:
    assert json.loads((root / "docs" / "openapi.json").read_bytes()) == document
    assert (root / "shared" / "web" / "pages" / "openapi.json").read_text(encoding="utf-8") == as_compact_text(document)


def test_the_document_is_the_same_every_time(document: Json, root: Path) -> None:
    assert as_compact_text(openapi_document(root)) == as_compact_text(document)


def test_clients_are_told_how_large_a_contact_and_a_tag_may_be(document: Json) -> None:
    limit = f"at most {MAX_CONTACT_BYTES:,} bytes"
    contact = document["components"]["schemas"]["ContactIn"]
    assert limit in document["info"]["description"]
    assert limit in contact["description"]
    [tags, null] = contact["properties"]["tags"]["anyOf"]
    assert tags["items"] == {"type": "string", "maxLength": TAG.max_length}
    assert null == {"type": "null"}


def test_the_document_has_the_form_of_openapi(document: Json) -> None:
    assert document["openapi"].startswith("3.1.")
    OpenAPI.model_validate(document)


PAGES = {
    *("GET /docs", "GET /docs/{asset}"),
    *(f"GET /api/v1/auth/{name}" for name in ("verify-email", "confirm-email", "undo-email-change", "keep-account")),
    "GET /api/v1/auth/reset-password",
}
"""What is for people: no program has a use for it."""


def test_it_has_exactly_the_routes_of_the_template_but_for_pages(document: Json, template: Template) -> None:
    described = {f"{method.upper()} {path}" for method, path, _ in operations(document)}
    routes = {route.key for route in template.described_routes if not route.is_default}
    assert described == routes - PAGES
    assert routes >= PAGES


def test_every_reference_leads_somewhere(document: Json) -> None:
    for part in everything(document):
        if "$ref" in part:
            assert found(document, part["$ref"])


def test_nothing_is_described_that_is_not_used(document: Json) -> None:
    used = {part["$ref"] for part in everything(document) if "$ref" in part}
    for kind in ("schemas", "responses", "headers"):
        unused = {name for name in document["components"][kind] if f"#/components/{kind}/{name}" not in used}
        assert unused == set()


def test_every_schema_is_one(document: Json) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_operations_have_names_of_their_own(document: Json) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)


def test_every_operation_says_what_it_does_and_belongs_somewhere(document: Json) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for method, path, operation in operations(document):
        assert operation["summary"], (method, path)
        assert operation["description"], (method, path)
        assert set(operation["tags"]) <= tags
        assert {"429", "500"} <= set(operation["responses"])


SIGNED_OUT = {
    *("register", "verify-email", "resend-verification", "login", "login/second-factor", "refresh"),
    *("login/passkey", "login/passkey/options"),
    *("forgot-password", "reset-password", "confirm-email", "undo-email-change", "keep-account"),
    *("providers", "providers/{name}/start", "providers/{name}/callback", "login/provider"),
}
"""What is under ``/auth`` for people who have no access token, or no longer: mostly those who hold another secret."""

PROVING = ("/login", "/login/second-factor", "/login/passkey", "/refresh")
"""Those that respond with 401 to a proof that is wrong."""


def test_what_needs_a_token_says_so(document: Json) -> None:
    for method, path, operation in operations(document):
        signing_in = path.removeprefix("/api/v1/auth/") in SIGNED_OUT
        has_secret = (method, path) == ("get", "/api/v1/feeds/{file}")
        secured = path.startswith("/api/v1/") and not signing_in and not has_secret
        assert bool(operation["security"]) is secured, (method, path)
        assert ("401" in operation["responses"]) is (secured or path.endswith(PROVING))


def contents(document: Json) -> Iterator[tuple[Json, Any]]:
    """Every schema of a body with an example of it."""
    for part in everything(document):
        for content in part["content"].values() if isinstance(part.get("content"), dict) else ():
            if "example" in content:
                yield content["schema"], content["example"]
            for example in content.get("examples", {}).values():
                yield content["schema"], example["value"]


def test_every_example_is_what_its_schema_says(document: Json) -> None:
    examples = list(contents(document))
    assert len(examples) > 40
    for schema, example in examples:
        Draft202012Validator({**schema, "components": document["components"]}).validate(example)


def test_every_json_body_has_an_example(document: Json) -> None:
    for part in everything(document):
        content = part.get("content")
        for media_type, body in content.items() if isinstance(content, dict) else ():
            if media_type.endswith("json") and "schema" in body:
                assert "example" in body or "examples" in body


def test_every_operation_of_accounts_shows_what_is_sent_and_what_comes_back(document: Json) -> None:
    """As examples, and as samples in every language; tests/tools/openapi/test_code_samples.py sends these."""
    of_accounts = [each for each in operations(document) if each[1].startswith((AUTH, "/api/v1/admin"))]
    assert len(of_accounts) > 50
    for method, path, operation in of_accounts:
        where = f"{method} {path}"
        for parameter in operation["parameters"]:
            assert not parameter["required"] or parameter["example"], where
        sent = operation.get("requestBody", {}).get("content", {})
        assert [media_type for media_type, body in sent.items() if not has_example(body)] in ([], [FORM], [POSTED]), (
            where
        )
        answers = [answer for status, answer in operation["responses"].items() if status[0] == "2"]
        assert all(has_example(body) for answer in answers for body in answer.get("content", {}).values()), where
        languages = [sample["lang"] for sample in operation.get("x-codeSamples", [])]
        assert languages == ([] if POSTED in sent else ["Shell", "Python", "JavaScript"]), where


def has_example(body: Json) -> bool:
    return "example" in body or "examples" in body


def test_what_comes_back_in_one_of_two_forms_has_an_example_of_each(document: Json) -> None:
    answer = document["paths"][f"{AUTH}/login"]["post"]["responses"]["200"]["content"]["application/json"]
    assert [{*each["value"]} for each in answer["examples"].values()] == [
        {"access_token", "token_type", "expires_in", "refresh_token"},
        {"second_factor"},
    ]


def test_every_kind_of_problem_is_answered_somewhere(document: Json) -> None:
    described = {
        code
        for part in everything(document)
        for code in part.get("content", {}).get("application/problem+json", {}).get("examples", {})
        if isinstance(part.get("content"), dict)
    }
    of_items_of_batches = {"not_carried_out"}
    assert {kind.code for kind in PROBLEM_TYPES.values()} - described == {"not_authenticated"} | of_items_of_batches


def test_every_kind_of_problem_is_in_the_introduction(document: Json) -> None:
    for kind in PROBLEM_TYPES.values():
        assert f"| {kind.status} | `{kind.code}` |" in document["info"]["description"]


def test_what_the_gateway_answers_by_itself_is_described(document: Json) -> None:
    for _, _, operation in operations(document):
        answer = found(document, operation["responses"]["429"]["$ref"])
        assert answer["content"]["application/json"]["example"] == {"message": "Too Many Requests"}


def test_it_can_be_read_by_people(document: Json, root: Path) -> None:
    text = (root / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) < 9_000
    assert "Wire" not in text


def test_pages_are_no_part_of_any_response(document: Json) -> None:
    media_types = {media_type for part in everything(document) for media_type in contents_of(part)}
    assert {"application/json", "application/problem+json", "text/calendar"} <= media_types
    assert media_types.isdisjoint({"text/html", "text/css", "text/javascript"})


def contents_of(part: Json) -> Json:
    return part["content"] if isinstance(part.get("content"), dict) else {}


MANY_FORMS = {"start_import": "a file is sent as it is"}


def test_a_request_has_one_form(document: Json) -> None:
    """Of several, generators of clients take any: a sign-in became a form without a grant type."""
    several = {
        operation["operationId"]
        for _, _, operation in operations(document)
        if len(operation.get("requestBody", {}).get("content", {})) > 1
    }
    assert several == set(MANY_FORMS)


def test_nothing_has_a_default_that_generators_would_demand_or_send(document: Json) -> None:
    described = (part for part in everything(document) if part.keys() & {"type", "anyOf", "$ref"})
    assert [part for part in described if "default" in part] == []


def test_defaults_are_told_in_words(document: Json) -> None:
    [limit] = [each for each in document["paths"]["/api/v1/contacts"]["get"]["parameters"] if each["name"] == "limit"]
    assert limit["description"].endswith("The default is `50`.")
    format_of_export = document["components"]["schemas"]["ExportIn"]["properties"]["format"]
    assert format_of_export["description"].endswith("The default is `vcard`.")
    assert "default is" not in document["components"]["schemas"]["ViewPatch"]["properties"]["sort"]["description"]


BOUNDS = {
    "string": {"maxLength", "enum", "const", "pattern", "format", "contentMediaType"},
    "array": {"maxItems"},
    "integer": {"maximum", "enum"},
}
"""What says how much a value of a type may be; one of them suffices."""


def unbounded(schema: Json) -> Iterator[Json]:
    for part in schema.get("anyOf", [schema]):
        wanted = BOUNDS.get(part.get("type", ""), set())
        if wanted and not wanted & set(part) and not part.get("readOnly"):
            yield part
        if part.get("type") == "array":
            yield from unbounded(part["items"])


def test_everything_that_is_sent_in_a_body_has_a_limit(document: Json) -> None:
    sent = {
        f"{name}.{member}": [*unbounded(schema)]
        for name, schema in document["components"]["schemas"].items()
        if name.endswith(("In", "Patch", "Form"))
        for member, schema in schema.get("properties", {}).items()
    }
    assert len(sent) > 100
    assert {name: found for name, found in sent.items() if found} == {}


@pytest.mark.parametrize(
    ("schema", "member", "stated"),
    [
        ("RegistrationIn", "password", {"minLength": MIN_CHARACTERS, "maxLength": MAX_CHARACTERS}),
        ("RegistrationIn", "email", {"minLength": 3, "maxLength": 254}),
        ("CredentialsIn", "password", {"minLength": 1}),
        ("VerificationIn", "token", {"minLength": 1, "maxLength": 256}),
        ("PhoneIn", "value", {"minLength": 1}),
    ],
)
def test_lengths_are_stated(document: Json, schema: str, member: str, stated: Json) -> None:
    described = document["components"]["schemas"][schema]["properties"][member]
    assert stated.items() <= described.items()


def test_every_parameter_of_a_path_has_an_example(document: Json) -> None:
    for _, path, operation in operations(document):
        for parameter in operation["parameters"]:
            assert parameter["in"] != "path" or parameter["example"], path


def test_no_parameter_is_listed_twice(document: Json) -> None:
    for _, path, operation in operations(document):
        listed = [(each["name"], each["in"]) for each in operation["parameters"]]
        assert len(set(listed)) == len(listed), path


def test_names_of_schemas_say_what_they_are_and_not_where(document: Json) -> None:
    assert [name for name in document["components"]["schemas"] if not re.fullmatch(r"[A-Za-z]+", name)] == []


def test_no_figure_is_left_open(document: Json) -> None:
    """A name in braces that is no figure stays as it is, as that of a part of a path does."""
    parts = {name for path in document["paths"] for name in re.findall(r"\{(\w+)\}", path)}
    texts = [part["description"] for part in everything(document) if isinstance(part.get("description"), str)]
    assert {name for text in texts for name in re.findall(r"\{([a-z_]+)\}", text)} <= parts | {"id"}
