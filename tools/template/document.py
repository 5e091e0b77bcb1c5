"""A SAM template as a tree of plain values, with YAML's short tags in their long form."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml


class TemplateError(Exception):
    """The template cannot be read, or contains something that cannot be deployed."""


class _CloudFormationLoader(yaml.CSafeLoader):
    """YAML with CloudFormation's tags: ``!Ref X`` reads as ``{"Ref": "X"}``, ``!Sub x`` as ``{"Fn::Sub": "x"}``.

    Merge keys (``<<: *name``) are resolved, as SAM does before the upload. The parser is libyaml, which PyYAML's wheels
    contain: it is six times as fast as the one in Python.
    """

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge the mappings that ``<<`` names into the mapping. Raises ConstructorError for a key that is set twice.

        SAM would silently use the later value, and cfn-lint detects duplicates only in mappings without a merge.
        """
        super().flatten_mapping(node)
        counts = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        if twice := [key for key, count in counts.items() if count > 1]:
            raise yaml.constructor.ConstructorError(None, None, f"{', '.join(twice)} is set twice", node.start_mark)


def read_document(path: Path) -> dict[str, Any]:
    """Return the template's top-level mapping. Raises TemplateError, whose message is one line."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_CloudFormationLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise TemplateError(f"{path} is not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(document, dict) or not isinstance(document.get("Resources"), dict):
        raise TemplateError(f"{path} has no Resources section")
    return document


def _construct_intrinsic(loader: yaml.Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value = _construct_value(loader, node)
    if tag in {"Ref", "Condition"}:
        return {tag: value}
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", maxsplit=1)
    return {f"Fn::{tag}": value}


def _construct_value(loader: yaml.Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode), "YAML has no other nodes"
    return loader.construct_mapping(node, deep=True)


_CloudFormationLoader.add_multi_constructor("!", _construct_intrinsic)
