"""Errors that botocore.exceptions has no name for, or that would load botocore's parsers."""

from __future__ import annotations

from botocore.exceptions import ConnectionClosedError, HTTPClientError


class MalformedAnswerError(HTTPClientError):  # type: ignore[misc]  # botocore carries no types
    """An answer came, but it is not what the protocol allows. What was asked for may have been done."""

    fmt = "The answer of {endpoint_url} makes no sense: {error}"


class StaleConnectionError(ConnectionClosedError):  # type: ignore[misc]  # the same
    """A connection that was kept open broke before a byte of the answer.

    Most likely the other side had closed it before the request, but nobody can tell.
    """
