"""Counting a request against limits. The response says what is left of them; a failure of ours is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from shared.domain.errors import StoreUnavailableError, TooManyRequestsError
from shared.web.http.headers import rate_limit_headers

if TYPE_CHECKING:
    from fastapi import Request

    from shared.domain.limits import Allowance, Limit
    from shared.services.limiter import Limiter

    Count = tuple[Limit, *tuple[str, ...]]


def count_request(request: Request, limiter: Limiter, *counts: Count, weight: int = 1) -> None:
    """Count a request against limits, each with its subject, and take that back if the response is a 5xx.

    A request counts ``weight`` times, which is no more than any of the limits allows at once. The response says how
    many requests are left, whatever its status. Raises TooManyRequestsError.
    """

    def take_back() -> None:
        with suppress(TooManyRequestsError, StoreUnavailableError):  # the client is told of the failure behind it
            states = [(count[0], limiter.give_back(*count, expected=None, count=weight)) for count in counts]
            tell(limit.allowance(state, limiter.now()) for limit, state in states)

    def tell(allowances: Iterable[Allowance]) -> None:
        request.state.headers.update(rate_limit_headers(*allowances))

    tell([limiter.admit(*count, count=weight) for count in counts])
    request.state.on_server_error.append(take_back)
