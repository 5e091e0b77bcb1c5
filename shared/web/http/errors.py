"""What is wrong with a request before it says anything: its bytes, its headers, its media type."""

from __future__ import annotations

from shared.domain.errors import ContactsApiError


class MalformedRequestError(ContactsApiError):
    """The body or a header cannot be read: broken JSON, bad UTF-8, too deep a nesting."""


class UnsupportedMediaTypeError(ContactsApiError):
    """The body has another form than the ``accepted`` ones; 415 is the status for a media type and for a coding.

    ``accept_header`` is where the answer names them: Accept-Patch (RFC 5789) for PATCH, Accept (RFC 9110) otherwise.
    """

    def __init__(self, accepted: str, *, accept_header: str = "Accept") -> None:
        super().__init__(f"this route reads {accepted}")
        self.accepted = accepted
        self.accept_header = accept_header


class UnsupportedContentCodingError(UnsupportedMediaTypeError):
    """The body has another coding than gzip, or several (RFC 9110 section 8.4)."""

    def __init__(self) -> None:
        super().__init__("gzip", accept_header="Accept-Encoding")


class ContentTooLargeError(ContactsApiError):
    """The body is larger than this route reads."""
