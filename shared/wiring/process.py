"""The wiring of the process: built once, from the environment."""

from __future__ import annotations

import gc
from functools import cache

from shared import observe
from shared.settings import load_settings
from shared.wiring.identities import IdentitiesWiring
from shared.wiring.passkeys import PasskeysWiring


class Wiring(IdentitiesWiring, PasskeysWiring):
    """Ports and use cases of every area, each built on first access and kept for the lifetime of the process."""


@cache
def wiring() -> Wiring:
    """Return the wiring of this process, built from the environment."""
    settings = load_settings()
    observe.configure(
        service=settings.service_name,
        namespace=settings.metrics_namespace,
        level=settings.log_level,
        error_tracking_dsn=settings.error_tracking_dsn,
    )
    return Wiring(settings)


def prepare(*names: str) -> None:
    """Inside Lambda, build these ahead of the first request and open their connections, while CPU time is free.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    Whatever exists afterwards is permanent, so it is moved out of reach of the garbage collector, which the functions
    package had disabled until now.
    """
    if not load_settings().inside_lambda:
        return
    try:
        for name in names:
            getattr(wiring(), name)
        wiring().open_connections()
    except Exception:  # noqa: BLE001 - whatever fails now is tried again by the first request, which can report it
        observe.log_exception("connections could not be opened ahead of time")
    gc.freeze()
    gc.enable()
