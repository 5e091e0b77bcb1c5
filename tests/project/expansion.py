"""The SAM transform, run in this process: `sam validate --lint` sees only the source, but the expansion is deployed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

SEEN_BY_SAM = frozenset({"CorsOrigins", "TrafficShift"})
"""The parameters whose values the transform looks at. It leaves references to all others to CloudFormation."""
# It warns of feature flags, which only SAM's own service has.
logging.getLogger("samtranslator.feature_toggle").setLevel(logging.ERROR)


def expanded_template(path: Path, parameters: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Expand a SAM template with these parameters, and the defaults of the others."""
    seen = {name: value for name, value in (parameters or {}).items() if name in SEEN_BY_SAM}
    expanded: dict[str, Any] = json.loads(_expansion(path.read_text(encoding="utf-8"), tuple(seen.items())))
    return expanded


def expand(text: str, parameters: Mapping[str, str]) -> str:
    """Return the expansion of a template in YAML or JSON, as JSON."""
    template = yaml_parse(text)
    # Where `sam package` would have put the artifact.
    template["Globals"]["Function"]["CodeUri"] = "s3://artifacts/contacts-api.zip"
    values = {name: parameter["Default"] for name, parameter in template["Parameters"].items()}
    values.update(parameters)
    session = boto3.session.Session(region_name="eu-central-1")
    return json.dumps(Translator({}, Parser(), boto_session=session).translate(template, values))


@cache
def _expansion(text: str, seen: tuple[tuple[str, str], ...]) -> str:
    return expand(text, dict(seen))


def resources_of(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of every resource of a type, by logical id."""
    return {name: each["Properties"] for name, each in template["Resources"].items() if each["Type"] == kind}


def references(value: Any) -> Iterator[str]:
    """Yield the logical ids and parameters that a value refers to."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "Ref":
                yield item
            elif key == "Fn::GetAtt":
                yield item.split(".")[0] if isinstance(item, str) else item[0]
            elif key == "Fn::Sub":
                text = item if isinstance(item, str) else item[0]
                yield from (part.split("}")[0].split(".")[0] for part in text.split("${")[1:])
            else:
                yield from references(item)
