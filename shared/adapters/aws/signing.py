"""AWS Signature Version 4.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from time import gmtime, strftime
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shared.adapters.aws.credentials import CredentialProvider


_ALGORITHM = "AWS4-HMAC-SHA256"
_UNSIGNED = "UNSIGNED-PAYLOAD"
_NONE: Mapping[str, str] = {}


class Signer:
    """Signs requests to one service in one region. Thread-safe.

    ``clock`` is the wall clock: seconds since 1970.
    """

    def __init__(
        self, *, service: str, region: str, credentials: CredentialProvider, clock: Callable[[], float]
    ) -> None:
        self._service = service
        self._region = region
        self._credentials = credentials
        self._clock = clock
        self._derived: tuple[str, str, bytes] = ("", "", b"")

    def signed(self, path: str, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        """Return the headers of a POST with the signature added, which covers them all.

        ``path`` is the path as sent, without dot segments, double slashes or a query. Header names are in lower case
        and include host. Raises the errors of ``CredentialProvider.current``.
        """
        return self._signed(f"POST\n{quote(path)}\n", headers, sha256(body).hexdigest())

    def signed_object(
        self, method: str, path: str, query: str, headers: Mapping[str, str], digest: str
    ) -> dict[str, str]:
        """Return the headers of a request to S3 with the signature added; ``digest`` is the SHA-256 of its body in hex.

        S3 takes path and query as they are sent, the query sorted by names. Raises the same errors.
        https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
        """
        return self._signed(f"{method}\n{path}\n{query}", {**headers, "x-amz-content-sha256": digest}, digest)

    def presigned(
        self, method: str, path: str, headers: Mapping[str, str], *, seconds: int, parameters: Mapping[str, str] = _NONE
    ) -> str:
        """Return the query with which whoever has it can send such a request to S3 for so many ``seconds``.

        It has to be sent with these headers. ``parameters`` are those of the operation, which are signed, too.
        Raises the same errors.
        https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
        """
        keys = self._credentials.current()
        time, scope = self._time_and_scope()
        signed = {
            **parameters,
            "X-Amz-Algorithm": _ALGORITHM,
            "X-Amz-Credential": f"{keys.key_id}/{scope}",
            "X-Amz-Date": time,
            "X-Amz-Expires": str(seconds),
            "X-Amz-SignedHeaders": ";".join(sorted(headers)),
        }
        if keys.session_token:
            signed["X-Amz-Security-Token"] = keys.session_token
        query = "&".join([f"{name}={quote(signed[name], safe='')}" for name in sorted(signed)])
        target = f"{method}\n{path}\n{query}"
        return f"{query}&X-Amz-Signature={self._signature(keys.secret, target, headers, _UNSIGNED, time, scope)}"

    def _signed(self, target: str, headers: Mapping[str, str], digest: str) -> dict[str, str]:
        """Sign a request. ``target`` is its method, path and query, as three lines."""
        keys = self._credentials.current()
        time, scope = self._time_and_scope()
        all_headers = {**headers, "x-amz-date": time}
        if keys.session_token:
            all_headers["x-amz-security-token"] = keys.session_token
        signature = self._signature(keys.secret, target, all_headers, digest, time, scope)
        all_headers["authorization"] = (
            f"{_ALGORITHM} Credential={keys.key_id}/{scope}, SignedHeaders={';'.join(sorted(all_headers))}, "
            f"Signature={signature}"
        )
        return all_headers

    def _time_and_scope(self) -> tuple[str, str]:
        time = strftime("%Y%m%dT%H%M%SZ", gmtime(self._clock()))
        return time, f"{time[:8]}/{self._region}/{self._service}/aws4_request"

    def _signature(
        self, secret: str, target: str, headers: Mapping[str, str], digest: str, time: str, scope: str
    ) -> str:
        names = sorted(headers)
        lines = "".join([f"{name}:{' '.join(headers[name].split())}\n" for name in names])
        request = f"{target}\n{lines}\n{';'.join(names)}\n{digest}"
        text = f"{_ALGORITHM}\n{time}\n{scope}\n{sha256(request.encode()).hexdigest()}"
        return hmac.digest(self._key(secret, time[:8]), text.encode(), "sha256").hex()

    def _key(self, secret: str, day: str) -> bytes:
        """Return the signing key of a day, derived once for each secret and day."""
        kept_secret, kept_day, key = self._derived
        if kept_secret == secret and kept_day == day:
            return key
        key = f"AWS4{secret}".encode()
        for part in (day, self._region, self._service, "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        self._derived = (secret, day, key)
        return key
