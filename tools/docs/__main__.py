"""Write the generated pages, or report outdated ones with ``--check``: ``python -m tools.docs [--check]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.docs.access import UndeclaredAccessError
from tools.docs.deployer_policy import deployer_policy_page
from tools.docs.figures import UnknownFigureError, figures_page
from tools.docs.limits import limits_page
from tools.docs.openapi import openapi_page, served_openapi
from tools.docs.reference_page import reference_script, reference_styles
from tools.docs.routes import routes_page
from tools.docs.settings import settings_page
from tools.openapi.document import MissingEventError
from tools.openapi.examples import MissingExampleError
from tools.template.document import TemplateError

PAGES: Mapping[str, Callable[[Path], str]] = {
    "docs/routes.md": routes_page,
    "docs/settings.md": settings_page,
    "docs/limits.md": limits_page,
    "README.md": figures_page("README.md"),
    "docs/using-the-api.md": figures_page("docs/using-the-api.md"),
    "docs/deployer-policy.json": deployer_policy_page,
    "docs/openapi.json": openapi_page,
    "shared/web/pages/openapi.json": served_openapi,
    "shared/web/pages/docs.js": reference_script,
    "shared/web/pages/docs.css": reference_styles,
}


def outdated_pages(root: Path) -> list[str]:
    """Return the generated pages below ``root`` whose text is outdated."""
    return [name for name, page in PAGES.items() if _text(root / name) != page(root)]


def write_pages(root: Path) -> None:
    """Write all generated pages below ``root``, or none if one of them cannot be generated."""
    texts = {root / name: page(root) for name, page in PAGES.items()}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Carry out the command line; return the exit status, 1 if a page is outdated or cannot be generated."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs", description="Write the generated pages of docs/.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    root, checks_only = Path.cwd(), parser.parse_args(arguments).check
    try:
        if not checks_only:
            write_pages(root)
            return 0
        outdated = outdated_pages(root)
    except (MissingEventError, MissingExampleError, TemplateError, UndeclaredAccessError, UnknownFigureError) as error:
        sys.stderr.write(f"docs: {error}\n")
        return 1
    for name in outdated:
        sys.stderr.write(f"{name} is out of date: make docs\n")
    return 1 if outdated else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
