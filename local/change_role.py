"""Makes an account of ``make run`` that of an administrator: ``make admin EMAIL=demo@example.com``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from local.data_folder import RUNNING_FILE, DataFolder
from tools.operations import change_role


def main(arguments: list[str] | None = None) -> int:
    """Carry out the command line; return the exit status, 1 if nothing runs or the role cannot be changed."""
    parser = argparse.ArgumentParser(prog="python -m local.change_role", description="Change a role.")
    parser.add_argument("--data", type=Path, default=Path(".local"))
    options, others = parser.parse_known_args(arguments)
    running = DataFolder(options.data).read(RUNNING_FILE)
    if not running:
        sys.stderr.write(f"Nothing runs in {options.data}: start make run first, or name the tables of a deployment.\n")
        return 1
    os.environ.update(running["environment"])
    return change_role.main(others)


if __name__ == "__main__":
    sys.exit(main())
