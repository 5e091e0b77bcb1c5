"""The repository keeps its promises."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.docs.__main__ import outdated_pages

CODE = ("functions", "shared", "tools", "local")
CLIENT = ("client/src", "client/tests")
MEANINGLESS = re.compile(r"(utils?|helpers?|common|misc|base|manager)s?")
MAX_LINES = 250


def files(root: Path) -> Iterator[Path]:
    """Every file of the repository, but for what tools leave behind."""
    for folder, folders, names in os.walk(root):
        folders[:] = [
            name for name in folders if name in {".ci", ".github"} or (name[0] != "." and name != "__pycache__")
        ]
        yield from (Path(folder, name) for name in names if not name.startswith(".coverage"))


def texts(root: Path) -> Iterator[tuple[Path, str]]:
    for path in files(root):
        try:
            yield path.relative_to(root), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def modules(root: Path, *folders: str) -> Iterator[Path]:
    return (path for folder in folders for path in (root / folder).rglob("*.py"))


def test_generated_pages_are_up_to_date(root: Path) -> None:
    assert outdated_pages(root) == [], "make docs"


def test_the_changelog_has_room_for_the_next_change(root: Path) -> None:
    assert re.search(r"^## \[?Unreleased\]?$", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_page_can_be_found_from_the_readme(root: Path) -> None:
    """By links, from page to page: what nobody can get to, nobody reads."""
    pages = {path.relative_to(root) for path in (*root.glob("*.md"), *(root / "docs").rglob("*.md"))}
    found, pending = set[Path](), [Path("README.md")]
    while pending:
        page = pending.pop()
        if page not in found:
            found.add(page)
            pending += pages_behind(root, page)
    assert [str(page) for page in sorted(pages - found)] == []


def pages_behind(root: Path, page: Path) -> Iterator[Path]:
    """Yield the pages that a page links to; a folder stands for all pages in it."""
    for target in re.findall(r"\]\(([^)#\s]+)", (root / page).read_text(encoding="utf-8")):
        path = root / page.parent / target
        if path.is_dir():
            yield from (each.relative_to(root) for each in path.glob("*.md"))
        elif path.suffix == ".md" and path.exists():
            yield path.resolve().relative_to(root.resolve())


def test_every_link_between_pages_leads_somewhere(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    broken = [
        f"{path.relative_to(root)}: {target}"
        for path in pages
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/adding-an-endpoint.md", "client/README.md"])
def test_every_make_command_of_a_page_exists(root: Path, page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = (root / page).read_text(encoding="utf-8")
    commands = set(re.findall(r"(?:^|`|\$ )make ([a-z-]+)", text, re.MULTILINE))
    assert commands <= targets


def test_every_target_of_the_makefile_explains_itself(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert phony == set(re.findall(r"^([a-z-]+):.* ## \S", makefile, re.MULTILINE))


def test_no_page_or_file_names_a_package_registry(root: Path) -> None:
    """Where packages come from is the business of whoever installs them."""
    registries = [".".join(words) for words in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
    assert [str(path) for path, text in texts(root) if any(registry in text for registry in registries)] == []


def test_example_addresses_belong_to_nobody(root: Path) -> None:
    pages = [(path, text) for path, text in texts(root) if path.suffix in {".md", ".yaml", ".toml", ".json"}]
    hosts = {host for _, text in pages for host in re.findall(r"[\w+]@([\w-]+(?:\.[\w-]+)+)", text)}
    hosts.discard("simulator.amazonses.com")  # SES's mailboxes for trying out bounces
    assert [host for host in hosts if not re.search(r"(^|\.)example\.(com|org|net)$", host)] == []


def test_no_module_has_a_name_that_says_nothing(root: Path) -> None:
    assert [str(path) for path in modules(root, *CODE, *CLIENT, "tests") if MEANINGLESS.fullmatch(path.stem)] == []


def test_no_module_has_the_name_of_one_of_python(root: Path) -> None:
    """Inside a package it does no harm to the interpreter, but to its readers."""
    taken = sys.stdlib_module_names
    assert [str(path) for path in modules(root, "shared", "functions", "client/src") if path.stem in taken] == []


def test_modules_are_short(root: Path) -> None:
    lengths = {path: lines(path) for path in modules(root, *CODE, "client/src")}
    assert [f"{path.relative_to(root)}: {length}" for path, length in lengths.items() if length > MAX_LINES] == []


def test_the_domain_needs_nothing_but_python_and_json(root: Path) -> None:
    for path in modules(root, "shared/domain"):
        for name in imported(path):
            is_own = name.startswith("shared.domain") or name == "shared.json_text"
            assert name.split(".")[0] in sys.stdlib_module_names or is_own, path


def test_the_client_and_the_service_know_nothing_of_each_other(root: Path) -> None:
    """It is installed where the service is not, and the service where the client is not."""
    of_service = {name.split(".")[0] for path in modules(root, *CLIENT) for name in imported(path)} & {*CODE, "bench"}
    of_client = [path for path in modules(root, *CODE) if "contacts" in {name.split(".")[0] for name in imported(path)}]
    assert (of_service, of_client) == (set(), [])


def lines(path: Path) -> int:
    """The lines of a file that are not blank."""
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
