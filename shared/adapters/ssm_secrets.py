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
"""How long nobody asks again when some keys could not be read and there are others to go on with."""
LONGEST_AGE_SECONDS = 24 * 3600.0
"""How long a key is good that cannot be read again: after a leak, a key that was retired must end at a known time."""

_PATIENCE = ClientConfig(connect_seconds=1.0, read_seconds=2.0, max_attempts=3)


class SsmSecrets:
    """A ports.Secrets and ports.ServiceCredentials: ``<prefix>/<name>``, each a SecureString.

    Those whose names end in ``-keys`` are keyrings, which Keyring.parse reads; the others are texts.

    All ``names`` (at most 10) are read by one GetParameters, which is tried three times, with a growing random pause.
    They are kept for five minutes. A key that cannot be read again then stays as it was until it can, for a day at
    most: a log line and the metric ``StaleKeys`` say so from the first time on. Safe to use from several threads. ``clock`` returns seconds; it is the wall clock, which goes on while the
    process sleeps in a snapshot.
    """

    def __init__(self, transport: Transport, *, prefix: str, names: Sequence[str], clock: Callable[[], float]) -> None:
        self._client = transport.client("ssm", _PATIENCE)
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
            # Which ones is the log's to say, or the template's, when this function may not read them.
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
        """Yield what can be read now; the log says why the rest cannot."""
        if not self._paths:
            return
        try:
            answer = self._client.call("GetParameters", {"Names": list(self._paths), "WithDecryption": True})
        except (BotoCoreError, ClientError) as error:
            observe.logger().warning("keys cannot be read", extra={"reason": _reason(error)})
            return
        values = {parameter["Name"]: parameter["Value"] for parameter in answer.get("Parameters", ())}
        for path, name in self._paths.items():
            try:
                yield name, Keyring.parse(values[path]) if name.endswith("-keys") else values[path]
            except (KeyError, ValueError):
                reason = "malformed" if path in values else "absent"
                observe.logger().error("a key cannot be used", extra={"parameter": path, "reason": reason})


def _reason(error: Any) -> str:
    """Return the error's code, or the name of its class."""
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else type(error).__name__
