"""The OpenAPI document: as docs/ has it, and as GET /openapi.json answers it."""

from __future__ import annotations

from pathlib import Path

from tools.openapi.document import as_compact_text, as_text, openapi_document


def openapi_page(root: Path) -> str:
    """The document for people and for diffs."""
    return as_text(openapi_document(root))


def served_openapi(root: Path) -> str:
    """The document for the wire."""
    return as_compact_text(openapi_document(root))
