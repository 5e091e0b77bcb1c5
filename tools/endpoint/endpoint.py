"""An endpoint to be written, by its name and its route."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

_NAME = re.compile(r"([a-z]+)/([a-z]+(?:_[a-z]+)*)")
_ROUTE = re.compile(r"(\w+) (/\S*)")
_SEGMENT = re.compile(r"[a-z0-9.]+(?:-[a-z0-9.]+)*|\{[a-z]+(?:_[a-z]+)*\}")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
USAGE = 'make endpoint NAME=contacts/count ROUTE="GET /api/v1/contacts/count"'


class EndpointError(Exception):
    """The endpoint cannot be made as requested; the message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An endpoint, for example ``contacts/count`` with ``GET /api/v1/contacts/count``."""

    area: str
    verb: str
    method: str
    path: str

    @classmethod
    def named(cls, name: str, route: str) -> Endpoint:
        """Return the endpoint that the command line describes. Raises EndpointError."""
        found, target = _NAME.fullmatch(name), _ROUTE.fullmatch(route)
        if found is None:
            raise EndpointError(
                f"NAME is an area and a verb in lower case, such as contacts/count, not {name!r}: {USAGE}"
            )
        if keyword.iskeyword(found[2]) or found[2].startswith("test_"):
            raise EndpointError(f"{found[2]!r} cannot be the name of a module of ours: choose another verb")
        if target is None or target[1] not in METHODS:
            raise EndpointError(f"ROUTE is one of {', '.join(METHODS)} and a path, not {route!r}: {USAGE}")
        for segment in target[2].split("/")[1:]:
            if not _SEGMENT.fullmatch(segment):
                raise EndpointError(
                    f"{target[2]} has the segment {segment!r}: words in lower case with hyphens, or {{parameter_id}}"
                )
        return cls(area=found[1], verb=found[2], method=target[1], path=target[2])

    @property
    def name(self) -> str:
        """The name by folder and module: ``contacts.count``."""
        return f"{self.area}.{self.verb}"

    @property
    def file(self) -> str:
        """The name as a path: ``contacts/count``."""
        return f"{self.area}/{self.verb}"

    @property
    def route(self) -> str:
        """The route key."""
        return f"{self.method} {self.path}"

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods of its routes in the template: HEAD is answered wherever GET is."""
        return (self.method, "HEAD") if self.method == "GET" else (self.method,)

    @property
    def logical_id(self) -> str:
        """The logical id of the function in the template: ``ContactsCountFunction``."""
        return "".join(word.capitalize() for word in re.split(r"[._]", self.name)) + "Function"

    @property
    def title(self) -> str:
        """The title that people read: ``count (contacts)``."""
        return f"{self.verb.replace('_', ' ')} ({self.area})"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the path parameters."""
        return tuple(re.findall(r"\{(\w+)\}", self.path))

    @property
    def reads(self) -> bool:
        """Whether the endpoint changes nothing."""
        return self.method == "GET"
