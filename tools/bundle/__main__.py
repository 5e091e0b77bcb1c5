"""Build the artifact of a function in a folder.

``python -m tools.bundle --function AuthLoginFunction --into DIR --python 3.13 --architecture arm64``.

``--without methods,stripping`` leaves out those accelerators, ``--without all`` leaves out all of them.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tools.bundle.artifacts import artifact_of_resource
from tools.bundle.build import Builder, BuildError
from tools.bundle.bytecode import BytecodeError, find_interpreter
from tools.bundle.deployment import stamp_template_digest
from tools.bundle.patching.registry import read_without
from tools.bundle.patching.tree import EditError
from tools.bundle.target import ARCHITECTURES, Target

WITHOUT_BYTECODE = """\
No Python {python} was found to compile the artifact, without which every cold start takes more than twice as long.
Put python{python} on PATH, or name it in BUNDLE_PYTHON, and build again; BUNDLE_WITHOUT_BYTECODE=yes builds it so.
"""


def main(arguments: list[str] | None = None) -> int:
    """Build for the target given on the command line, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description="Build the artifact of a function.")
    parser.add_argument("--function", required=True, metavar="ID", help="its logical id in template.yaml")
    parser.add_argument("--into", type=Path, required=True, metavar="DIR")
    parser.add_argument("--python", required=True, metavar="MINOR", help="such as 3.13")
    parser.add_argument("--architecture", choices=ARCHITECTURES, required=True)
    parser.add_argument("--without", type=_accelerators, default=frozenset(), metavar="NAMES", help="or all")
    options = parser.parse_args(arguments)
    interpreter = find_interpreter(options.python, os.environ.get("BUNDLE_PYTHON"))
    if interpreter is None:
        sys.stderr.write(WITHOUT_BYTECODE.format(python=options.python))
        if os.environ.get("BUNDLE_WITHOUT_BYTECODE") != "yes":
            return 1
    target = Target(python=options.python, architecture=options.architecture)
    try:
        builder = Builder(
            root=Path.cwd(),
            target=target,
            interpreter=interpreter,
            artifact=artifact_of_resource(options.function),
            without=options.without,
        )
        builder.place(options.into)
        stamp_template_digest(Path.cwd(), options.into)
    except (BytecodeError, BuildError, EditError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _accelerators(text: str) -> frozenset[str]:
    try:
        return read_without(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
