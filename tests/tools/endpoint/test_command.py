"""A skeleton is whole, deploys, and has the form of what stands beside it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.endpoint import __main__ as command
from tools.template import load_template

ROUTE = "GET /api/v1/contacts/count"


@pytest.fixture
def project(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what an endpoint is added to, as the working folder."""
    for name in ("template.yaml", "pyproject.toml"):
        shutil.copy(root / name, tmp_path)
    for name in ("functions", "events", "tests/functions"):
        shutil.copytree(root / name, tmp_path / name)
    (tmp_path / "docs").mkdir()
    shutil.copy(root / "docs" / "access-patterns.md", tmp_path / "docs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[Path, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and "cache" not in str(path))
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def test_every_place_is_written_and_what_is_left_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(project)
    assert command.main(["contacts/count", ROUTE]) == 0
    said = capsys.readouterr().out
    after = files(project)
    changed = {str(path) for path in after if after[path] != before.get(path)}
    assert changed == {
        "functions/contacts/count.py",
        "template.yaml",
        "events/contacts/count.json",
        "tests/functions/contacts/count.py",
        "tests/functions/contacts/test_count.py",
        "docs/access-patterns.md",
    }
    assert {line.removeprefix("wrote ") for line in said.splitlines() if line.startswith("wrote ")} == changed
    assert 'make faults; make budgets-set WHY="..."; make docs' in said


def test_the_template_deploys_it_as_it_deploys_its_neighbour(project: Path) -> None:
    command.main(["contacts/count", ROUTE])
    template = load_template(project / "template.yaml", {"Stage": "local"})
    function, neighbour = template.functions["ContactsCountFunction"], template.functions["ContactsBirthdaysFunction"]
    assert function.handler == "functions.contacts.count.handler"
    assert (function.environment, function.memory_mb) == (neighbour.environment, neighbour.memory_mb)
    routes = [route.key for route in template.routes if route.function_id == "ContactsCountFunction"]
    assert routes == [ROUTE, ROUTE.replace("GET", "HEAD")]


def test_its_sample_event_is_one_of_its_route_without_a_body(project: Path) -> None:
    command.main(["contacts/greet", "POST /api/v1/contacts/{contact_id}/greet"])
    event = json.loads((project / "events/contacts/greet.json").read_text(encoding="utf-8"))
    path = "/api/v1/contacts/01JD9Z6M3K8QF5T2V7W4X0Y1R2/greet"
    assert (event["routeKey"], event["rawPath"]) == ("POST /api/v1/contacts/{contact_id}/greet", path)
    assert (event["requestContext"]["http"]["method"], event["requestContext"]["http"]["path"]) == ("POST", path)
    assert event["pathParameters"] == {"contact_id": "01JD9Z6M3K8QF5T2V7W4X0Y1R2"}
    assert not {"body", "queryStringParameters"} & set(event)
    assert "content-type" not in event["headers"]


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("contacts/count", ROUTE),
        ("contacts/greet", "POST /api/v1/contacts/{contact_id}/greet/{revision_id}"),
        ("profile/close", "DELETE /api/v1/auth/me/everything"),
        ("profile/history", "GET /api/v1/auth/me/history"),
        ("auth/introspect", "POST /api/v1/auth/introspect"),
        ("system/version", "GET /version"),
    ],
)
def test_it_has_the_style_of_the_house(project: Path, root: Path, name: str, route: str) -> None:
    for ours in ("shared", "tests/support"):  # so that ruff knows whose they are
        (project / ours).symlink_to(root / ours)
    before = files(project)
    assert command.main([name, route]) == 0
    new = [str(path) for path in files(project) if path not in before and path.suffix == ".py"]
    assert len(new) == 3
    for arguments in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        ruff = [str(Path(sys.executable).with_name("ruff")), *arguments, *new]
        done = subprocess.run(ruff, cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    load_template(project / "template.yaml", {"Stage": "local"})


def test_a_path_parameter_has_the_type_that_other_endpoints_give_it(project: Path) -> None:
    command.main(["labels/show", "GET /api/v1/labels/{label_id}/uses/{use_id}"])
    module = (project / "functions/labels/show.py").read_text(encoding="utf-8")
    assert "from shared.web.contacts.labels import LabelId\n" in module
    assert "_label_id: LabelId," in module
    assert '_use_id: Annotated[str, Path(alias="use_id"' in module


def test_a_route_for_everybody_has_the_throttle_of_pages(project: Path) -> None:
    command.main(["system/version", "GET /version"])
    assert "GET /version: *page\n" in (project / "template.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "route", "complaint"),
    [
        ("contacts/get", "GET /api/v1/more", "functions/contacts/get.py exists already"),
        ("contacts/show", "GET /api/v1/contacts", "GET /api/v1/contacts is served by functions.contacts.list already"),
        ("contacts/show", "GET /api/v1/contacts/{id}", "the same to API Gateway as /api/v1/contacts/{contact_id}"),
        ("dav/list", "GET /api/v1/dav", "there is no area 'dav' (there are admin, auth, book, contacts, "),
        ("streams/more", "GET /more", "no function of streams has a route"),
        ("contacts/Show", "GET /more", "NAME is an area and a verb"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, route: str, complaint: str
) -> None:
    before = files(project)
    assert command.main([name, route]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("endpoint: ")
    assert complaint in said.err
    assert (said.out, files(project)) == ("", before)


def test_a_neighbour_without_its_sample_event_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "events/contacts/list.json").unlink()
    assert command.main(["contacts/count", ROUTE]) == 1
    assert "functions.contacts.list has no sample event events/contacts/list.json" in capsys.readouterr().err


def test_a_template_that_cannot_be_read_is_told_of(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template = project / "template.yaml"
    template.write_text(template.read_text(encoding="utf-8") + "\n  - [\n", encoding="utf-8")
    assert command.main(["contacts/count", ROUTE]) == 1
    assert "template.yaml is not valid YAML" in capsys.readouterr().err
