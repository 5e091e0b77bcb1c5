"""A length, limit or lifetime stands in the code once: texts, schemas, generated pages, README and guide follow it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tools.docs.figures import UnknownFigureError, with_figures
from tools.openapi.figures import FIGURES, filled, lifetime, size

CHANGES = {
    "shared/domain/accounts/passwords.py": ("MIN_CHARACTERS = 15", "MIN_CHARACTERS = 17"),
    "shared/domain/accounts/account.py": (
        "VERIFICATION_TOKEN_TTL = timedelta(hours=24)",
        "VERIFICATION_TOKEN_TTL = timedelta(hours=36)",
    ),
    "shared/domain/contacts/retention.py": ("TRASH_KEPT = timedelta(days=30)", "TRASH_KEPT = timedelta(days=45)"),
    "shared/web/http/paging.py": ("MAX_PAGE_SIZE = 100", "MAX_PAGE_SIZE = 120"),
    "shared/domain/books.py": ("MAX_CONTACTS = 100_000", "MAX_CONTACTS = 90_000"),
}


@pytest.fixture(scope="module")
def changed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with other figures, and with its pages written anew."""
    folder = tmp_path_factory.mktemp("changed")
    for name in ("functions", "shared", "tools", "events", "docs"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "template.yaml", "pyproject.toml"):
        shutil.copy(root / name, folder / name)
    for name, (before, after) in CHANGES.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert before in text
        (folder / name).write_text(text.replace(before, after), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "tools.docs"], cwd=folder, check=True)
    return folder


def text_of(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_a_changed_figure_shows_in_the_document(changed: Path) -> None:
    document: Any = json.loads(text_of(changed, "docs/openapi.json"))
    password = document["components"]["schemas"]["RegistrationIn"]["properties"]["password"]
    assert password["minLength"] == 17
    assert password["description"].startswith("17 to ")
    registered = document["paths"]["/api/v1/auth/register"]["post"]["responses"]["201"]
    assert registered["content"]["application/json"]["example"]["detail"].endswith("within 36 hours.")
    assert "valid for 36 hours" in document["paths"]["/api/v1/auth/verify-email"]["post"]["description"]
    assert "stays there for 45 days" in document["paths"]["/api/v1/trash"]["get"]["description"]
    [limit] = [each for each in document["paths"]["/api/v1/trash"]["get"]["parameters"] if each["name"] == "limit"]
    assert limit["schema"]["maximum"] == 120
    assert "up to 90,000 contacts" in document["info"]["description"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("README.md", ["at least <!--password_length-->17<!----> characters", "in it within 36 hours."]),
        ("docs/using-the-api.md", ["-->17<!---->", "-->36 hours<!---->", "-->45 days<!---->", "-->90,000<!---->"]),
        ("docs/limits.md", ["90,000 contacts"]),
    ],
)
def test_a_changed_figure_shows_on_every_page(changed: Path, page: str, told: list[str]) -> None:
    assert [text for text in told if text not in text_of(changed, page)] == []


def test_what_is_said_of_a_figure_is_enforced_by_the_same_constant(changed: Path) -> None:
    check = (
        "from shared.domain.accounts.passwords import check_password\n"
        "from shared.domain.errors import WeakPasswordError\n"
        "try:\n    check_password('violet tram 6789', email='a@example.com', full_name='')\n"
        "except WeakPasswordError as error:\n    print(error.problems[0].detail)"
    )
    said = subprocess.run([sys.executable, "-c", check], cwd=changed, check=True, capture_output=True, text=True).stdout
    assert said == "This password must have at least 17 characters.\n"


def test_every_figure_is_named_somewhere(root: Path) -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("functions", "shared", "tools", "docs")
        for path in (root / folder).rglob("*")
        if path.suffix in {".py", ".md"}
    ]
    written = "\n".join([*texts, text_of(root, "README.md")])
    assert [name for name in FIGURES if not re.search(rf"\{{{name}\}}|<!--{name}-->", written)] == []


def test_a_page_with_an_unknown_figure_is_not_written() -> None:
    with pytest.raises(UnknownFigureError, match="no figure zzz"):
        with_figures("at most <!--zzz-->1<!---->")


def test_other_words_in_braces_stay() -> None:
    assert filled("`/contacts/{contact_id}` for {trash_lifetime}") == "`/contacts/{contact_id}` for 30 days"


@pytest.mark.parametrize(
    ("seconds", "words"), [(900, "15 minutes"), (3600, "1 hour"), (86_400, "24 hours"), (2_592_000, "30 days")]
)
def test_a_lifetime_is_told_in_words(seconds: int, words: str) -> None:
    assert lifetime(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("count", "words"), [(100, "100 bytes"), (4096, "4 KiB"), (5_000_000, "5 MB"), (4 * 1024 * 1024, "4 MiB")]
)
def test_a_size_is_told_in_words(count: int, words: str) -> None:
    assert size(count) == words
