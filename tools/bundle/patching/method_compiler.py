"""Compiles the methods that ``dataclasses`` will write for the classes of an artifact: ``shared/compiled_ahead.py``.

Run by the interpreter that the bytecode is for, which may know nothing but the standard library:
``python -X no_debug_ranges method_compiler.py TREE TABLE [FOLDER ...]``. What it finds in the modules of TREE, or of
these folders, becomes a part of TABLE.

Nothing of the tree is imported, which may be made for another machine. A class is read from its source and made again
without what its methods do not depend on: the values of its defaults, the types of its fields, what its own methods do.
Then ``dataclasses`` itself writes what it would write for the original. Should that come out differently, as for a
class with a base that is not found, it is a source that nobody will ask for.
"""

from __future__ import annotations

import ast
import dataclasses
import marshal
import sys
from collections.abc import Iterator, Mapping
from importlib.util import MAGIC_NUMBER
from itertools import product
from pathlib import Path
from typing import Any, ClassVar

Options = dict[str, Any]
Written = dict[str, bytes]

_FLAGS = (True, False)
_ANYTHING: Any = object()
_MARKS: Mapping[str, Any] = {
    "ClassVar": ClassVar[object],
    "InitVar": dataclasses.InitVar[object],
    "KW_ONLY": dataclasses.KW_ONLY,
}


def add_methods(tree: Path, table: Path, folders: list[str]) -> None:
    """Add what is written for the classes of a tree to a table, which is made if need be. Raises SyntaxError."""
    written: Written = marshal.loads(table.read_bytes()[len(MAGIC_NUMBER) :]) if table.exists() else {}
    modules = Modules(tree)
    vars(dataclasses)["exec"] = _recording(written)
    for folder in folders or ["."]:
        for path in sorted((tree / folder).rglob("*.py")):
            if b"dataclass" in path.read_bytes():  # parsing all others would take most of the time
                modules.make_classes(".".join(path.relative_to(tree).with_suffix("").parts).removesuffix(".__init__"))
    unfinished = table.with_suffix(".unfinished")
    unfinished.write_bytes(MAGIC_NUMBER + marshal.dumps(written))
    unfinished.replace(table)


def _recording(written: Written) -> Any:
    def execute(source: str, module: dict[str, Any], names: dict[str, Any]) -> None:
        code = compile(source, "<string>", "exec", dont_inherit=True)
        written[source] = marshal.dumps(code)
        exec(code, module, names)

    return execute


class Modules:
    """The modules of a tree, and the classes in them."""

    def __init__(self, tree: Path) -> None:
        self._tree = tree
        self._nodes: dict[str, dict[str, ast.AST]] = {}
        self._made: dict[tuple[str, str], type | None] = {}

    def make_classes(self, module: str) -> None:
        """Make every class of a module that ``dataclass`` decorates, in all forms that it may have."""
        for name, node in self._named(module).items():
            if isinstance(node, ast.ClassDef) and _dataclass_of(node) is not None:
                self._class(module, name)

    def _class(self, module: str, name: str) -> type | None:
        """Return a class of a module, or what it imports by this name; None when it is not of the tree."""
        if (module, name) not in self._made:
            self._made[module, name] = None  # a class that is its own base is none
            node = self._named(module).get(name)
            if isinstance(node, ast.ClassDef):
                self._made[module, name] = self._make(module, node)
            elif isinstance(node, ast.ImportFrom):
                self._made[module, name] = self._imported(module, node, name)
        return self._made[module, name]

    def _make(self, module: str, node: ast.ClassDef) -> type | None:
        found = (self._class(module, base.id) for base in map(_plain, node.bases) if isinstance(base, ast.Name))
        bases = tuple(base for base in found if base)
        decorator = _dataclass_of(node)
        if decorator is None:
            return _class_of(node, bases, {})
        made: type | None = None
        for options in _options(decorator):
            try:
                made = dataclasses.dataclass(**options)(_class_of(node, bases, _members(node)))
            except (TypeError, ValueError):  # not a form that it can have
                continue
        return made

    def _imported(self, module: str, node: ast.ImportFrom, name: str) -> type | None:
        package = [] if not node.level else self._package(module)[: 1 - node.level or None]
        source = ".".join([*package, *([node.module] if node.module else [])])
        original = next(alias.name for alias in node.names if (alias.asname or alias.name) == name)
        return self._class(source, original)

    def _package(self, module: str) -> list[str]:
        parts = module.split(".")
        return parts if (self._tree.joinpath(*parts) / "__init__.py").exists() else parts[:-1]

    def _named(self, module: str) -> Mapping[str, ast.AST]:
        """Return the classes and the imports of a module, by the names that it gives them."""
        if module not in self._nodes:
            path = self._tree.joinpath(*module.split("."))
            files = (path / "__init__.py", path.with_name(f"{path.name}.py"))
            source = next((file.read_bytes() for file in files if file.exists()), b"")
            self._nodes[module] = dict(_names(ast.parse(source, module)))
        return self._nodes[module]


