"""The body of a change of role. It is apart from responses, so that nothing else loads it."""

from __future__ import annotations

from typing import Annotated

from shared.web.admin.schemas import RoleIn
from shared.web.http.json_body import json_body

NewRole = Annotated[RoleIn, json_body(RoleIn)]
