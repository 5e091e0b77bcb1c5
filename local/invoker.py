"""Runs the functions' real handlers in this process.

As in Lambda, a handler gets its own copy of the event, returns a JSON value, and has limited time. Invocations run in
environments, one after the other in each: a thread with, since Mangum runs the application on the thread's event loop,
a loop of its own. Unlike in Lambda, all environments are in one process and share the state of modules.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from importlib import import_module
from typing import Any
from uuid import uuid4

from local.environments import Environments
from local.lambda_context import LambdaContext
from tools.template import Function, Template

Handler = Callable[[Any, LambdaContext], Any]

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024
# The figure in the message of Lambda for a response that is larger.
RESPONSE_LIMIT_BYTES = PAYLOAD_LIMIT_BYTES + 100

logger = logging.getLogger(__name__)


class FunctionError(Exception):
    """The function raised an exception or returned an invalid response; the log has the details."""


class Invoker:
    """Invokes the template's functions by logical id."""

    def __init__(self, template: Template) -> None:
        self._functions: Mapping[str, Function] = template.functions
        self._region, self._account_id = template.region, template.account_id
        self._handlers: dict[str, Handler] = {}
        self._environments = Environments()

    def submit(self, function_id: str, payload: str) -> Future[Any]:
        """Start an invocation with an event in JSON; the future will hold the decoded return value or a FunctionError.

        The caller must enforce the time limit: a thread cannot be stopped, so one that overruns is abandoned.
        """
        return self._environments.submit(lambda: self._invoke(self._functions[function_id], payload))

    def invoke(self, function_id: str, event: Mapping[str, Any]) -> Any:
        """Invoke and wait for the return value. Raises FunctionError, also when the function times out."""
        timeout = self._functions[function_id].timeout_seconds
        try:
            return self.submit(function_id, json.dumps(event)).result(timeout)
        except TimeoutError as error:
            raise FunctionError(f"{function_id} timed out after {timeout:g} seconds") from error

    def timeout_seconds(self, function_id: str) -> float:
        """Return the function's timeout."""
        return self._functions[function_id].timeout_seconds

    def import_all(self) -> None:
        """Import all handlers, so that first requests are fast. Failures are reported, and fail again when invoked."""
        for function in self._functions.values():
            try:
                self._handler(function)
            except FunctionError as error:
                logger.error("%s", error)

    def _invoke(self, function: Function, payload: str) -> Any:
        context = LambdaContext.of(function, request_id=str(uuid4()), region=self._region, account_id=self._account_id)
        try:
            handler = self._handler(function)
            # In ASCII, as Lambda's runtime client writes it for most versions of Python: the largest form.
            answer = json.dumps(handler(json.loads(payload), context))
        except (Exception, SystemExit) as error:
            logger.exception("%s failed, request id %s", function.logical_id, context.aws_request_id)
            raise FunctionError(f"{function.logical_id}: {type(error).__name__}: {error}") from error
        if len(answer) > RESPONSE_LIMIT_BYTES:
            logger.error("%s returned %d bytes, more than 6 MB", function.logical_id, len(answer))
            raise FunctionError(f"{function.logical_id} returned more than 6 MB")
        return json.loads(answer)

    def _handler(self, function: Function) -> Handler:
        known = self._handlers.get(function.logical_id)
        if known is not None:
            return known
        module_name, _, attribute = function.handler.rpartition(".")
        try:
            handler: Handler = getattr(import_module(module_name), attribute)
        except Exception as error:
            raise FunctionError(f"{function.handler} cannot be imported: {error}") from error
        return self._handlers.setdefault(function.logical_id, handler)
