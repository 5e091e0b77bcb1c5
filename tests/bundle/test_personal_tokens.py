"""Functions of the artifact with a personal access token: what that takes of AWS, and what it loads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from local.stand_in import StandIn
from shared.domain.scopes import GRANTABLE
from tests.bundle.conftest import Invocation, Invoke
from tests.bundle.grants import Grants, covers
from tests.bundle.journey import VISITS, Journey, Sample
from tools.docs.access import access_of
from tools.template import Template

EMAIL = "bearer@example.com"
SCOPES = ["profile:read"]
"""No function of contacts does anything for such a token, but each has to find it."""
BEARERS = "shared.services.accounts.personal_token_bearers"


@pytest.fixture(scope="module")
def grants(root: Path, template: Template) -> Grants:
    return Grants(root / "template.yaml", template)


@pytest.fixture(scope="module")
def functions(template: Template, grants: Grants) -> Mapping[str, str]:
    """One function of each role that takes personal access tokens, by its role."""
    taking = [
        route for route in template.described_routes
        if access_of(route, template.functions[route.function_id]) in GRANTABLE
    ]  # fmt: skip
    return {grants.role_of(route.function_id): template.functions[route.function_id].handler for route in taking}


@pytest.fixture(scope="module")
def borne(
    invoke: Invoke, sample: Sample, aws: StandIn, template: Template, functions: Mapping[str, str]
) -> Mapping[str, Invocation]:
    """Return what these functions do for a token without the scope that they need, by their role."""
    journey = Journey(invoke, sample, aws, template)
    journey.request("auth.register", body={"email": EMAIL})
    journey.send_pending_mail()
    journey.request("auth.verify_email", query={"token": journey.mails.token("verify-email", EMAIL)})
    access_token = journey.request("auth.login", body={"email": EMAIL}).body["access_token"]
    made = journey.request("auth.create_token", token=access_token, body={"scopes": SCOPES})
    assert made.answer["statusCode"] == 201
    done = {}
    for role, handler in functions.items():
        name = handler.removeprefix("functions.").removesuffix(".handler")
        assert name in VISITS
        event: Any = json.loads(json.dumps(sample(name)))
        event["headers"]["authorization"] = f"Bearer {made.body['token']}"
        done[role] = invoke(name, event)
    return done


def test_every_role_may_find_tokens_and_note_their_use_and_no_more(
    borne: Mapping[str, Invocation], grants: Grants
) -> None:
    assert len(borne) > 15
    for role, invocation in borne.items():
        granted = list(grants.granted(role))
        needed = grants.needs(invocation.calls)
        assert {need for need in needed if not any(covers(grant, need) for grant in granted)} == set(), role
        of_tokens = [(name, asked) for _, name, asked in invocation.calls if "PAT#" in json.dumps(asked, default=str)]
        assert {name for name, _ in of_tokens} == {"GetItem", "PutItem"}, role


def test_a_token_without_the_scope_is_refused(borne: Mapping[str, Invocation]) -> None:
    statuses = {role: invocation.answer["statusCode"] for role, invocation in borne.items()}
    assert {role for role, status in statuses.items() if status != 403} == {"ProfileRole"}
    assert statuses["ProfileRole"] == 200


def test_what_reads_tokens_is_loaded_for_them(borne: Mapping[str, Invocation]) -> None:
    """For nothing else: the budgets forbid it to all functions."""
    assert all(BEARERS in invocation.modules for invocation in borne.values())
