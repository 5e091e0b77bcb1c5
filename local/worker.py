"""The process that runs the functions: gateway, event pump and console on one port.

Started by the supervisor with the environment of the functions; replaced by a new one when the code changes.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import pickle
import socket
import threading
from functools import partial
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from local import cloudinary, identity_provider, s3_links
from local.account import forget_snapshots, keep_provisioned
from local.child import report_failure, report_ready
from local.console import Console
from local.console.application import PREFIX
from local.data_folder import DataFolder
from local.gateway import Gateway
from local.gateway.cors import open_to_this_machine
from local.invoker import Invoker
from local.provider_client import load_client_secret
from local.pump import DeadLetters, Pump
from local.serving import serve
from local.signing_keys import CLOUDINARY, load_signing_keys
from local.stand_in import StandIn
from local.tables import TableMismatchError
from tools.template import Template

# What is already waiting is answered before the imports of all functions compete with it.
_FIRST_REQUESTS_SECONDS = 0.2


class Product:
    """The whole product as one ASGI application: console and stand-ins at ``/_local``, the gateway elsewhere."""

    def __init__(self, template: Template, aws: StandIn, data: DataFolder) -> None:
        self.invoker = Invoker(template)
        self.pump = Pump(template, aws, self.invoker, DeadLetters(data.dead_letters))
        self.gateway = Gateway(template, self.invoker, after_writing=self.pump.wake)
        self._console = Console(template, aws, self.gateway, data)
        cors = open_to_this_machine(template.api.cors)
        self._s3_links = s3_links.S3Links(aws.endpoint_url, cors.allow_origins if cors else ())
        self._cloudinary = cloudinary.Cloudinary(data.pictures, lambda: load_signing_keys(data)[CLOUDINARY])
        self._identity_provider = identity_provider.IdentityProvider(
            str(template.parameters.get("PublicUrl", "")), lambda: load_client_secret(data)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        await self._part(scope["path"])(scope, receive, send)

    def _part(self, path: str) -> ASGIApp:
        if path.startswith(f"{cloudinary.PREFIX}/"):
            return self._cloudinary
        if path.startswith(f"{identity_provider.PREFIX}/"):
            return self._identity_provider
        if path.startswith(f"{s3_links.PREFIX}/"):
            return self._s3_links
        return self._console if path == PREFIX or path.startswith(f"{PREFIX}/") else self.gateway

    def start_background(self) -> None:
        """Start what runs in the background, without delaying requests: the pump, then imports of the functions.

        Streams and queues keep what is written before the pump reads them.
        """
        later = threading.Timer(_FIRST_REQUESTS_SECONDS, self._run_background)
        later.daemon = True
        later.start()

    def _run_background(self) -> None:
        self.pump.start()
        self.invoker.import_all()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m local.worker", description=__doc__)
    parser.add_argument("--ready-fd", type=int, required=True)
    parser.add_argument("--listen-fd", type=int, required=True)
    parser.add_argument("--template-fd", type=int, required=True, help="a file with the pickled Template")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--provision", action="store_true", help="first create what is missing in the stand-in")
    parser.add_argument("--forget-snapshots", action="store_true", help="first delete the snapshots of books")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    with os.fdopen(arguments.template_fd, "rb") as handed_over:
        template: Template = pickle.load(handed_over)  # noqa: S301 - written by the process that started this one
    aws, data = StandIn(endpoint_url=arguments.endpoint), DataFolder(arguments.data)
    try:
        if arguments.provision:
            keep_provisioned(aws, template, data)
        if arguments.forget_snapshots:
            forget_snapshots(aws, template)
    except TableMismatchError as error:
        report_failure(arguments.ready_fd, str(error))
        return
    except ConnectionError:  # the stand-in has ended, and says why
        return
    product = Product(template, aws, data)
    with socket.socket(fileno=arguments.listen_fd) as listener:
        asyncio.run(serve(product, listener, on_ready=partial(_ready, product, arguments.ready_fd)))
    product.pump.stop()


def _ready(product: Product, ready_fd: int) -> None:
    report_ready(ready_fd, "ready")
    product.start_background()


if __name__ == "__main__":
    main()
