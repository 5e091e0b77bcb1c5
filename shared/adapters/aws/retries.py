"""When to retry, and after how long: the standard mode of the AWS SDKs.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ChecksumError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as TransportError

from shared.adapters.aws.transport import MalformedResponseError, StaleConnectionError

if TYPE_CHECKING:
    from collections.abc import Callable

_THROTTLED = frozenset({
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
})  # fmt: skip
_TRANSIENT = frozenset({"ReplicatedWriteConflictException", "RequestTimeout", "RequestTimeoutException"})
_TRANSIENT_STATUS = frozenset({500, 502, 503, 504})
_TRANSIENT_ERRORS = (ChecksumError, HTTPClientError, TransportError)

_THROTTLED_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 20.0


class Retries:
    """Retries until a call succeeds, fails for good, or has used up ``max_attempts``. Thread-safe.

    The pause before each retry is random, up to a bound that doubles: ``transient_pause_seconds`` at first (one second
    when throttled), 20 seconds at most. ``random`` returns a number in [0, 1), ``wait`` takes seconds.
    """

    def __init__(
        self,
        *,
        max_attempts: int,
        transient_pause_seconds: float,
        random: Callable[[], float],
        wait: Callable[[float], object],
    ) -> None:
        self._max_attempts = max_attempts
        self._transient_pause_seconds = transient_pause_seconds
        self._random = random
        self._wait = wait
        self._quota = _Quota()

    def run(self, send: Callable[[bool], dict[str, Any]], *, repeatable: bool) -> dict[str, Any]:
        """Return the response of ``send``; RetryAttempts in its ResponseMetadata says how often it was sent before.

        ``send`` is told whether to use a fresh connection: always after one has failed, since the idle connections may
        have failed with it. A ``repeatable`` request that met a stale connection is sent again at once, which does not
        count as an attempt.
        """
        attempts, sent, fresh = 1, 1, False
        while True:
            try:
                response = send(fresh)
            except (BotoCoreError, ClientError) as error:
                if isinstance(error, StaleConnectionError) and repeatable and not fresh:
                    pass  # at once
                elif attempts < self._max_attempts and (bound := self._bound(error, attempts)) is not None:
                    self._wait(self._random() * bound)
                    attempts += 1
                else:
                    if isinstance(error, ClientError):
                        error.response["ResponseMetadata"]["RetryAttempts"] = sent - 1
                    raise
                sent += 1
                fresh = fresh or _is_broken(error)
            else:
                response["ResponseMetadata"]["RetryAttempts"] = sent - 1
                self._quota.give_back(attempts - 1)
                return response

    def _bound(self, error: BotoCoreError | ClientError, attempts: int) -> float | None:
        """Return the longest pause after this many attempts, or None if another attempt is pointless."""
        throttled = isinstance(error, ClientError) and error.response["Error"]["Code"] in _THROTTLED
        if not (throttled or _is_transient(error)) or not self._quota.take():
            return None
        first = _THROTTLED_PAUSE_SECONDS if throttled else self._transient_pause_seconds
        return float(min(first * 2 ** (attempts - 1), _LONGEST_PAUSE_SECONDS))


def _is_broken(error: BotoCoreError | ClientError) -> bool:
    """Return whether the connection itself failed, rather than what came over it."""
    return isinstance(error, (HTTPClientError, TransportError)) and not isinstance(error, MalformedResponseError)


def _is_transient(error: BotoCoreError | ClientError) -> bool:
    if not isinstance(error, ClientError):
        return isinstance(error, _TRANSIENT_ERRORS)
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return error.response["Error"]["Code"] in _TRANSIENT or status in _TRANSIENT_STATUS


class _Quota:
    """The retries that a process may spend, so that callers of a service that is down do not add to its load.

    A success returns what its retries took, and a little of what others spent.
    """

    CAPACITY = 500
    COST = 5
    REWARD = 1

    def __init__(self) -> None:
        self._left = self.CAPACITY
        self._lock = Lock()

    def take(self) -> bool:
        with self._lock:
            if self._left < self.COST:
                return False
            self._left -= self.COST
            return True

    def give_back(self, retries: int) -> None:
        if self._left == self.CAPACITY:
            return
        with self._lock:
            self._left = min(self.CAPACITY, self._left + (retries * self.COST or self.REWARD))
