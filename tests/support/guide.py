"""The blocks of a page of docs, each language's as one program against a running product."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.browser import Page
from tests.support.product import ROOT, RunningProduct

GUIDE = ROOT / "docs" / "using-the-api.md"
ACCOUNTS = ROOT / "docs" / "using-accounts.md"
_BLOCK = re.compile(r"^```(sh|python|js)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_WHERE, _WHO = "http://127.0.0.1:8000", "ada@example.com"
_SECONDS = 240


def blocks(language: str, guide: Path = GUIDE) -> list[str]:
    """Return the blocks in a language, in order."""
    return [text for of, text in _BLOCK.findall(guide.read_text(encoding="utf-8")) if of == language]


def block_with(language: str, words: str) -> str:
    """Return the only block in a language that has these words."""
    [found] = [text for text in blocks(language) if words in text]
    return found


def person_of(language: str) -> str:
    """Return the address of who the blocks of a language are run for."""
    return f"ada.{language}@example.com"


def program(language: str, product: RunningProduct, *, then: str = "") -> str:
    """Return all blocks of a language as a program for a product, and what comes after them."""
    return for_product("\n".join([*blocks(language), then]), product, person_of(language))


def for_product(text: str, product: RunningProduct, email: str) -> str:
    """Return a text with the addresses of a product and of a person in place of the usual ones."""
    return text.replace(_WHERE, product.url).replace(_WHO, email)


def run_in_shell(text: str, folder: Path) -> str:
    """Run a program in bash, where an error ends it, and return its output."""
    return _output_of(["bash", "-euo", "pipefail", "-c", text], folder)


def run_in_python(text: str, folder: Path) -> str:
    """Run a program in Python, and return its output."""
    return _output_of([sys.executable, "-c", text], folder)


def _output_of(command: list[str], folder: Path) -> str:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def run_in_browser(text: str, tab: Page, **given: str) -> str:
    """Run a program in an asynchronous function in a page, and return what it logs; ``given`` are names it may use."""
    names = {"console": "{ log: (...parts) => logged.push(parts.map(show).join(' ')) }", **given}
    logged: Any = tab.evaluate(
        f"""(async () => {{
          const logged = [], show = (part) => typeof part === "string" ? part : JSON.stringify(part);
          const run = Object.getPrototypeOf(async function () {{}}).constructor;
          await new run({", ".join(map(json.dumps, names))}, {json.dumps(text)})({", ".join(names.values())});
          return logged;
        }})()"""
    )
    return "\n".join(logged)
