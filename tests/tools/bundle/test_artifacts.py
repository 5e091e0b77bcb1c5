"""Which function has which artifact."""

from __future__ import annotations

import pytest

from tools.bundle import artifacts
from tools.bundle.artifacts import NEED_CRYPTOGRAPHY, Artifact, artifact_of, artifact_of_resource
from tools.template import Template


@pytest.fixture
def needing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifacts, "NEED_CRYPTOGRAPHY", frozenset({"auth.log_in"}))


@pytest.mark.usefixtures("needing")
def test_functions_that_need_cryptography_have_the_artifact_with_it_and_no_others() -> None:
    assert artifact_of("auth.log_in") == Artifact.CRYPTOGRAPHY
    assert artifact_of_resource("AuthLogInFunction") == Artifact.CRYPTOGRAPHY
    assert artifact_of("auth.log_in_twice") == Artifact.ACCOUNTS
    assert artifact_of_resource("AuthLogInTwiceFunction") == Artifact.ACCOUNTS


def test_functions_of_accounts_have_the_artifact_for_them_and_all_others_the_common_one() -> None:
    assert artifact_of("profile.get") == Artifact.ACCOUNTS
    assert artifact_of("contacts.get") == artifact_of("streams.send_mail") == Artifact.COMMON


def test_a_function_has_the_same_artifact_by_its_name_and_by_its_id_in_the_template(template: Template) -> None:
    by_name = {}
    for logical_id, function in template.functions.items():
        name = function.handler.removeprefix("functions.").removesuffix(".handler")
        by_name[name] = artifact_of(name)
        assert artifact_of_resource(logical_id) == by_name[name], logical_id
    assert {name for name, artifact in by_name.items() if artifact is Artifact.CRYPTOGRAPHY} == NEED_CRYPTOGRAPHY
