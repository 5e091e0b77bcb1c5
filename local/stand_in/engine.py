"""ministack, through the few of its internals that this package depends on.

It serves everything but DynamoDB. It saves only on a clean stop, and not the mail that was sent; here the state of each
service is a JSON document, captured between two requests. The version is pinned; tests/local/stand_in/test_engine.py
fails if one of the internals changes.
"""

# ruff: noqa: SLF001 - using ministack's internals is the purpose of this module, and of no other.

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from ministack import app as ministack
from ministack.core import persistence

# A mailbox that nobody empties must not slow down every save.
KEPT_MAILS = 500
MAIL = "mail"
"""The state that ministack does not count as one: the mail that was sent."""
_NOT_SERVED = frozenset({"dynamodb", "dynamodb_streams"})


class Engine:
    """The services and their state. ``app`` is the ASGI application that serves all of them."""

    app = staticmethod(ministack.app)

    def capture(self, names: Collection[str] | None = None) -> dict[str, str]:
        """Return the states of the named services, or of all, as JSON. Call it between two requests."""
        states: Mapping[str, Any] = ministack._build_persistence_save_dict()
        captured = {name: get() for name, get in states.items() if _is_among(name, names)}
        if _is_among(MAIL, names):
            captured[MAIL] = self._mail()
        return {name: _json(state) for name, state in captured.items()}

    def restore(self, states: Mapping[str, str]) -> None:
        """Restore states returned by ``capture``. Call it before the first request."""
        modules = ministack._state_map
        for name, text in states.items():
            if name == MAIL:
                ministack._get_module("ses")._sent_emails.update(_decoded(text))
            elif name in modules and _holds_anything(json.loads(text)):
                # Of a service that nobody has used, the module would be loaded for nothing.
                ministack._get_module(modules[name]).load_persisted_state(_decoded(text))

    def _mail(self) -> Any:
        mailbox = ministack._get_module("ses")._sent_emails
        for _, mails in mailbox.all_items():
            del mails[:-KEPT_MAILS]
        return mailbox


def _is_among(name: str, names: Collection[str] | None) -> bool:
    return name not in _NOT_SERVED if names is None else name in names


def _holds_anything(state: Any) -> bool:
    """Return whether there is a value in a state besides the marks of its containers."""
    if isinstance(state, dict):
        return any(_holds_anything(value) for name, value in state.items() if not name.startswith("__"))
    if isinstance(state, list):
        return any(map(_holds_anything, state))
    return True


def _decoded(text: str) -> Any:
    return json.loads(text, object_hook=persistence._json_object_hook)


def _json(state: Any) -> str:
    return json.dumps(state, default=persistence._json_default, separators=(",", ":"))
