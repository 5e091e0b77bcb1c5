"""Pages, and what belongs to them: they are for people, so the document of the API leaves them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.routing import APIRoute

FOR_BROWSERS = frozenset({"text/html", "text/css", "text/javascript"})


def is_page(route: APIRoute) -> bool:
    """Return whether a route is a page, such as that behind the link in a message, or a part of one."""
    declared: Mapping[str, Any] = route.responses.get(200, {}).get("content", {})
    media_types = {*declared, getattr(route.response_class, "media_type", None)}
    return route.methods == {"GET"} and not media_types.isdisjoint(FOR_BROWSERS)


def without_pages(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a response without the forms of it that are for browsers."""
    return {media_type: body for media_type, body in content.items() if media_type not in FOR_BROWSERS}
