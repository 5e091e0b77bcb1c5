"""Events other than HTTP requests: what table streams, queues, event buses and schedules send to functions.

Every stream in the template has a reader, every function its retries; events that exhaust them are written to files.
"""

from local.pump.dead_letters import DeadLetters
from local.pump.pump import Pump

__all__ = ["DeadLetters", "Pump"]
