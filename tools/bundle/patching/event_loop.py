"""Requests are served without an event loop: a process has one at a time, and nothing in it waits for anything else.

Mangum steps through the application itself, which never pauses, since AWS is called synchronously. What FastAPI and
Starlette would do in a thread is done at once. So neither asyncio nor AnyIO is loaded; of AnyIO only the names that
they import are left. Mangum also reads the version of an event from the event, and not from a second scope.

Gain: 103.6 M of a cold GET, 103.8 M of a cold create, 0.129 M of one more GET, 169 kB of the zip file.
"""

from __future__ import annotations

from tools.bundle.patching.edits import combined, replaced, rewritten, with_local_imports, without
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Let Mangum run applications to their end, and put what that leaves of AnyIO into its place."""
    tree.edit("mangum/protocols/http.py", _CYCLE)
    tree.edit("mangum/protocols/lifespan.py", with_local_imports("asyncio"))
    tree.edit("mangum/adapter.py", _ADAPTER)
    tree.edit("mangum/handlers/api_gateway.py", replaced('self.scope["aws.event"]["version"]', 'self.event["version"]'))
    for name in ("starlette/_utils", "fastapi/dependencies/models"):
        tree.edit(f"{name}.py", replaced("from asyncio import", "from inspect import"))
    for name, text in _ANYIO.items():
        tree.edit(f"anyio/{name}.py", rewritten(text))
    tree.remove("anyio/_[!_]*", "anyio/abc/_[!_]*", "anyio/[fis]*", "anyio/to_[!t]*")


_CYCLE = combined(
    without("import asyncio\n"),
    replaced("asyncio.Queue[Message] = asyncio.Queue()", "list[Message] = []"),
    replaced("self.app_queue.put_nowait(", "self.app_queue.append("),
    replaced("await self.app_queue.put(", "self.app_queue.append("),
    replaced("await self.app_queue.get()", "self.app_queue.pop(0)"),
    replaced(
        """\
        loop = asyncio.get_event_loop()
        asgi_task = loop.create_task(asgi_instance)
        loop.run_until_complete(asgi_task)
""",
        """\
        try:
            asgi_instance.send(None)
        except StopIteration:
            pass
        else:
            raise RuntimeError("The application waits for an event loop, and there is none.")
""",
    ),
)
_ADAPTER = combined(without("        self._setup_event_loop()\n"), with_local_imports("asyncio"))
_ANYIO = {
    "__init__": """\
from contextlib import nullcontext

CapacityLimiter = Semaphore = nullcontext


class CancelScope(nullcontext):
    def __init__(self, *, shield=False): super().__init__(self); self.shield = shield
""",
    "abc/__init__": "ObjectReceiveStream = None\n",
    "lowlevel": "from contextvars import ContextVar as RunVar\n\n\nasync def checkpoint_if_cancelled(): pass\n",
    "to_thread": "async def run_sync(function, *arguments, limiter=None): return function(*arguments)\n",
}
