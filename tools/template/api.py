"""The HTTP API: routes from the functions' events, throttles and CORS from the API itself.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tools.template.document import TemplateError
from tools.template.intrinsics import Resolver
from tools.template.model import CorsRules, HttpApi, Route, Throttle


def read_api(resolver: Resolver, defaults: Mapping[str, Any]) -> HttpApi:
    """Return the template's one HTTP API, declared or implied; ``defaults`` is the HttpApi section of its Globals."""
    declared = dict(resolver.resources_of("AWS::Serverless::HttpApi"))
    if len(declared) > 1:
        raise TemplateError(f"one HTTP API can be served, the template has {', '.join(sorted(declared))}")
    properties = dict(defaults) | next(iter(declared.values()), {})
    default = _throttle(properties.get("DefaultRouteSettings") or {}, None)
    own_settings = properties.get("RouteSettings") or {}
    routes = []
    for function_id, event in _http_events(resolver):
        method, path = event.get("Method", "any").upper(), event.get("Path", "$default")
        key = path if path == "$default" else f"{'ANY' if method == '*' else method} {path}"
        settings = {**own_settings.get(key, {}), **(event.get("RouteSettings") or {})}
        routes.append(
            Route(
                key=key,
                method=key.split(" ")[0],
                path=path,
                function_id=function_id,
                throttle=_throttle(settings, default),
            )
        )
    _refuse_duplicates(routes)
    return HttpApi(routes=tuple(routes), default_throttle=default, cors=_cors(properties.get("CorsConfiguration")))


def _http_events(resolver: Resolver) -> Iterator[tuple[str, dict[str, Any]]]:
    for function_id, properties in resolver.resources_of("AWS::Serverless::Function"):
        for event in (properties.get("Events") or {}).values():
            if event["Type"] == "HttpApi":
                yield function_id, event.get("Properties") or {}


def _refuse_duplicates(routes: list[Route]) -> None:
    seen: dict[str, str] = {}
    for route in routes:
        if route.key in seen:
            raise TemplateError(f"{seen[route.key]} and {route.function_id} both serve {route.key}")
        seen[route.key] = route.function_id


def _throttle(settings: Mapping[str, Any], fallback: Throttle | None) -> Throttle | None:
    """Return a route's throttle; settings that it omits are taken from the API's default."""
    rate = settings.get("ThrottlingRateLimit", fallback.rate if fallback else None)
    burst = settings.get("ThrottlingBurstLimit", fallback.burst if fallback else None)
    if rate is None or burst is None:
        return fallback
    return Throttle(rate=float(rate), burst=int(burst))


def _cors(configuration: Any) -> CorsRules | None:
    """Return the CORS rules; as in SAM, ``CorsConfiguration: true`` allows every origin."""
    if not configuration:
        return None
    if configuration is True:
        return CorsRules(allow_origins=("*",))
    age = configuration.get("MaxAge")
    return CorsRules(
        allow_origins=tuple(configuration.get("AllowOrigins") or ()),
        allow_methods=tuple(configuration.get("AllowMethods") or ()),
        allow_headers=tuple(configuration.get("AllowHeaders") or ()),
        expose_headers=tuple(configuration.get("ExposeHeaders") or ()),
        allow_credentials=bool(configuration.get("AllowCredentials", False)),
        max_age_seconds=None if age is None else int(age),
    )
