"""Examples of parameters, of which every one in a path has one."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.http.entity_tags import entity_tag
from tools.openapi.sample_contact import CONTACT

_ID = "01JD9Z6M3K5R8V1X4Z7B0D3F6H"

PARAMETER_EXAMPLES: Mapping[str, str] = {
    "account_id": "01JD9Z6M3KAF7P2R9S4T6W8Y0B",
    "contact_id": CONTACT.contact.id,
    "export_id": _ID,
    "file": "Yk3vQ0x9TzAb",
    "identity_id": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "import_id": _ID,
    "label_id": "kT4nB8cW2xYz",
    "name": "google",
    "operation_id": f"r{CONTACT.contact.revision}",
    "passkey_id": "Yk3vQ0x9TzAbYk3vQ0x9TzAb",
    "session_id": "01JD9Z6M3K8QF5T2V7W4X0Y1R3",
    "token_id": "01JD9Z6M3KT0K3N5Q7S9V1X3Z5",
    "view_id": "Yk3vQ0x9TzAb",
    "Accept": "text/vcard",
    "Idempotency-Key": "3f1c8a52-9d4e-4f0b-8a57-2d6c1b7e9f04",
    "If-Match": entity_tag(str(CONTACT.contact.revision)),
    "If-None-Match": entity_tag(str(CONTACT.contact.revision)),
    "Prefer": "handling=merge",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "redirect_to": "https://app.example.com/signed-in",
    "at": "2026-11-29T08:00:00Z",
    "created_since": "2026-11-01T00:00:00Z",
    "email": "taras@example.com",
    "fields": "display_name,emails",
    "organization": "Example Bakery",
    "phone": "044 123 4567",
    "q": "taras",
    "tag": "friends",
    "updated_since": "2026-11-29T08:00:00Z",
    "view": "Yk3vQ0x9TzAb",
}
