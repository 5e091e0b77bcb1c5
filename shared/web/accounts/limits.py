"""Rate limits per caller. An endpoint declares its own as a parameter after its body: ``_within_limit: ProfileLimit``.

A request is counted before any work is done, in the same way for addresses without an account. Invalid input is refused
before that, without a request to a table. A request that fails through no fault of the caller (5xx) is taken back. The
limits on signing in depend on the outcome of the attempt, so they are part of ``SignIn``.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain import limits
from shared.web.caller import CurrentCaller, ProfileCaller
from shared.web.dependencies import Limiter
from shared.web.http.counting import count_request
from shared.web.http.source_addresses import caller_network
from shared.wiring import process


async def source_network(request: Request) -> str:
    """Return the network of the client, as reported by the gateway, or by proxies that the deployment trusts."""
    source_ip = request.scope["aws.event"]["requestContext"]["http"]["sourceIp"]
    forwarded_for = request.headers.get("x-forwarded-for", "")
    return caller_network(source_ip, forwarded_for, process.wiring().settings.trusted_proxies)


SourceNetwork = Annotated[str, Depends(source_network)]


async def limit_verification(request: Request, network: SourceNetwork, limiter: Limiter) -> None:
    """Count a verification link that is opened. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.VERIFY_EMAIL, network))


VerificationLimit = Annotated[None, Depends(limit_verification)]


async def limit_refreshing(request: Request, network: SourceNetwork, limiter: Limiter) -> None:
    """Count a use of a refresh token. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.REFRESH, network))


RefreshLimit = Annotated[None, Depends(limit_refreshing)]


async def limit_profile(request: Request, caller: CurrentCaller, limiter: Limiter) -> None:
    """Count a read or a change of the caller's profile or sessions. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.PROFILE, caller.account_id))


ProfileLimit = Annotated[None, Depends(limit_profile)]


async def limit_profile_reading(request: Request, caller: ProfileCaller, limiter: Limiter) -> None:
    """Count a read of the profile, also with a personal access token. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.PROFILE, caller.counted_as))


ProfileReadLimit = Annotated[None, Depends(limit_profile_reading)]


async def limit_account_exports(request: Request, caller: CurrentCaller, limiter: Limiter) -> None:
    """Count an export of the caller's account. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.ACCOUNT_EXPORTS, caller.account_id))


AccountExportLimit = Annotated[None, Depends(limit_account_exports)]


async def limit_avatar(request: Request, caller: CurrentCaller, limiter: Limiter) -> None:
    """Count a change of the caller's avatar. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.AVATAR, caller.account_id))


AvatarLimit = Annotated[None, Depends(limit_avatar)]
