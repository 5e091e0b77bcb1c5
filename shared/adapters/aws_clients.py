"""AWS clients: botocore's, from the one session of this process."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

import botocore.session
from botocore.config import Config

_LOCK = Lock()


def create_client(service: str, *, region: str, endpoint_url: str = "", config: Config) -> Any:
    """Return a client of ``service``, such as ``ssm``. An empty ``endpoint_url`` is the region's own.

    A client may be shared between threads, creating one may not, so creation is behind a lock:
    https://docs.aws.amazon.com/boto3/latest/guide/clients.html#multithreading-or-multiprocessing-with-clients
    Clients share the session's credentials and what it has read of botocore's data files.
    """
    with _LOCK:
        return _session().create_client(service, region_name=region, endpoint_url=endpoint_url or None, config=config)


@cache
def _session() -> Any:
    return botocore.session.get_session()
