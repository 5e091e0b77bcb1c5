"""Chooses the transport and the credentials that the settings ask for. Only the chosen ones are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.adapters.aws.credentials import CredentialProvider
    from shared.adapters.aws.transport import Transport
    from shared.settings import Settings


def open_transport(
    settings: Settings,
    *,
    clock: Callable[[], float],
    random: Callable[[], float],
    wait: Callable[[float], object],
    new_token: Callable[[], str],
) -> Transport:
    """Return the transport that the settings name. The other arguments are LeanTransport's; botocore has its own.

    Raises SettingError for settings that only botocore supports.
    """
    if settings.aws_transport == "botocore":
        from shared.adapters.aws.botocore_transport import BotocoreTransport

        return BotocoreTransport(region=settings.region, endpoint_url=settings.aws_endpoint_url)
    from shared.adapters.aws.lean_transport import LeanTransport

    _refuse_what_botocore_would_heed(settings)
    return LeanTransport(
        region=settings.region,
        endpoint_url=settings.aws_endpoint_url,
        ca_bundle=settings.aws_ca_bundle,
        credentials=find_credentials(settings, clock=clock, wait=wait),
        clock=clock,
        random=random,
        wait=wait,
        new_token=new_token,
    )


def _refuse_what_botocore_would_heed(settings: Settings) -> None:
    """Read the settings that the lean transport does not support; each of them raises unless it is off."""
    _ = settings.aws_fips_endpoints, settings.aws_dualstack_endpoints
    _ = settings.dynamodb_endpoint_url, settings.ses_endpoint_url, settings.ssm_endpoint_url


def find_credentials(
    settings: Settings, *, clock: Callable[[], float], wait: Callable[[float], object]
) -> CredentialProvider:
    """Return the keys in the environment; if there are none, the container's, if there is one."""
    path, url = settings.container_credentials_path, settings.container_credentials_url
    if settings.aws_access_key_id or not (path or url):
        from shared.adapters.aws.credentials import AccessKeys, FixedCredentials

        return FixedCredentials(
            AccessKeys(
                key_id=settings.aws_access_key_id,
                secret=settings.aws_secret_access_key,
                session_token=settings.aws_session_token,
            )
        )
    from shared.adapters.aws.container_credentials import RELATIVE_TO, ContainerCredentials, read_authorization

    return ContainerCredentials(
        RELATIVE_TO + path if path else url,
        authorization=lambda: read_authorization(
            file=settings.container_authorization_file, token=settings.container_authorization
        ),
        clock=clock,
        wait=wait,
    )
