"""Compile modules to bytecode without what only readers and type checkers need.

The interpreter that the bytecode is for runs this program, which may import only the standard library:
``python -X no_debug_ranges stripping_compiler.py TREE PREFIX``. Tracebacks show PREFIX for TREE. Every ``module.py``
becomes a ``module.pyc`` in the same place, where Python imports it without a source
(https://docs.python.org/3/library/importlib.html#importlib.machinery.SourcelessFileLoader).

Removed are docstrings, ``Doc`` in annotations (PEP 727), ``if TYPE_CHECKING:``, overloads, and the annotations of
functions where nothing reads them. Assertions, annotations of classes and line numbers stay.
"""

from __future__ import annotations

import ast
import importlib.util
import marshal
import sys
from pathlib import Path
from typing import TypeVar

UNCHECKED_HASH = (1).to_bytes(4, "little")
"""The flags of PEP 552 for hash-based bytecode that is never checked against its source."""

_Documented = TypeVar("_Documented", ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)
_Function = TypeVar("_Function", ast.FunctionDef, ast.AsyncFunctionDef)
_Placed = TypeVar("_Placed", bound=ast.AST)
_READ_ANNOTATIONS = ("fastapi/", "pydantic/", "functions/", "shared/web/")
"""FastAPI and pydantic read those of functions: of endpoints, dependencies and validators, and their own."""
_CLASS_DOCSTRING = " "  # without one, a dataclass composes it at import from its signature


def compile_tree(tree: Path, prefix: str) -> None:
    """Replace every module of ``tree`` by its bytecode. Raises SyntaxError."""
    for path in sorted(tree.rglob("*.py")):
        source = path.read_bytes()
        place = path.relative_to(tree).as_posix()
        slimmer = Slimmer(annotations=place.startswith(_READ_ANNOTATIONS))
        syntax = ast.fix_missing_locations(slimmer.visit(ast.parse(source, place)))
        code = compile(syntax, f"{prefix}/{place}", "exec", dont_inherit=True)
        header = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source)
        path.with_suffix(".pyc").write_bytes(header + marshal.dumps(code))
        path.unlink()


class Slimmer(ast.NodeTransformer):
    """A transformer that removes documentation, and annotations of functions unless ``annotations`` is set."""

    def __init__(self, *, annotations: bool) -> None:
        self._annotations = annotations

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Drop the docstring."""
        return self._without_docstring(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        """Drop the docstring, or the whole function if it is an overload."""
        if any(_is_named(decorator, "overload") for decorator in node.decorator_list):
            return _at(ast.Pass(), node)
        return self._slim_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        """Drop the docstring."""
        return self._slim_function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Shorten the docstring; give one to a dataclass that has none."""
        docstring = _at(ast.Expr(_at(ast.Constant(_CLASS_DOCSTRING), node.body[0])), node.body[0])
        if _has_docstring(node):
            node.body[0] = docstring
        elif any(_is_named(_called(decorator), "dataclass") for decorator in node.decorator_list):
            node.body.insert(0, docstring)
        self.generic_visit(node)
        return node

    def visit_If(self, node: ast.If) -> ast.stmt | list[ast.stmt]:
        """Drop branches that are never executed."""
        self.generic_visit(node)
        return (node.orelse or _at(ast.Pass(), node)) if _is_named(node.test, "TYPE_CHECKING") else node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Drop documentation within ``Annotated``, and ``Annotated`` itself if nothing else is left in it."""
        self.generic_visit(node)
        if not isinstance(node.slice, ast.Tuple) or not _is_named(node.value, "Annotated"):
            return node
        node.slice.elts = [element for element in node.slice.elts if not _is_doc(element)]
        return node if len(node.slice.elts) > 1 else node.slice.elts[0]

    def _slim_function(self, node: _Function) -> _Function:
        if not self._annotations:
            node.returns = None
            every: ast.arguments = node.args
            for argument in (*every.posonlyargs, *every.args, *every.kwonlyargs, every.vararg, every.kwarg):
                if argument is not None:
                    argument.annotation = None
        return self._without_docstring(node)

    def _without_docstring(self, node: _Documented) -> _Documented:
        if _has_docstring(node):
            # A body must contain at least one statement.
            node.body[:1] = [] if len(node.body) > 1 else [_at(ast.Pass(), node.body[0])]
        self.generic_visit(node)
        return node


def _has_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return ast.get_docstring(node, clean=False) is not None


def _is_doc(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _is_named(node.func, "Doc")


def _called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _is_named(node: ast.expr, name: str) -> bool:
    """Return whether an expression is a name, or an attribute such as ``typing.TYPE_CHECKING``."""
    found = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
    return found == name


def _at(node: _Placed, place: ast.stmt) -> _Placed:
    return ast.copy_location(node, place)


if __name__ == "__main__":
    compile_tree(Path(sys.argv[1]), sys.argv[2])
