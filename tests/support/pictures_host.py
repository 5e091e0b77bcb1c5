"""The stand-in for Cloudinary on a port of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from local.cloudinary import PREFIX, Cloudinary
from local.listening import listen

CREDENTIAL = "cloudinary://key:s3-cret_@cloud"


class OneCredential:
    """A ports.ServiceCredentials with one credential."""

    def __init__(self, text: str = CREDENTIAL) -> None:
        self.text = text

    def credential(self, name: str) -> str:
        assert name == "cloudinary"
        return self.text


class PicturesHost:
    """A running stand-in for Cloudinary."""

    def __init__(self, cloudinary: Cloudinary, port: int) -> None:
        self.cloudinary = cloudinary
        self.api_url = f"http://127.0.0.1:{port}{PREFIX}"

    def answer_instead(self, *answers: ASGIApp) -> None:
        """Let these applications respond to the next requests."""
        self.cloudinary.instead.extend(answers)


@contextmanager
def running_host(folder: Path) -> Iterator[PicturesHost]:
    """Run the stand-in within a ``with`` block, with its pictures in ``folder``."""
    cloudinary = Cloudinary(folder, lambda: CREDENTIAL)
    with listen(0) as listener:
        server = uvicorn.Server(uvicorn.Config(cloudinary, lifespan="off", log_config=None, access_log=False))
        arguments: dict[str, Any] = {"sockets": [listener]}
        thread = threading.Thread(target=server.run, kwargs=arguments, daemon=True)
        thread.start()
        try:
            yield PicturesHost(cloudinary, listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(10)
