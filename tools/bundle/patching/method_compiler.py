"""Compile the methods that ``dataclasses`` generates for an artifact's classes; see ``shared/compiled_ahead.py``.

The interpreter that the bytecode is for runs this program, which may import only the standard library:
``python -X no_debug_ranges method_compiler.py TREE TABLE [FOLDER ...]``. Methods of classes in TREE, or in
these folders of it, are added to TABLE.

No module of the tree is imported, since it may be built for another machine. Instead, each class is read from its
source and recreated without anything that the generated methods do not depend on: the values of defaults, the types of
fields, the bodies of its own methods. ``dataclasses`` itself then generates the methods. If they differ from those of
the original, for example because a base class was not found, their source is never looked up, which does no harm.
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
    """Add the methods of the classes in a tree to a table, which is created if necessary. Raises SyntaxError."""
    written: Written = marshal.loads(table.read_bytes()[len(MAGIC_NUMBER) :]) if table.exists() else {}
    modules = Modules(tree)
    vars(dataclasses)["exec"] = _recording(written)
    for folder in folders or ["."]:
        for path in sorted((tree / folder).rglob("*.py")):
            if b"dataclass" in path.read_bytes():  # parsing the other modules would take most of the time
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
        """Recreate every class of a module that ``dataclass`` decorates, in all forms that it may take."""
        for name, node in self._named(module).items():
            if isinstance(node, ast.ClassDef) and _dataclass_of(node) is not None:
                self._class(module, name)

    def _class(self, module: str, name: str) -> type | None:
        """Return a class that a module defines or imports by this name, or None if it is not in the tree."""
        if (module, name) not in self._made:
            self._made[module, name] = None  # ends the recursion for a class that is its own base
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
            except (TypeError, ValueError):  # not a form that this class can take
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
        """Return the classes and the imports of a module by the names that they have in it."""
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
    """Return the decorator that makes a class a dataclass, or None."""
    return next((each for each in node.decorator_list if _is_called(each, "dataclass")), None)


def _options(decorator: ast.expr) -> Iterator[Options]:
    """Yield the options that the decorator may be called with; those decided at run time may be on or off."""
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    known: Options = {}
    unknown: list[str] = []
    for keyword in keywords:
        try:
            known[keyword.arg or ""] = ast.literal_eval(keyword.value)
        except ValueError:
            unknown.append(keyword.arg or "slots")  # ``**`` is how packages pass an option that old Pythons lack
    for values in product(_FLAGS, repeat=len(unknown)):
        yield {**known, **dict(zip(unknown, values, strict=True))}


def _class_of(node: ast.ClassDef, bases: tuple[type, ...], members: dict[str, Any]) -> type:
    return type(node.name, bases, {"__doc__": " ", "__module__": __name__, **members})


def _members(node: ast.ClassDef) -> dict[str, Any]:
    """Return what the generated methods depend on: the fields, and the names of existing methods."""
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
    """Return a type that ``dataclasses`` treats in the same way."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    return next((mark for name, mark in _MARKS.items() if _is_named(_plain(annotation), name)), object)


def _default_of(value: ast.expr) -> Any:
    if not (isinstance(value, ast.Call) and _is_named(value.func, "field")):
        return _ANYTHING
    said: Options = {}
    for keyword in value.keywords:
        if keyword.arg == "metadata":  # no generated method depends on it
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
    """Return whether an expression is a name, or an attribute such as ``dataclasses.field``."""
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)


if __name__ == "__main__":
    add_methods(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
