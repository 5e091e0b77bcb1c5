"""What is missing for a deployment is said before the build, all at once, each with its command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from tools.operations import before_deploying
from tools.operations.before_deploying import AwsAccount, missing

REQUIRED = ["jwt-keys", "mail-keys", "cursor-keys", "factor-keys"]
PROGRAMS = {"BUNDLE_PYTHON": sys.executable}


class FakeAccount:
    """An account of which everything is known."""

    def __init__(
        self, *, region: str | None = "eu-central-1", refusal: str | None = None, absent: tuple[str, ...] = ()
    ) -> None:
        self.region = region
        self.asked: list[str] = []
        self._refusal = refusal
        self._absent = absent

    def refusal(self) -> str | None:
        return self._refusal

    def absent_parameters(self, names: list[str]) -> list[str]:
        self.asked = names
        return [name for name in names if name.rpartition("/")[2] in self._absent]


class ClosedAccount(FakeAccount):
    def absent_parameters(self, names: list[str]) -> list[str]:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not authorized"}}, "GetParameters")


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    for name in ("template.yaml", "samconfig.toml"):
        shutil.copy(root / name, tmp_path)
    return tmp_path


@pytest.fixture
def configured(project: Path) -> Path:
    """A project whose commented-out lines are filled in, as docs/deploying.md says."""
    path = project / "samconfig.toml"
    lines = path.read_text(encoding="utf-8").replace('# "', '"').replace("example.com", "acme.dev")
    path.write_text(lines, encoding="utf-8")
    return project


def test_nothing_is_missing_where_all_is_there(configured: Path) -> None:
    account = FakeAccount()
    assert list(missing("dev", configured, account, PROGRAMS)) == []
    assert sorted(account.asked) == sorted(f"/contacts-api/dev/{name}" for name in REQUIRED)


def test_everything_that_is_missing_is_said_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    account = FakeAccount(region=None, refusal="there are none")
    assert before_deploying.main(["dev"], {"BUNDLE_PYTHON": "/no/python"}, project, account) == 1
    said = capsys.readouterr().err
    assert said.startswith("6 things are missing; nothing was built")
    for name in ("PublicUrl", "MailFrom", "CorsOrigins"):
        assert f'- {name} is not set: take the # from the line # "{name}=..." in [dev.deploy.parameters]' in said
    assert "- There is no /no/python" in said
    assert "export AWS_DEFAULT_REGION=" in said
    assert "There are no credentials that work (there are none): sign in with aws sso login" in said


@pytest.mark.parametrize("name", REQUIRED)
def test_each_absent_secret_is_told_with_its_command(configured: Path, name: str) -> None:
    [sentence] = missing("prod", configured, FakeAccount(absent=(name,)), PROGRAMS)
    command = f"aws ssm put-parameter --type SecureString --name /contacts-api/prod/{name} --value"
    assert f"There is no parameter /contacts-api/prod/{name} in this region: {command}" in sentence


def test_the_command_for_a_secret_makes_one_that_functions_can_read(configured: Path) -> None:
    [sentence] = missing("dev", configured, FakeAccount(absent=("jwt-keys",)), PROGRAMS)
    value = sentence.partition("--value ")[2]
    made = subprocess.run(["bash", "-c", f"printf %s {value}"], capture_output=True, text=True, check=True).stdout
    assert made.startswith("k1:")
    assert len(made) > 40


def test_an_address_of_the_example_is_none_of_ones_own(project: Path) -> None:
    path = project / "samconfig.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('# "', '"'), encoding="utf-8")
    sentences = list(missing("staging", project, FakeAccount(), PROGRAMS))
    assert [each.partition(" ")[0] for each in sentences] == ["PublicUrl", "MailFrom", "CorsOrigins"]
    assert all("is still that of the example" in each for each in sentences)


def test_parameters_that_may_not_be_read_are_told_with_the_policy(configured: Path) -> None:
    [sentence] = missing("dev", configured, ClosedAccount(), PROGRAMS)
    assert "cannot be read" in sentence
    assert "docs/deploying.md has a policy" in sentence


def test_an_installation_of_the_sam_cli_that_broke_off_is_told(configured: Path) -> None:
    sam = configured / ".venv-sam" / "bin" / "sam"
    sam.parent.mkdir(parents=True)
    sam.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    sam.chmod(0o755)
    [sentence] = missing("dev", configured, FakeAccount(), PROGRAMS)
    assert "rm -r .venv-sam" in sentence


@pytest.mark.parametrize("arguments", [[], ["production"], ["local"]])
def test_a_stage_that_there_is_not_is_refused(
    project: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert before_deploying.main(arguments, {}, project, FakeAccount()) == 2
    assert "make deploy STAGE=dev, staging or prod" in capsys.readouterr().err


@mock_aws
def test_an_account_of_aws_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    account = AwsAccount()
    assert (account.region, account.refusal()) == ("eu-central-1", None)
    account._session.client("ssm").put_parameter(Name="/contacts-api/dev/jwt-keys", Value="k1:x", Type="SecureString")
    assert account.absent_parameters(["/contacts-api/dev/jwt-keys", "/contacts-api/dev/mail-keys"]) == [
        "/contacts-api/dev/mail-keys"
    ]


def test_the_command_says_it_without_an_account_or_a_network(root: Path, tmp_path: Path) -> None:
    """As make deploy runs it, on a machine that has never heard of AWS."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment = {**bare, "HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true", **PROGRAMS}
    done = subprocess.run(
        [sys.executable, "-m", "tools.operations.before_deploying", "dev"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "There is no region" in done.stderr
    assert "There are no credentials that work (there are none)" in done.stderr
