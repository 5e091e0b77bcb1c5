"""The entry of the program: runs a command, and turns what goes wrong into a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from contacts.arguments import parse
from contacts.errors import ContactsError, ExitCode

_COMMANDS = {
    "login": ("contacts.commands.account", "login"),
    "logout": ("contacts.commands.account", "logout"),
    "whoami": ("contacts.commands.account", "whoami"),
    "import": ("contacts.commands.importing", "run"),
    "export": ("contacts.commands.exporting", "run"),
    "search": ("contacts.commands.search", "run"),
    "birthdays": ("contacts.commands.birthdays", "run"),
}
"""Where each command is. Only the one that is run is loaded."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command of a command line, and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Names are in every script; a terminal that cannot show one shows something else in its place.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        parsed = parse(arguments)
        module, name = _COMMANDS[parsed.command]
        run = cast("Callable[..., int]", getattr(import_module(module), name))
        code = int(run(parsed))
        sys.stdout.flush()
    except ContactsError as error:
        print(f"contacts: {error}", file=sys.stderr)  # noqa: T201 - the sentence
        return int(error.exit_code)
    except KeyboardInterrupt:
        print("contacts: interrupted", file=sys.stderr)  # noqa: T201
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # Whoever reads has had enough, as `head` has. Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.DONE)
    return code
