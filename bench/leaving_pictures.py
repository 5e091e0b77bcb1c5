"""The stand-in for Cloudinary with photos in it, while accounts leave."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image

from bench.world import CREDENTIALS
from local.cloudinary import PREFIX, Cloudinary
from local.cloudinary.gallery import Gallery
from local.listening import listen

_SIDE_PIXELS, _GRAINS = 300, 12
"""A picture of so many coloured grains a side has about 20 KB, as a portrait has."""


@contextmanager
def serving_pictures(folder: Path) -> Iterator[str]:
    """Serve the pictures in a folder for the duration of a ``with`` block; its value is the URL of the API."""
    application = Cloudinary(folder, lambda: CREDENTIALS["cloudinary"])
    with listen(0) as listener:
        server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}{PREFIX}"
        finally:
            server.should_exit = True
            thread.join(10)


def keep_pictures(folder: Path, public_ids: Iterable[str], *, seed: int) -> int:
    """Store a picture under each id, all the same, and return how many bytes it has."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    grains = Image.frombytes("RGB", (_GRAINS**2, _GRAINS**2), chance.randbytes(3 * _GRAINS**4))
    file = BytesIO()
    grains.resize((_SIDE_PIXELS, _SIDE_PIXELS)).save(file, "JPEG", quality=80)
    gallery = Gallery(folder)
    for public_id in public_ids:
        gallery.keep(public_id, file.getvalue())
    return len(file.getvalue())
