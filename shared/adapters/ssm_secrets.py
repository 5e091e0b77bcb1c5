"""Keys and credentials from SSM Parameter Store."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from shared import observe
from shared.adapters.aws.transport import ClientConfig, Transport
from shared.domain.errors import SecretsUnavailableError
from shared.domain.keyrings import Keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

KEPT_SECONDS = 300.0
RETRY_SECONDS = 20.0
"""How long to wait before the next attempt, when some keys could not be read but older ones are available."""
LONGEST_AGE_SECONDS = 24 * 3600.0
"""Maximum age of a key that cannot be read again: once retired after a leak, it must stop working at a known time."""

_CLIENT_CONFIG = ClientConfig(connect_seconds=1.0, read_seconds=2.0, max_attempts=3)


class SsmSecrets:
    """A ports.Secrets and ports.ServiceCredentials: ``<prefix>/<name>``, each a SecureString.

    Parameters whose names end in ``-keys`` are keyrings, in the format of Keyring.parse; the others are plain strings.

    One GetParameters reads all ``names`` (at most 10); it is attempted three times, with random pauses that grow. The
    values are kept for five minutes. If one cannot be read again, the old value stays in use until it can, for at most
    a day; a log line and the metric ``StaleKeys`` report it from the start. Thread-safe. ``clock`` returns seconds; it
    is the wall clock, which advances while the process is suspended in a snapshot.
    """

    def __init__(self, transport: Transport, *, prefix: str, names: Sequence[str], clock: Callable[[], float]) -> None:
        self._client = transport.client("ssm", _CLIENT_CONFIG)
        self._paths = {f"{prefix}/{name}": name for name in names}
        self._clock = clock
        self._values: dict[str, Keyring | str] = {}
        self._read_at: dict[str, float] = {}
        self._good_until = float("-inf")
        self._lock = Lock()

    def keyring(self, name: str) -> Keyring:
        """See ports.Secrets."""
        found = self._current(name)
        assert isinstance(found, Keyring)
        return found

    def credential(self, name: str) -> str:
        """See ports.ServiceCredentials."""
        found = self._current(name)
        assert isinstance(found, str)
        return found

    def _current(self, name: str) -> Keyring | str:
        with self._lock:
            if self._clock() >= self._good_until:
                self._read_again()
            found = self._values.get(name)
        if found is None:
            # The log says which ones; if this function may not read them at all, the template does.
            raise SecretsUnavailableError("the keys of the service cannot be read")
        return found

    def _read_again(self) -> None:
        current = dict(self._read())
        now = self._clock()
        self._values |= current
        self._read_at |= dict.fromkeys(current, now)
        for name in [name for name, read_at in self._read_at.items() if now - read_at >= LONGEST_AGE_SECONDS]:
            del self._values[name], self._read_at[name]
        if stale := self._values.keys() - current.keys():
            observe.count("StaleKeys", keys=", ".join(sorted(stale)))
        if self._values:
            is_complete = len(current) == len(self._paths)
            self._good_until = now + (KEPT_SECONDS if is_complete else RETRY_SECONDS)

    def _read(self) -> Iterator[tuple[str, Keyring | str]]:
        """Yield the parameters that can be read now; the log says why the others cannot."""
        if not self._paths:
            return
        try:
            response = self._client.call("GetParameters", {"Names": list(self._paths), "WithDecryption": True})
        except (BotoCoreError, ClientError) as error:
            observe.logger().warning("keys cannot be read", extra={"reason": _reason(error)})
            return
        values = {parameter["Name"]: parameter["Value"] for parameter in response.get("Parameters", ())}
        for path, name in self._paths.items():
            try:
                yield name, Keyring.parse(values[path]) if name.endswith("-keys") else values[path]
            except (KeyError, ValueError):
                reason = "malformed" if path in values else "absent"
                observe.logger().error("a key cannot be used", extra={"parameter": path, "reason": reason})


def _reason(error: Any) -> str:
    """Return the error's code, or the name of its class."""
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else type(error).__name__