def _names(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, node) for alias in node.names)


def _dataclass_of(node: ast.ClassDef) -> ast.expr | None:
    """Return the decorator that makes it a dataclass."""
    return next((each for each in node.decorator_list if _is_called(each, "dataclass")), None)


def _options(decorator: ast.expr) -> Iterator[Options]:
    """Yield what the decorator may be called with: what is decided elsewhere may be on or off."""
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    known: Options = {}
    unknown: list[str] = []
    for keyword in keywords:
        try:
            known[keyword.arg or ""] = ast.literal_eval(keyword.value)
        except ValueError:
            unknown.append(keyword.arg or "slots")  # ``**`` is how packages ask for what old Pythons do not have
    for values in product(_FLAGS, repeat=len(unknown)):
        yield {**known, **dict(zip(unknown, values, strict=True))}


def _class_of(node: ast.ClassDef, bases: tuple[type, ...], members: dict[str, Any]) -> type:
    return type(node.name, bases, {"__doc__": " ", "__module__": __name__, **members})


def _members(node: ast.ClassDef) -> dict[str, Any]:
    """Return what the written methods depend on: fields, and which methods there are."""
    members: dict[str, Any] = {"__annotations__": {}}
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
            members["__annotations__"][name] = _type_of(statement.annotation)
            if statement.value is not None:
                members[name] = _default_of(statement.value)
        elif isinstance(statement, ast.FunctionDef):
            members[statement.name] = lambda *_, **__: None
        elif isinstance(statement, ast.Assign):
            members |= {target.id: None for target in statement.targets if isinstance(target, ast.Name)}
    members.pop("__slots__", None)
    return members


def _type_of(annotation: ast.expr) -> Any:
    """Return one that ``dataclasses`` treats alike."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    return next((mark for name, mark in _MARKS.items() if _is_named(_plain(annotation), name)), object)


def _default_of(value: ast.expr) -> Any:
    if not (isinstance(value, ast.Call) and _is_named(value.func, "field")):
        return _ANYTHING
    said: Options = {}
    for keyword in value.keywords:
        if keyword.arg == "metadata":  # no method depends on it
            continue
        try:
            said[keyword.arg or ""] = ast.literal_eval(keyword.value)
        except ValueError:
            said[keyword.arg or ""] = _ANYTHING
    if "default" in said:
        said["default"] = _ANYTHING
    if "default_factory" in said:
        said["default_factory"] = object
    return dataclasses.field(**said)


def _plain(node: ast.expr) -> ast.expr:
    """Return ``C`` for ``C[int]``."""
    return node.value if isinstance(node, ast.Subscript) else node


def _is_called(node: ast.expr, name: str) -> bool:
    return _is_named(node.func if isinstance(node, ast.Call) else node, name)


def _is_named(node: ast.expr, name: str) -> bool:
    """Tell whether an expression is a name, or an attribute such as ``dataclasses.field``."""
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)


if __name__ == "__main__":
    add_methods(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
