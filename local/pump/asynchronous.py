"""Asynchronous invocations: retried as often as the template says, and then written to a file.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from threading import Event
from typing import Any

from local.invoker import FunctionError
from tools.template import Template

_PAUSE_SECONDS = 1.0
"""Lambda waits a minute, and then two."""

logger = logging.getLogger(__name__)


class AsynchronousInvocations:
    """Invokes functions with events that nobody waits for.

    ``dead_letter`` gets the function's id, the event and the number of attempts once its retries are exhausted. Pauses
    end when ``stop`` is set.
    """

    def __init__(
        self,
        template: Template,
        *,
        invoke: Callable[[str, dict[str, Any]], Any],
        dead_letter: Callable[[str, dict[str, Any], int], None],
        stop: Event,
    ) -> None:
        self._template, self._invoke, self._dead_letter, self._stop = template, invoke, dead_letter, stop

    def invoke(self, function_id: str, event: dict[str, Any]) -> bool:
        """Invoke a function until it succeeds or its retries are exhausted; return False if told to stop before."""
        attempts = 1 + self._template.functions[function_id].asynchronous_retries
        for attempt in range(attempts):
            if attempt and self._stop.wait(_PAUSE_SECONDS):
                return False
            try:
                self._invoke(function_id, event)
            except FunctionError as error:
                logger.warning("%s", error)
            else:
                return True
        self._dead_letter(function_id, event, attempts)
        return True

    def invoke_with_message(self, function_id: str, batch: dict[str, Any]) -> None:
        """Invoke a function with the event in the one message of a batch, as a rule has put it into a queue.

        Raises FunctionError if told to stop before that has ended: the message comes back.
        """
        [record] = batch["Records"]
        if not self.invoke(function_id, json.loads(record["body"])):
            raise FunctionError(f"{function_id} is being stopped")
