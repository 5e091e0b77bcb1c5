"""FastAPI without repeated questions about dependencies, whose answers cannot change between requests.

Of a model of query parameters, it looks for those that a request has sent.

Gain: 0.199 M of one more GET.
"""

from __future__ import annotations

from tools.bundle.patching.edits import combined, replaced, without
from tools.bundle.patching.tree import Edit, Tree


def apply(tree: Tree) -> None:
    """Cache the answers, and skip the kinds of parameters that a dependency does not have."""
    tree.edit("fastapi/dependencies/utils.py", _SOLVING)
    tree.edit("fastapi/_compat/shared.py", _ANNOTATIONS)
    tree.edit("fastapi/dependencies/models.py", _CALLABLES)


def _only_if_any(kind: str) -> Edit:
    """Return an edit that looks for parameters of a kind only if a dependency has some."""
    call = "request_params_to_args("
    return replaced(f"{kind}_errors = {call}", f"{kind}_errors = ({{}}, []) if not dependant.{kind}_params else {call}")


def _remembered(kind: str) -> Edit:
    """Return an edit that caches the kind of a callable by the callable, not by a wrapper created for each question."""
    return replaced(f"_is_{kind}_callable_cached(_CallIdentity(call))", f"_is_{kind}_callable_cached(call)")


_ONLY_RECEIVED = """\
        if not convert_underscores and not any(name in received_params for _, name in aliases):
            continue
"""
"""Passes over what was not sent; but a header, sent or not, keeps its unconverted name from being taken for another."""
_SOLVING = combined(
    without("        sub_dependant.call = cast(Callable[..., Any], sub_dependant.call)\n"),
    replaced("        _uses_scopes_cache = {}\n", "        _uses_scopes_cache = _SCOPES_USED\n"),
    replaced("async def solve_dependencies(", "_SCOPES_USED = {}\n\n\nasync def solve_dependencies("),
    _only_if_any("path"),
    _only_if_any("query"),
    _only_if_any("header"),
    _only_if_any("cookie"),
    replaced("from functools import partial\n", "from functools import cache, partial\n"),
    replaced("def _get_param_aliases(", "@cache\ndef _get_param_aliases("),
    replaced("        own_names.update(\n", _ONLY_RECEIVED + "        own_names.update(\n"),
)
_ANNOTATIONS = combined(
    replaced("import types\n", "import types\nfrom functools import cache\n"),
    replaced("def field_annotation_is_sequence(", "@cache\ndef field_annotation_is_sequence("),
)
_CALLABLES = combined(
    _remembered("gen"),
    _remembered("async_gen"),
    _remembered("coroutine"),
    replaced("    call = call_identity.call\n", "    call = call_identity\n", times=3),
)
