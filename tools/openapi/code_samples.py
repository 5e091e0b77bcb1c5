"""The same request in curl, Python and JavaScript: ``x-codeSamples``, which reference pages show beside an operation.

``API`` is where the service is, ``TOKEN`` an access token; docs/using-the-api.md sets both in each language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
_FORM = "multipart/form-data"
_WIDTH = 88
_OF_PYTHON: Mapping[Any, str] = {True: "True", False: "False", None: "None"}
_OF_JAVASCRIPT: Mapping[Any, str] = {True: "true", False: "false", None: "null"}
_PICTURE = "picture.jpg"


URL_ENCODED = "application/x-www-form-urlencoded"
"""What pages post, and no client: there are no samples of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRequest:
    """A request: its target, and a body as JSON, or as a form with a picture in its ``file``."""

    method: str
    target: str
    needs_token: bool
    media_type: str = ""
    body: Any = None

    @classmethod
    def of(cls, method: str, path: str, operation: Json, *, query: str) -> SampleRequest:
        """Return the request of an operation, made of its examples, with a ``query`` that is known to work."""
        examples = {each["name"]: each["example"] for each in operation["parameters"] if each["in"] == "path"}
        target = re.sub(r"\{(\w+)\}", lambda match: examples[match[1]], path)
        forms: Mapping[str, Json] = operation.get("requestBody", {}).get("content", {})
        media_type, form = next(iter(forms.items()), ("", {}))
        return cls(
            method=method.upper(),
            target=f"{target}?{query}" if query else target,
            needs_token=bool(operation["security"]),
            media_type=media_type,
            body=form.get("example"),
        )


def code_samples(request: SampleRequest) -> list[Json]:
    """Return the samples of a request, in the form that Redocly made usual."""
    return [
        {"lang": "Shell", "label": "curl", "source": _curl(request)},
        {"lang": "Python", "label": "Python (httpx)", "source": _python(request)},
        {"lang": "JavaScript", "label": "JavaScript (fetch)", "source": _javascript(request)},
    ]


def _curl(request: SampleRequest) -> str:
    method = "" if request.method == ("POST" if request.media_type else "GET") else f"-X {request.method} "
    lines = [f'curl {method}"$API{request.target}"', *(f'-H "{header}"' for header in _headers(request, "$TOKEN"))]
    if request.media_type == _FORM:
        lines.append(f"-F file=@{_PICTURE}")
    elif request.media_type:
        lines.append("-d '" + json.dumps(request.body, ensure_ascii=False).replace("'", r"'\''") + "'")
    return " \\\n  ".join(lines)


def _headers(request: SampleRequest, token: str) -> Iterator[str]:
    if request.needs_token:
        yield f"Authorization: Bearer {token}"
    if request.media_type not in ("", _FORM):
        yield f"Content-Type: {request.media_type}"


def _python(request: SampleRequest) -> str:
    arguments = [f'f"{{API}}{request.target}"']
    headers = ['"Authorization": f"Bearer {TOKEN}"'] if request.needs_token else []
    if request.media_type not in ("", "application/json", _FORM):
        headers.append(f'"Content-Type": "{request.media_type}"')
    if headers:
        arguments.append(f"headers={{{', '.join(headers)}}}")
    if request.media_type == _FORM:
        arguments.append(f'files={{"file": open("{_PICTURE}", "rb")}}')
    elif request.media_type:
        arguments.append("json=" + _literal(request.body, _OF_PYTHON, "    ", "    "))
    call = "".join(f"    {argument},\n" for argument in arguments)
    return (
        f"import httpx\n\nresponse = httpx.{request.method.lower()}(\n{call})\nresponse.raise_for_status()\n"
        "print(response.text)"
    )


def _literal(value: Any, atoms: Mapping[Any, str], step: str, margin: str) -> str:
    """Return a value of JSON as a literal of a language, on several lines if it is long."""
    on_one_line = _on_one_line(value, atoms)
    if len(margin) + len(on_one_line) <= _WIDTH or not isinstance(value, dict | list):
        return on_one_line
    inner = margin + step
    if isinstance(value, dict):
        parts = [f"{json.dumps(name)}: {_literal(part, atoms, step, inner)}" for name, part in value.items()]
    else:
        parts = [_literal(part, atoms, step, inner) for part in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([opening, *(f"{inner}{part}," for part in parts), f"{margin}{closing}"])


def _on_one_line(value: Any, atoms: Mapping[Any, str]) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)}: {_on_one_line(part, atoms)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_on_one_line(part, atoms) for part in value) + "]"
    is_atom = value is None or isinstance(value, bool)
    return atoms[value] if is_atom else json.dumps(value, ensure_ascii=False)


def _javascript(request: SampleRequest) -> str:
    options = [f'method: "{request.method}"']
    headers = ["Authorization: `Bearer ${TOKEN}`"] if request.needs_token else []
    if request.media_type not in ("", _FORM):
        headers.append(f'"Content-Type": "{request.media_type}"')
    if headers:
        options.append(f"headers: {{ {', '.join(headers)} }}")
    before = ""
    if request.media_type == _FORM:
        before = 'const form = new FormData();\nform.append("file", picture);  // a File, such as that of an <input>\n'
        options.append("body: form")
    elif request.media_type:
        options.append("body: JSON.stringify(" + _literal(request.body, _OF_JAVASCRIPT, "  ", "  ") + ")")
    said = "".join(f"  {option},\n" for option in options)
    return (
        f"{before}const response = await fetch(`${{API}}{request.target}`, {{\n{said}}});\n"
        "if (!response.ok) throw new Error((await response.json()).detail);\n"
        "console.log(await response.text());"
    )
