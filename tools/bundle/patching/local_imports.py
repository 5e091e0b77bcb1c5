"""Imports moved from the top of a module into the functions that need them, so that only their callers load them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

Import = ast.Import | ast.ImportFrom
Function = ast.FunctionDef | ast.AsyncFunctionDef


def with_local_import(source: str, name: str) -> str:
    """Return the module with the import of ``name`` moved into each function that uses it.

    Annotations do not count as uses: they must be postponed or removed. Raises ValueError if the name is not imported,
    is used outside functions, is assigned by a function, or stands for several modules.
    """
    module = ast.parse(source)
    imports = [node for node in _at_import(module) if isinstance(node, Import) and _imports(node, name)]
    if not imports or any(_uses(node, name) for node in _at_import(module)):
        raise ValueError(f"{name!r} is not imported for functions alone")
    parts = {each.name for node in imports for each in node.names if _bound(each) == name and not each.asname}
    if len(parts) > 1 or any(_binds(node, name) for each in _functions(module) for node in ast.walk(each)):
        raise ValueError(f"{name!r} has more than one meaning")
    alias = next(each for each in imports[0].names if _bound(each) == name)
    statement = ast.unparse(_with_names(imports[0], [alias]))
    lines = source.splitlines()
    for node in sorted([*imports, *_functions(module)], key=lambda node: node.lineno, reverse=True):
        if isinstance(node, Import):
            others = [each for each in node.names if _bound(each) != name]
            left = ast.unparse(_with_names(node, others)) if others else "pass"
            lines[node.lineno - 1 : node.end_lineno] = [" " * node.col_offset + left]
        elif any(_uses(each, name) for statement in node.body for each in ast.walk(statement)):
            lines.insert(node.body[0].lineno - 1, " " * node.body[0].col_offset + statement)
    return "\n".join(lines) + "\n"


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every node that is evaluated on import: no function bodies and no annotations."""
    yield node
    for field, value in ast.iter_fields(node):
        if field not in {"annotation", "returns"} and not (field == "body" and isinstance(node, Function)):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _at_import(child)


def _functions(node: ast.AST) -> Iterator[Function]:
    """Yield every function and method that is not nested in another one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield child
        else:
            yield from _functions(child)


def _imports(node: Import, name: str) -> bool:
    return any(_bound(alias) == name for alias in node.names)


def _bound(alias: ast.alias) -> str:
    """Return the name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def _with_names(node: Import, names: list[ast.alias]) -> Import:
    if isinstance(node, ast.Import):
        return ast.Import(names)
    return ast.ImportFrom(node.module, names, node.level)


def _binds(node: ast.AST, name: str) -> bool:
    """Return whether a node within a function gives the name another value."""
    is_argument = isinstance(node, ast.arg) and node.arg == name
    is_assigned = isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
    return is_argument or is_assigned


def _uses(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id == name
