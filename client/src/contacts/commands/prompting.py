"""Secrets from the user, by ways that nobody else on the machine can watch: never from the command line."""

from __future__ import annotations

import getpass
import sys

from contacts.errors import UsageError


def secret_from(prompt: str, *, from_stdin: bool, name: str = "password") -> str:
    """Return the next line of standard input or, unseen, of the terminal. Raises UsageError if there is none."""
    if from_stdin:
        secret = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        secret = getpass.getpass(prompt)
    else:
        raise UsageError(f"There is no terminal to ask for the {name} at: use --password-stdin.")
    if not secret:
        raise UsageError(f"The {name} is empty.")
    return secret


def answer_from(prompt: str, option: str) -> str:
    """Return what the user types. Raises UsageError if nothing, or if nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError(f"There is no terminal to ask at: use {option}.")
    sys.stderr.write(prompt)
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    if not answer:
        raise UsageError("Nothing was entered.")
    return answer
