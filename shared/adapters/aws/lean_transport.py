"""Our own transport: Signature Version 4, and JSON or S3's REST, over connections that stay open.

It supports exactly what the services in use need, and loads nothing of botocore but its exceptions. It does not
support proxies.
"""

from __future__ import annotations

from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, cast

from shared.adapters.aws.connections import ConnectionPool, HttpExchange
from shared.adapters.aws.json_client import JsonClient
from shared.adapters.aws.retries import Retries
from shared.adapters.aws.services import SERVICES, Endpoint, url_of
from shared.adapters.aws.signing import Signer
from shared.adapters.aws.transport import ClientConfig

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.adapters.aws.credentials import CredentialProvider
    from shared.adapters.aws.s3_client import S3Client
    from shared.adapters.aws.transport import Client, ServiceName

_SENDS_NOTHING = ClientConfig(connect_seconds=1.0, read_seconds=1.0, max_attempts=1)


class LeanTransport:
    """A Transport whose clients of one endpoint share their connections.

    An empty ``endpoint_url`` means the region's own, an empty ``ca_bundle`` Amazon's authorities. ``clock`` is the wall
    clock, ``random`` returns a number in [0, 1), ``wait`` takes seconds, ``new_token`` returns at most 36 characters.
    """

    def __init__(
        self,
        *,
        region: str,
        credentials: CredentialProvider,
        clock: Callable[[], float],
        random: Callable[[], float],
        wait: Callable[[float], object],
        new_token: Callable[[], str],
        endpoint_url: str = "",
        ca_bundle: str = "",
    ) -> None:
        self._region = region
        self._endpoint_url = endpoint_url
        self._credentials = credentials
        self._clock = clock
        self._random = random
        self._wait = wait
        self._new_token = new_token
        self._open_exchange: Callable[[Endpoint], HttpExchange] = partial(
            ConnectionPool, clock=clock, ca_bundle=ca_bundle
        )
        self._exchanges: dict[Endpoint, HttpExchange] = {}
        self._lock = Lock()

    def client(self, service: ServiceName, config: ClientConfig) -> Client:
        """See Transport."""
        definition = SERVICES[service]
        endpoint = Endpoint.parse(self._endpoint_url or url_of(definition, self._region))
        retries = Retries(
            max_attempts=config.max_attempts,
            transient_pause_seconds=definition.transient_pause_seconds,
            random=self._random,
            wait=self._wait,
        )
        signer = Signer(
            service=definition.signing_name, region=self._region, credentials=self._credentials, clock=self._clock
        )
        if service == "s3":
            return self._s3_client(endpoint, signer, config, retries)
        return JsonClient(
            definition,
            endpoint,
            signer=signer,
            exchange=self._exchange_with(endpoint),
            config=config,
            retries=retries,
            new_token=self._new_token,
        )

    def presigned_put_url(self, bucket: str, key: str, *, length: int, seconds: int) -> str:
        """See Transport."""
        return self._signing_client().presigned_put_url(bucket, key, length=length, seconds=seconds)

    def presigned_get_url(self, bucket: str, key: str, *, disposition: str, media_type: str, seconds: int) -> str:
        """See Transport."""
        return self._signing_client().presigned_get_url(
            bucket, key, disposition=disposition, media_type=media_type, seconds=seconds
        )

    def _signing_client(self) -> S3Client:
        return cast("S3Client", self.client("s3", _SENDS_NOTHING))

    def _s3_client(self, endpoint: Endpoint, signer: Signer, config: ClientConfig, retries: Retries) -> S3Client:
        from shared.adapters.aws.s3_client import S3Client

        return S3Client(
            endpoint,
            in_paths=bool(self._endpoint_url),
            signer=signer,
            exchange_with=self._exchange_with,
            config=config,
            retries=retries,
        )

    def _exchange_with(self, endpoint: Endpoint) -> HttpExchange:
        with self._lock:
            if endpoint not in self._exchanges:
                self._exchanges[endpoint] = self._open_exchange(endpoint)
            return self._exchanges[endpoint]
