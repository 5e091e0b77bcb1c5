"""Avatars in Cloudinary, through its SDK.

https://cloudinary.com/documentation/image_upload_api_reference
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cloudinary import uploader
from cloudinary.exceptions import BadRequest, Error, RateLimited
from urllib3 import Timeout

from shared import observe
from shared.adapters.cloudinary_delivery import DELIVERY_URL, connections, fetched
from shared.domain.errors import AvatarUnavailableError, InvalidPictureError, SecretsUnavailableError
from shared.domain.pictures.reading import read_picture
from shared.services.ports.avatars import MAX_GET_SECONDS, MAX_STORED_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.pictures.picture import Picture
    from shared.services.ports.security import ServiceCredentials

CREDENTIAL = "cloudinary"
SIDE_PIXELS = 300
CONNECT_SECONDS = 3.0
RESPONSE_SECONDS = 12.0
MAX_CONNECTIONS = 8
"""Kept open for calls at the same time."""
BUSY_SECONDS = 60
"""How long to make no calls to a Cloudinary account that has used up its rate limit."""

_SQUARE = {"width": SIDE_PIXELS, "height": SIDE_PIXELS, "crop": "fill", "gravity": "face"}
_TURNS: dict[int, tuple[str | int, ...]] = {
    2: ("hflip",),
    3: (180,),
    4: ("vflip",),
    5: (90, "hflip"),
    6: (90,),
    7: (90, "vflip"),
    8: (270,),
}
"""The steps, in order, that turn a picture of each orientation upright; angles are clockwise."""


class CloudinaryAvatars:
    """A ports.AvatarStore: ``<folder>/<owner id>``, rotated and cropped on arrival; nothing else is stored.

    The credential is what Cloudinary calls CLOUDINARY_URL: ``cloudinary://key:secret@cloud``. An empty ``api_url``
    means Cloudinary's own. Connecting is attempted four times; a request that was sent is not repeated. One call takes
    at most 24 seconds. Thread-safe.
    """

    def __init__(
        self,
        credentials: ServiceCredentials,
        *,
        folder: str,
        api_url: str = "",
        response_seconds: float = RESPONSE_SECONDS,
        get_seconds: float = MAX_GET_SECONDS,
    ) -> None:
        self._credentials = credentials
        self._folder = folder
        self._timeout = Timeout(connect=CONNECT_SECONDS, read=response_seconds)
        self._get_seconds = get_seconds
        self._own_api = {"upload_prefix": api_url} if api_url else {}
        # The SDK has no option for it. It would keep one connection, and log a warning for each further one.
        connections().connection_pool_kw["maxsize"] = MAX_CONNECTIONS

    def url(self, owner_id: str) -> str:
        """See ports.AvatarStore. A URL without version and extension shows what was uploaded, in its own format."""
        cloud = _account(self._credentials.credential(CREDENTIAL))["cloud_name"]
        base = self._own_api.get("upload_prefix") or DELIVERY_URL
        return f"{base}/{cloud}/image/upload/v1/{self._public_id(owner_id)}"

    def get(self, owner_id: str) -> Picture | None:
        """See ports.AvatarStore. No redirect is followed, and nothing is sent twice."""
        content = fetched(self.url(owner_id), seconds=self._get_seconds, max_bytes=MAX_STORED_BYTES)
        return None if content is None else read_picture(content)

    def put(self, owner_id: str, picture: Picture) -> str:
        """See ports.AvatarStore."""
        with _failures():
            try:
                response = uploader.upload(
                    picture.content,
                    public_id=self._public_id(owner_id),
                    filename="avatar",
                    overwrite=True,
                    invalidate=True,
                    allowed_formats=["jpg", "png", "webp"],
                    transformation=upright_square(picture.orientation),
                    **self._call_options(),
                )
            except BadRequest as error:
                observe.logger().warning("Cloudinary refuses a picture", extra={"reason": f"{error!s:.300}"})
                raise InvalidPictureError("unreadable", "The picture cannot be decoded.") from error
        return str(_member(response, "secure_url"))

    def delete(self, owner_id: str) -> None:
        """See ports.AvatarStore."""
        with _failures():
            response = uploader.destroy(self._public_id(owner_id), invalidate=True, **self._call_options())
        if _member(response, "result") not in {"ok", "not found"}:
            raise AvatarUnavailableError(f"Cloudinary did not delete: {response!r:.300}")

    def _public_id(self, owner_id: str) -> str:
        return f"{self._folder}/{owner_id}"

    def _call_options(self) -> dict[str, Any]:
        """Return the options that the SDK would otherwise read from the environment."""
        account = _account(self._credentials.credential(CREDENTIAL))
        return {**account, **self._own_api, "timeout": self._timeout, "signature_algorithm": "sha256"}


@contextmanager
def _failures() -> Iterator[None]:
    """Raise AvatarUnavailableError for a failure in this block that the client cannot fix, such as bad credentials."""
    try:
        yield
    except RateLimited as error:
        raise AvatarUnavailableError("Cloudinary is busy", retry_after_seconds=BUSY_SECONDS) from error
    except Error as error:
        raise AvatarUnavailableError(f"Cloudinary failed: {type(error).__name__}: {error!s:.300}") from error


def _member(response: Any, name: str) -> Any:
    """Return a member of a response. Raises AvatarUnavailableError if the response is not one of Cloudinary's."""
    if not isinstance(response, dict) or name not in response:
        raise AvatarUnavailableError(f"Cloudinary's answer makes no sense: {response!r:.300}")
    return response[name]


def upright_square(orientation: int) -> list[dict[str, Any]]:
    """Return the steps, in order, from a picture of this orientation (1 to 8, see Picture) to an avatar."""
    return [*({"angle": turn} for turn in _TURNS.get(orientation, ())), _SQUARE]


def _account(credential: str) -> dict[str, str]:
    """Return key, secret and cloud. Raises SecretsUnavailableError."""
    parts = urlsplit(credential.strip())
    if parts.scheme != "cloudinary" or not (parts.username and parts.password and parts.hostname):
        raise SecretsUnavailableError("the credential of Cloudinary is not cloudinary://key:secret@cloud")
    # Not the parsed host name, which is in lower case.
    cloud_name = parts.netloc.rpartition("@")[2]
    return {"api_key": parts.username, "api_secret": parts.password, "cloud_name": cloud_name}
