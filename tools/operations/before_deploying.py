"""Say all that is missing before a stage is built and deployed, each in a sentence with its command.

``make deploy STAGE=dev`` runs it first: a build takes minutes, and CloudFormation tells of one missing thing at a time.
It only reads. What it cannot look at, since something else is missing, it leaves to the next run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tools.template import load_template
from tools.template.document import read_document

STAGES = ("dev", "staging", "prod")
OPTIONAL_SECRETS = frozenset({"cloudinary"})
"""Without these, a part of the product answers 503, and the rest works."""
_ADDRESSES = "DeployedStagesHaveTheirOwnAddresses"
_EXAMPLE = re.compile(r"[@.]example\.(com|net|org)\b|//example\.(com|net|org)\b")


class Account(Protocol):
    """What is asked of an AWS account."""

    @property
    def region(self) -> str | None:
        """The region of the environment or of the profile."""

    def refusal(self) -> str | None:
        """Return why there are no credentials, or why AWS does not take them; None if it does."""

    def absent_parameters(self, names: list[str]) -> list[str]:
        """Return the parameters that there are not. Raises ClientError and BotoCoreError."""


class AwsAccount:
    """The account of the credentials in the environment, found as the SAM CLI finds them."""

    def __init__(self) -> None:
        self._session = boto3.session.Session()
        self.region: str | None = self._session.region_name

    def refusal(self) -> str | None:
        """See Account."""
        if self._session.get_credentials() is None:
            return "there are none"
        try:
            self._session.client("sts", region_name=self.region or "us-east-1").get_caller_identity()
        except ClientError as error:
            return f"AWS says {error.response['Error']['Code']}"
        except BotoCoreError as error:
            return str(error).rstrip(".")
        return None

    def absent_parameters(self, names: list[str]) -> list[str]:
        """See Account."""
        return list(self._session.client("ssm").get_parameters(Names=names)["InvalidParameters"])


def missing(stage: str, root: Path, account: Account, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each thing that is missing, and how to get it."""
    yield from _lines_of_samconfig(stage, root)
    yield from _programs(root, environment)
    if account.region is None:
        yield "There is no region: export AWS_DEFAULT_REGION=eu-central-1, or the one that you want."
    if (refusal := account.refusal()) is not None:
        yield (
            f"There are no credentials that work ({refusal}): sign in with aws sso login or aws login, "
            "and export AWS_PROFILE if the profile is not the default one."
        )
    elif account.region is not None:
        yield from _secrets(stage, root, account)


def _lines_of_samconfig(stage: str, root: Path) -> Iterator[str]:
    """Yield what samconfig.toml has to say for a stage and leaves commented out, or to an example."""
    text = (root / "samconfig.toml").read_text(encoding="utf-8")
    overrides: list[str] = tomllib.loads(text)[stage]["deploy"]["parameters"]["parameter_overrides"]
    given = dict(each.partition("=")[::2] for each in overrides)
    for name in _own_addresses(root):
        place = f"in [{stage}.deploy.parameters] of samconfig.toml"
        if not given.get(name):
            yield f'{name} is not set: take the # from the line # "{name}=..." {place}, and write your own address.'
        elif _EXAMPLE.search(given[name]):
            yield f"{name} is still that of the example, {given[name]}: write your own address {place}."


def _own_addresses(root: Path) -> list[str]:
    """Return the parameters that the template refuses to deploy a stage without."""
    rule: Any = read_document(root / "template.yaml")["Rules"][_ADDRESSES]
    return list(dict.fromkeys(re.findall(r"'Ref': '(\w+)'", str(rule["Assertions"]))))


def _programs(root: Path, environment: Mapping[str, str]) -> Iterator[str]:
    runtime: str = read_document(root / "template.yaml")["Parameters"]["PythonRuntime"]["Default"]
    python = environment.get("BUNDLE_PYTHON", runtime)
    if shutil.which(python) is None and not environment.get("BUNDLE_WITHOUT_BYTECODE"):
        yield (
            f"There is no {python}, which compiles what Lambda's Python loads: install it, or say where it is with "
            f"export BUNDLE_PYTHON=/path/to/{runtime}."
        )
    sam = root / ".venv-sam" / "bin" / "sam"
    if sam.exists() and subprocess.run([sam, "--version"], capture_output=True, check=False).returncode != 0:
        yield "The SAM CLI in .venv-sam does not start: rm -r .venv-sam, and the next make deploy installs it again."


def _secrets(stage: str, root: Path, account: Account) -> Iterator[str]:
    names = [f"/contacts-api/{stage}/{name}" for name in _secret_names(stage, root)]
    try:
        absent = account.absent_parameters(names)
    except (ClientError, BotoCoreError) as error:
        yield (
            f"The parameters below /contacts-api/{stage} cannot be read ({error}): "
            "docs/deploying.md has a policy that allows it."
        )
        return
    for name in absent:
        yield (
            f"There is no parameter {name} in this region: aws ssm put-parameter --type SecureString --name {name} "
            "--value \"k1:$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')\""
        )


def _secret_names(stage: str, root: Path) -> list[str]:
    """Return the secrets that functions read, as the template names them, but for the optional ones."""
    functions = load_template(root / "template.yaml", {"Stage": stage}).functions.values()
    named = {name for each in functions for name in each.environment.get("SECRET_NAMES", "").split(",") if name}
    return sorted(named - OPTIONAL_SECRETS)


def main(arguments: list[str], environment: Mapping[str, str], root: Path, account: Account | None = None) -> int:
    """Print what is missing for a stage; return 1 if anything is, 2 for a stage that there is not."""
    stage = arguments[0] if arguments else ""
    if stage not in STAGES:
        sys.stderr.write("Say where to: make deploy STAGE=dev, staging or prod\n")
        return 2
    sentences = list(missing(stage, root, account or AwsAccount(), environment))
    if not sentences:
        return 0
    count = "One thing is" if len(sentences) == 1 else f"{len(sentences)} things are"
    sys.stderr.write(f"{count} missing; nothing was built (docs/deploying.md):\n")
    sys.stderr.writelines(f"- {sentence}\n" for sentence in sentences)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, Path.cwd()))
