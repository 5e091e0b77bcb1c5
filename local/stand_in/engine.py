"""ministack, through the few of its internals that this package depends on.

ministack saves only on a clean stop, one file per service, without table streams and sent mail. Here its whole state is
one JSON document, captured between two requests, so that restored data is consistent: an item, its stream record, the
message it caused. The version is pinned; tests/local/stand_in/test_engine.py fails if one of the internals changes.
"""

# ruff: noqa: SLF001 - using ministack's internals is the purpose of this module, and of no other.

from __future__ import annotations

import json
from typing import Any

from ministack import app as ministack
from ministack.core import persistence

SERVICES = ("dynamodb", "dynamodb_streams", "ses", "ses_v2", "ssm")
# A mailbox that nobody empties must not slow down every save.
KEPT_MAILS = 500


class Engine:
    """The services and their state. ``app`` is the ASGI application that serves all of them."""

    app = staticmethod(ministack.app)

    def __init__(self) -> None:
        self._modules = {service: ministack._get_module(service) for service in SERVICES}
        self._dynamodb = self._modules["dynamodb"]
        self._sent_emails = self._modules["ses"]._sent_emails

    def capture(self) -> bytes:
        """Return the whole state as JSON. Call it on the loop that serves requests, between two requests."""
        states: dict[str, Any] = {
            name: get_state()
            for name, get_state in ministack._build_persistence_save_dict().items()
            if name != "dynamodb"
        }
        # ministack's time-to-live sweep runs in a thread that holds this lock.
        with self._dynamodb._lock:
            document = {
                "services": {**states, "dynamodb": self._tables()},
                "streams": self._streams(),
                "mail": self._mail(),
            }
            return json.dumps(document, default=persistence._json_default, separators=(",", ":")).encode()

    def restore(self, state: bytes) -> None:
        """Restore a state returned by ``capture``. Call it before the first request."""
        document = json.loads(state, object_hook=persistence._json_object_hook)
        modules = ministack._state_map
        for name, data in document["services"].items():
            ministack._get_module(modules[name]).load_persisted_state(data)
        streams = document["streams"]
        self._dynamodb._stream_records.update(streams["records"])
        self._dynamodb._stream_trimmed.update(streams["trimmed"])
        self._dynamodb._stream_seq_counter = streams["sequence"]
        self._sent_emails.update(document["mail"])

    def _tables(self) -> dict[str, Any]:
        """Return DynamoDB's state without the deep copy that its ``get_state`` makes, which is slower than encoding."""
        tables = type(self._dynamodb._tables)()
        derived = self._dynamodb._INDEX_MEMBERS
        for (account_id, region, name), table in self._dynamodb._tables.all_items():
            tables.set_scoped(account_id, region, name, {key: value for key, value in table.items() if key != derived})
        return {
            "tables": tables,
            "tags": self._dynamodb._tags,
            "ttl_settings": self._dynamodb._ttl_settings,
            "pitr_settings": self._dynamodb._pitr_settings,
        }

    def _streams(self) -> dict[str, Any]:
        return {
            "records": self._dynamodb._stream_records,
            "trimmed": self._dynamodb._stream_trimmed,
            "sequence": self._dynamodb._stream_seq_counter,
        }

    def _mail(self) -> Any:
        for _, mails in self._sent_emails.all_items():
            del mails[:-KEPT_MAILS]
        return self._sent_emails
