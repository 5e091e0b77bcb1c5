"""CORS as API Gateway handles it, without involving the functions.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tools.template import CorsRules

Headers = list[tuple[str, str]]


# With any port: "*" stands for what follows, and an origin ends with its port.
_THIS_MACHINE = tuple(
    f"{scheme}://{host}{port}"
    for scheme in ("http", "https")
    for host in ("localhost", "127.0.0.1", "[::1]")
    for port in ("", ":*")
)


def open_to_this_machine(rules: CorsRules | None) -> CorsRules | None:
    """Return the rules with every web page that this machine serves among the allowed origins."""
    return rules and replace(rules, allow_origins=(*rules.allow_origins, *_THIS_MACHINE))


def is_preflight(method: str, headers: Mapping[str, str]) -> bool:
    """Return whether this is a browser's preflight request rather than an ordinary OPTIONS request."""
    return method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


def preflight_headers(rules: CorsRules, origin: str) -> Headers:
    """Return the headers of the response to a preflight; none for an origin that is not allowed."""
    allowed = _allowed_origin(rules, origin)
    if allowed is None:
        return []
    headers = [("access-control-allow-origin", allowed)]
    headers += _listed("access-control-allow-methods", rules.allow_methods)
    headers += _listed("access-control-allow-headers", rules.allow_headers)
    if rules.max_age_seconds is not None:
        headers.append(("access-control-max-age", str(rules.max_age_seconds)))
    return headers + _credentials(rules)


def with_cors(rules: CorsRules | None, origin: str | None, headers: Headers) -> Headers:
    """Return a response's headers with the API's CORS headers replacing the function's own."""
    if rules is None:
        return headers
    kept = [(name, value) for name, value in headers if not name.startswith("access-control-")]
    allowed = None if origin is None else _allowed_origin(rules, origin)
    if allowed is None:
        return kept
    return [
        *kept,
        ("access-control-allow-origin", allowed),
        *_listed("access-control-expose-headers", rules.expose_headers),
        *_credentials(rules),
    ]


def _allowed_origin(rules: CorsRules, origin: str) -> str | None:
    for allowed in rules.allow_origins:
        if allowed == "*":
            return "*"
        # "https://*" is the only kind of wildcard that API Gateway has.
        if origin == allowed or (allowed.endswith("*") and origin.startswith(allowed[:-1])):
            return origin
    return None


def _listed(name: str, values: tuple[str, ...]) -> Headers:
    return [(name, ",".join(values))] if values else []


def _credentials(rules: CorsRules) -> Headers:
    return [("access-control-allow-credentials", "true")] if rules.allow_credentials else []
