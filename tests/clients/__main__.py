"""Makes clients of the OpenAPI document, and lets each go from sign-up to sync: ``bash .ci/clients``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.clients.page import PAGE, clients_page
from tests.support.product import ROOT, RunningProduct, running_product

HERE = Path(__file__).parent
WORK = ROOT / ".build" / "clients"
DOCUMENT = ROOT / "docs" / "openapi.json"
BIN = WORK / "node_modules" / ".bin"


class FailedError(Exception):
    """A program ended with an error, or complained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A generator: what makes its client, and what runs the journey that is called as it is."""

    name: str
    journey: str
    command: tuple[str, ...]


GENERATORS = (
    Generator(
        name="openapi-python-client",
        journey="openapi_python_client.py",
        command=(
            *(str(WORK / "python" / "bin" / "openapi-python-client"), "generate", "--path", str(DOCUMENT)),
            *("--output-path", "generated/openapi_python_client", "--overwrite"),
        ),
    ),
    Generator(
        name="openapi-typescript",
        journey="openapi_typescript.ts",
        command=(str(BIN / "openapi-typescript"), str(DOCUMENT), "--output", "generated/openapi_typescript.ts"),
    ),
    Generator(
        name="@hey-api/openapi-ts",
        journey="hey_api.ts",
        command=(str(BIN / "openapi-ts"), "--input", str(DOCUMENT), "--output", "generated/hey_api"),
    ),
    Generator(
        name="orval",
        journey="orval.ts",
        command=(
            *(str(BIN / "orval"), "--input", str(DOCUMENT), "--output", "generated/orval.ts"),
            *("--client", "fetch"),
        ),
    ),
)
LINTERS = {
    "@redocly/cli": (str(BIN / "redocly"), "lint", str(DOCUMENT), "--format=summary", "--max-problems=100"),
    "@stoplight/spectral-cli": (
        *(str(BIN / "spectral"), "lint", str(DOCUMENT), "--ruleset", "spectral.yaml", "--fail-severity=hint"),
    ),
}
_COMPLAINT = ("warning ", "error ")


def main() -> int:
    """Do it all; return 1 with what went wrong, and then write nothing."""
    try:
        install()
        for command in LINTERS.values():
            said = run(*command)
            if any(line.startswith(_COMPLAINT) for line in said.splitlines()):
                raise FailedError(said)
        notes = {each.name: run(*each.command) for each in GENERATORS}
        notes["orval"] += type_errors()
        with TemporaryDirectory() as folder, running_product(ROOT, Path(folder, "data"), "--no-demo") as product:
            for each in GENERATORS:
                run(*journey(each, product))
                sys.stdout.write(f"{each.name}: from sign-up to sync\n")
    except FailedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    (ROOT / PAGE).write_text(clients_page(notes), encoding="utf-8")
    return 0


def type_errors() -> str:
    """Return what the compiler says of generated code. Raises FailedError for an error in a journey."""
    ended = subprocess.run([BIN / "tsc", "--project", "."], cwd=WORK, capture_output=True, text=True, check=False)
    errors = [line for line in ended.stdout.splitlines() if ": error " in line]
    if any(not line.startswith("generated/orval.ts") for line in errors):
        raise FailedError(ended.stdout)
    return "".join(f"\n{line}" for line in errors)


def install() -> None:
    """Copy the journeys, and install the generators and linters, into .build/clients."""
    WORK.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(WORK / "generated", ignore_errors=True)
    (WORK / "generated").mkdir()
    shutil.copytree(HERE, WORK, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (WORK / "spectral.yaml").write_text("extends: ['spectral:oas']\n", encoding="utf-8")
    run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error")
    python = WORK / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", str(python))
    run(str(python / "bin" / "python"), "-m", "pip", "install", "--quiet", "--requirement", "requirements.txt")


def journey(generator: Generator, product: RunningProduct) -> Iterator[str]:
    """Yield the command that runs a journey."""
    script = WORK / "journeys" / generator.journey
    if script.suffix == ".ts":
        built = script.with_suffix(".mjs")
        run(str(BIN / "esbuild"), str(script), "--bundle", "--format=esm", "--platform=node", f"--outfile={built}")
        yield from ("node", str(built))
    else:
        yield from (str(WORK / "python" / "bin" / "python"), str(script))
    yield from (product.url, f"{script.stem.replace('_', '.')}@example.com")


def run(*command: str) -> str:
    """Run a program in .build/clients, and return what it says. Raises FailedError."""
    found = {
        "PATH": f"{WORK / 'python' / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(WORK / "generated" / "openapi_python_client"),
    }
    ended = subprocess.run(
        command, cwd=WORK, env={**os.environ, **found}, capture_output=True, text=True, timeout=600, check=False
    )
    if ended.returncode:
        raise FailedError(f"{' '.join(command)}\n{ended.stdout}{ended.stderr}")
    return ended.stdout + ended.stderr


if __name__ == "__main__":
    sys.exit(main())
