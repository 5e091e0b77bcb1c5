"""The figures in texts for clients: lengths, limits and lifetimes, each from the constant that the code goes by.

A docstring of an endpoint, a description of a member or parameter, and a page for people name a figure in braces, as in
``{trash_lifetime}``; the document and the generated pages have its value. So a constant is changed in one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.domain.accounts.account import MAILS_PER_HOUR, VERIFICATION_TOKEN_TTL
from shared.domain.accounts.action_tokens import TTL, Purpose
from shared.domain.accounts.passwords import MAX_CHARACTERS, MIN_CHARACTERS
from shared.domain.accounts.sessions import ABSOLUTE_TTL, IDLE_TTL
from shared.domain.books import MAX_CONTACTS
from shared.domain.contacts.details import MAX_LIST_VALUES, MAX_TAGS
from shared.domain.contacts.retention import HISTORY_KEPT, TRASH_KEPT
from shared.domain.contacts.sizes import MAX_CONTACT_BYTES
from shared.domain.imports import MAX_FILE_BYTES, MAX_SENT_AT_ONCE_BYTES
from shared.domain.labels import MAX_LABELS_BYTES, MAX_LABELS_IN_BOOK
from shared.domain.pictures.picture import MAX_PICTURE_BYTES
from shared.services.contacts.batches.items import MAX_ITEMS
from shared.services.contacts.sync_tokens import LIFETIME
from shared.services.idempotency import RECEIPT_TTL
from shared.services.ports.exchange_files import DOWNLOAD_LINK_TTL, UPLOAD_LINK_TTL
from shared.settings import Settings
from shared.web.contacts.batch import MAX_BATCH_BYTES
from shared.web.http.content_codings import MAX_BODY_BYTES, WORTH_COMPRESSING_BYTES
from shared.web.http.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

_NAMED = re.compile(r"\{([a-z_]+)\}")
_UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))
_KIB, _MIB = 1024, 1024 * 1024


def lifetime(time: timedelta) -> str:
    """Return a time in words: ``24 hours``, ``30 days``, ``15 minutes``, ``1 hour``."""
    for unit, length in _UNITS:
        if time >= length and not time % length and (unit != "day" or time > length):
            count = time // length
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{time.total_seconds():g} seconds"


def size(count: int) -> str:
    """Return a number of bytes in words: ``256 KiB``, ``50 MiB``, ``5 MB``."""
    for unit, length in (("MiB", _MIB), ("KiB", _KIB), ("MB", 1_000_000)):
        if count >= length and not count % length:
            return f"{count // length} {unit}"
    return f"{count:,} bytes"


FIGURES: Mapping[str, str] = {
    "access_token_lifetime": lifetime(timedelta(seconds=Settings({}).access_token_ttl_seconds)),
    "batch_items": str(MAX_ITEMS),
    "batch_size": size(MAX_BATCH_BYTES),
    "body_size": size(MAX_BODY_BYTES),
    "book_contacts": f"{MAX_CONTACTS:,}",
    "book_tags": str(MAX_LABELS_IN_BOOK),
    "book_tags_size": size(MAX_LABELS_BYTES),
    "compressed_size": size(WORTH_COMPRESSING_BYTES),
    "contact_bytes": f"{MAX_CONTACT_BYTES:,}",
    "contact_tags": str(MAX_TAGS),
    "download_link_lifetime": lifetime(DOWNLOAD_LINK_TTL),
    "email_link_lifetime": lifetime(TTL[Purpose.CHANGE_EMAIL]),
    "email_undo_lifetime": lifetime(TTL[Purpose.UNDO_EMAIL_CHANGE]),
    "file_size": size(MAX_FILE_BYTES),
    "file_size_at_once": size(MAX_SENT_AT_ONCE_BYTES),
    "history_lifetime": lifetime(HISTORY_KEPT),
    "list_values": str(MAX_LIST_VALUES),
    "mails_an_hour": str(MAILS_PER_HOUR),
    "page_size": str(DEFAULT_PAGE_SIZE),
    "page_size_limit": str(MAX_PAGE_SIZE),
    "password_length": str(MIN_CHARACTERS),
    "password_length_limit": str(MAX_CHARACTERS),
    "picture_size": size(MAX_PICTURE_BYTES),
    "receipt_lifetime": lifetime(RECEIPT_TTL),
    "reset_link_lifetime": lifetime(TTL[Purpose.RESET_PASSWORD]),
    "session_idle_lifetime": lifetime(IDLE_TTL),
    "session_lifetime": lifetime(ABSOLUTE_TTL),
    "sync_token_lifetime": lifetime(LIFETIME),
    "trash_lifetime": lifetime(TRASH_KEPT),
    "upload_link_lifetime": lifetime(UPLOAD_LINK_TTL),
    "verification_link_lifetime": lifetime(VERIFICATION_TOKEN_TTL),
}


def filled(text: str) -> str:
    """Return a text with the values of the figures that it names; other words in braces, such as paths have, stay."""
    return _NAMED.sub(lambda match: FIGURES.get(match[1], match[0]), text)


def all_filled(part: Any) -> Any:
    """Return a part of the document whose descriptions are filled, at every depth."""
    if isinstance(part, dict):
        return {
            name: filled(value) if name == "description" and isinstance(value, str) else all_filled(value)
            for name, value in part.items()
        }
    return [all_filled(each) for each in part] if isinstance(part, list) else part
