"""The context object that Lambda passes to a handler along with the event."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from tools.template import Function


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaContext:
    """The context object of one invocation, with the attributes of Lambda's Python runtime.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    aws_request_id: str
    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: str
    deadline: float = field(repr=False)
    function_version: str = "$LATEST"
    log_group_name: str = "local"
    log_stream_name: str = "local"
    identity: None = None
    client_context: None = None

    @classmethod
    def of(cls, function: Function, *, request_id: str, region: str, account_id: str) -> LambdaContext:
        """Return the context of an invocation of the function that starts now."""
        return cls(
            aws_request_id=request_id,
            function_name=function.name,
            invoked_function_arn=f"arn:aws:lambda:{region}:{account_id}:function:{function.name}",
            memory_limit_in_mb=str(function.memory_mb),
            deadline=monotonic() + function.timeout_seconds,
        )

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds left until the function times out, never below zero."""
        return max(0, int((self.deadline - monotonic()) * 1000))
