"""Errors in the form of a request: in its bytes, headers or media type."""

from __future__ import annotations

from shared.domain.errors import ContactsApiError


class MalformedRequestError(ContactsApiError):
    """The body or a header cannot be read: broken JSON, bad UTF-8, too deep a nesting."""


class UnsupportedMediaTypeError(ContactsApiError):
    """The body has none of the ``accepted`` media types or codings; both are status 415.

    ``accept_header`` is the response header that lists them: Accept-Patch (RFC 5789) for PATCH, otherwise Accept, or
    Accept-Encoding for codings (RFC 9110).
    """

    def __init__(self, accepted: str, *, accept_header: str = "Accept") -> None:
        super().__init__(f"this route reads {accepted}")
        self.accepted = accepted
        self.accept_header = accept_header


class NotAcceptableError(ContactsApiError):
    """The client accepts none of the forms that there are (RFC 9110 section 15.5.7)."""


class UnsupportedContentCodingError(UnsupportedMediaTypeError):
    """The body has a coding other than gzip, or several (RFC 9110 section 8.4)."""

    def __init__(self) -> None:
        super().__init__("gzip", accept_header="Accept-Encoding")


class ContentTooLargeError(ContactsApiError):
    """The body is larger than this route reads."""
