"""template.yaml repeats properties by YAML's merge keys, which CloudFormation does not read and SAM writes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from samtranslator.yaml_helper import yaml_parse

from tests.project.expansion import expanded_template
from tools.template.document import read_document

Json = dict[str, Any]


@pytest.fixture(scope="module")
def resource_nodes(root: Path) -> dict[str, dict[str, yaml.Node]]:
    """The resources as YAML's nodes: what one of them repeats of another is the same node."""
    document = yaml.compose(root.joinpath("template.yaml").read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert document is not None
    return {name: _children(each) for name, each in _children(_children(document)["Resources"]).items()}


def _children(node: yaml.Node) -> dict[str, yaml.Node]:
    assert isinstance(node, yaml.MappingNode)
    return {key.value: value for key, value in node.value}


def test_the_template_is_read_as_sam_reads_it(root: Path, document: Json) -> None:
    assert document == yaml_parse((root / "template.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("parameters", [{}, {"TrafficShift": "Canary10Percent5Minutes", "AlarmEmail": "a@example.com"}])
def test_what_is_merged_expands_as_if_it_were_written_out(
    root: Path, tmp_path: Path, parameters: dict[str, str]
) -> None:
    """In SAM's hands repeated properties are one object, so that a change of one would be a change of all."""
    written_out = tmp_path / "template.json"
    written_out.write_text(json.dumps(read_document(root / "template.yaml")), encoding="utf-8")
    assert expanded_template(root / "template.yaml", parameters) == expanded_template(written_out, parameters)


def test_resources_share_properties_but_never_metadata(resource_nodes: dict[str, dict[str, yaml.Node]]) -> None:
    """SAM writes an id of its own into the metadata of every resource."""
    assert not [name for name, resource in resource_nodes.items() if "<<" in resource]
    metadata = [resource["Metadata"] for resource in resource_nodes.values() if "Metadata" in resource]
    assert len(metadata) > 20
    assert len({id(node) for node in metadata}) == len(metadata)


def test_every_role_is_assumed_by_the_same_policy(resource_nodes: dict[str, dict[str, yaml.Node]]) -> None:
    roles = [_children(each["Properties"]) for name, each in resource_nodes.items() if name.endswith("Role")]
    assert len(roles) > 10
    assert len({id(role["AssumeRolePolicyDocument"]) for role in roles}) == 1
