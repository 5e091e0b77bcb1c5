"""The events that are not HTTP: what table streams and schedules bring to functions.

Every stream of the template has one reader, every function its retries, and what is given up on becomes a file.
"""

from local.pump.dead_letters import DeadLetters
from local.pump.pump import Pump

__all__ = ["DeadLetters", "Pump"]
