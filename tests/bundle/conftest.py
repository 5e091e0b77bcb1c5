"""The artifacts, built for the interpreter that runs the tests, and the AWS that its functions talk to."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.targets import Artifacts, place_artifacts
from local.buckets import create_buckets
from local.queues import create_queues
from local.stand_in import StandIn, running
from local.tables import create_tables
from tests.bundle.recorder import Call, Recorder, recording
from tests.support.pictures_host import CREDENTIAL, PicturesHost, running_host
from tools.bundle.artifacts import Artifact
from tools.template import Template, load_template

ROOT = Path(__file__).parents[2]
INVOKE = Path(__file__).with_name("invoke.py")
KEY = "k1:" + base64.urlsafe_b64encode(b"a key of the tests, 32 bytes long").decode()
BCRYPT_ROUNDS = "4"
PROVIDERS = '{"github": {"client_id": "id", "client_secret": "secret"}}'

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """The result of one invocation: the response, the calls of AWS, and the modules that were loaded afterwards."""

    answer: Any
    calls: list[Call]
    modules: frozenset[str]

    @property
    def body(self) -> Any:
        return json.loads(self.answer["body"])


Invoke = Callable[..., Invocation]


@pytest.fixture(scope="module")
def without() -> frozenset[str]:
    """Return the accelerators that the artifacts are built without."""
    return frozenset()


@pytest.fixture(scope="module")
def artifacts(without: frozenset[str], tmp_path_factory: pytest.TempPathFactory) -> Artifacts:
    return place_artifacts(tmp_path_factory.mktemp("artifacts"), ROOT, without)


@pytest.fixture(scope="module")
def artifact(artifacts: Artifacts) -> Path:
    """Return the artifact of most functions; the other ones have the same, and more."""
    return artifacts.folders[Artifact.COMMON]


@pytest.fixture(scope="session")
def template() -> Template:
    return load_template(ROOT / "template.yaml", {"Stage": "local"})


@pytest.fixture(scope="module")
def aws(template: Template) -> Iterator[StandIn]:
    """Yield an account of AWS that no other artifact's functions have used."""
    with running() as stand_in:
        create_tables(stand_in.client("dynamodb"), template.tables.values())
        create_queues(stand_in.client("sqs"), template.queues.values())
        create_buckets(stand_in.client("s3"), template.buckets.values())
        stand_in.client("sesv2").create_email_identity(EmailIdentity=template.parameters["MailFrom"])
        for name in ("jwt-keys", "mail-keys", "cursor-keys", "factor-keys"):
            path = f"/contacts-api/local/{name}"
            stand_in.client("ssm").put_parameter(Name=path, Value=KEY, Type="SecureString")
        path = "/contacts-api/local/identity-providers"
        stand_in.client("ssm").put_parameter(Name=path, Value=PROVIDERS, Type="SecureString")
        path = "/contacts-api/local/cloudinary"
        stand_in.client("ssm").put_parameter(Name=path, Value=CREDENTIAL, Type="SecureString")
        yield stand_in


@pytest.fixture(scope="module")
def recorder(aws: StandIn) -> Iterator[Recorder]:
    with recording(aws.endpoint_url) as recorder:
        yield recorder


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PicturesHost]:
    with running_host(tmp_path_factory.mktemp("pictures")) as host:
        yield host


@pytest.fixture(scope="module")
def invoke(
    artifacts: Artifacts,
    template: Template,
    aws: StandIn,
    recorder: Recorder,
    pictures: PicturesHost,
    tmp_path_factory: pytest.TempPathFactory,
) -> Invoke:
    """Return a way to invoke a function, by folder and module, with an event: a cold start each time.

    Further named arguments are part of its environment.
    """
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    answer_path = elsewhere / "answer.json"
    own = {
        **aws.environment,
        "AWS_ENDPOINT_URL": recorder.url,
        "BCRYPT_ROUNDS": BCRYPT_ROUNDS,
        "CLOUDINARY_UPLOAD_PREFIX": pictures.api_url,
    }

    def invoke(name: str, event: Json, **more: str) -> Invocation:
        (function,) = (each for each in template.functions.values() if each.handler == f"functions.{name}.handler")
        environment = {**function.environment, **own, **more}
        artifact = artifacts.of(name)
        process = subprocess.run(
            [sys.executable, "-I", "-S", INVOKE, artifact, function.handler, answer_path],
            input=json.dumps(event), env=environment, cwd=elsewhere,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert process.returncode == 0, process.stderr
        result = json.loads(answer_path.read_text(encoding="utf-8"))
        assert result["outside"] == []
        return Invocation(
            answer=result["answer"],
            calls=recorder.take(),
            modules=frozenset(result["modules"]),
        )

    return invoke


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Json]:
    """Return a way to read the sample event of a function."""

    def sample(name: str) -> Json:
        path = ROOT / "events" / f"{name.replace('.', '/')}.json"
        assert path.exists(), (
            f"{path.relative_to(ROOT)} is missing: copy that of a neighbour (make endpoint writes one)"
        )
        event: Json = json.loads(path.read_text(encoding="utf-8"))
        return event

    return sample
