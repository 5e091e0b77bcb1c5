"""The envelope in which a function returns a response: a JSON object in which the body is a text, of at most 6 MB.

Lambda fails an invocation that returns more, and API Gateway responds with 500, as often as the client asks for it.
In the envelope, quotes and backslashes of the body are escaped once more. Everything but ASCII may be, too: the client
of Lambda's runtime API (awslambdaric, ``lambda_runtime_marshaller``) leaves it as it is for some versions of Python
only. So a body counts with the size that it has in ASCII, which is the largest that any of them makes of it. Compressed
bodies are smaller: four thirds of their size, in base64, is less than what text of a few MB has in ASCII.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_ENVELOPE_BYTES = 6_291_556
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html; the figure is that of the error message."""
MAX_BODY_BYTES = MAX_ENVELOPE_BYTES - 64 * 1024
"""What is left for the body: headers have at most 10 KB (API Gateway's quota)."""
_MOST_PER_BYTE = 3
"""The letter ``ж`` has two bytes in UTF-8, and six in ASCII."""


def surely_fits(size_bytes: int) -> bool:
    """Return whether a body of this size fits, whatever is in it. A larger one may fit, too."""
    return size_bytes * _MOST_PER_BYTE <= MAX_BODY_BYTES


def count_fitting(parts: Iterable[bytes], *, room: int) -> int:
    """Return how many of the parts fit, from the first one on, beside ``room`` bytes: always one, so that pages end."""
    left = MAX_BODY_BYTES - room
    count = 0
    for part in parts:
        left -= len(json.dumps(part.decode()))  # with two quotes, which are more than the comma between parts
        if left < 0 and count:
            break
        count += 1
    return count
