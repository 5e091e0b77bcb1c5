"""The OpenAPI document, both as in docs/ and as served by GET /openapi.json."""

from __future__ import annotations

from pathlib import Path

from tools.openapi.document import as_compact_text, as_text, openapi_document


def openapi_page(root: Path) -> str:
    """Return the document in a form for people and for diffs."""
    return as_text(openapi_document(root))


def served_openapi(root: Path) -> str:
    """Return the document in the compact form that is served."""
    return as_compact_text(openapi_document(root))
