from __future__ import annotations

from dataclasses import replace

import pytest

from local.gateway.cors import is_preflight, open_to_this_machine, preflight_headers, with_cors
from tools.template import CorsRules

RULES = CorsRules(
    allow_origins=("https://app.example.com", "http://*"),
    allow_methods=("GET", "POST"),
    allow_headers=("authorization",),
    expose_headers=("etag",),
    allow_credentials=True,
    max_age_seconds=600,
)


def test_a_preflight_asks_for_a_method_on_behalf_of_an_origin() -> None:
    asked = {"origin": "https://app.example.com", "access-control-request-method": "PUT"}
    assert is_preflight("OPTIONS", asked)
    assert not is_preflight("OPTIONS", {"origin": "https://app.example.com"})
    assert not is_preflight("GET", asked)


def test_an_allowed_origin_is_told_what_it_may_do() -> None:
    assert dict(preflight_headers(RULES, "https://app.example.com")) == {
        "access-control-allow-origin": "https://app.example.com",
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "authorization",
        "access-control-max-age": "600",
        "access-control-allow-credentials": "true",
    }


def test_another_origin_is_told_nothing() -> None:
    assert preflight_headers(RULES, "https://evil.example.com") == []
    assert with_cors(RULES, "https://evil.example.com", [("a", "b")]) == [("a", "b")]
    assert with_cors(RULES, None, [("a", "b")]) == [("a", "b")]


def test_a_wildcard_allows_every_host_of_a_scheme() -> None:
    assert ("access-control-allow-origin", "http://any.example.com") in preflight_headers(
        RULES, "http://any.example.com"
    )


def test_a_star_allows_everybody() -> None:
    assert preflight_headers(CorsRules(allow_origins=("*",)), "https://any.example.com") == [
        ("access-control-allow-origin", "*")
    ]


def test_the_apis_headers_replace_the_functions() -> None:
    own = [("access-control-allow-origin", "*"), ("etag", '"1"')]
    assert with_cors(RULES, "https://app.example.com", own) == [
        ("etag", '"1"'),
        ("access-control-allow-origin", "https://app.example.com"),
        ("access-control-expose-headers", "etag"),
        ("access-control-allow-credentials", "true"),
    ]


def test_without_rules_the_functions_headers_stay() -> None:
    own = [("access-control-allow-origin", "*")]
    assert with_cors(None, "https://app.example.com", own) == own


@pytest.mark.parametrize(
    "origin", ["http://localhost:5173", "http://127.0.0.1", "https://localhost:3000", "http://[::1]:80"]
)
def test_any_page_of_this_machine_may_call(origin: str) -> None:
    rules = open_to_this_machine(replace(RULES, allow_origins=("https://app.example.com",)))
    assert ("access-control-allow-origin", origin) in with_cors(rules, origin, [])


@pytest.mark.parametrize("origin", ["http://localhost.example.com", "http://127.0.0.1.example.com", "null"])
def test_no_page_that_only_looks_like_one_of_this_machine_may(origin: str) -> None:
    rules = open_to_this_machine(replace(RULES, allow_origins=()))
    assert with_cors(rules, origin, []) == []


def test_an_api_without_cors_stays_without() -> None:
    assert open_to_this_machine(None) is None
