"""What is wrong with a request before it says anything: its bytes, its headers, its media type."""

from __future__ import annotations

from shared.domain.errors import ContactsApiError


class MalformedRequestError(ContactsApiError):
    """The body or a header cannot be read: broken JSON, bad UTF-8, too deep a nesting."""


class UnsupportedMediaTypeError(ContactsApiError):
    """The body has another media type than the ``accepted`` ones.

    ``accept_header`` is where the answer names them: Accept-Patch (RFC 5789) for PATCH, Accept (RFC 9110) otherwise.
    """

    def __init__(self, accepted: str, *, accept_header: str = "Accept") -> None:
        super().__init__(f"this route reads {accepted}")
        self.accepted = accepted
        self.accept_header = accept_header


class ContentTooLargeError(ContactsApiError):
    """The body is larger than this route reads."""
