"""Files of JSON in archives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


def as_json(value: Any) -> str:
    """Return a value as JSON for people and programs: one member a line, times in RFC 3339."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=_text)


def _text(value: Any) -> Any:
    """Return what JSON has in the place of a value: times as texts, and the members of any other mapping."""
    moment: datetime = value
    return moment.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else dict(value)
