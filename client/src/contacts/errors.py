"""What ends a command early. Each says in one sentence what is wrong, and has the exit code that scripts see."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended. README.md explains them to users."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NOT_SIGNED_IN = 3
    INCOMPLETE = 4
    UNAVAILABLE = 5
    INTERRUPTED = 130


class ContactsError(Exception):
    """The root of all errors that are told to the user; its text is one sentence."""

    exit_code = ExitCode.REFUSED


class UsageError(ContactsError):
    """What was asked for makes no sense, or cannot be done safely."""

    exit_code = ExitCode.USAGE


class NotSignedInError(ContactsError):
    """There is no sign-in, or it has ended."""

    exit_code = ExitCode.NOT_SIGNED_IN


class UnavailableError(ContactsError):
    """A server cannot be reached, or asks to come back later than is worth waiting for."""

    exit_code = ExitCode.UNAVAILABLE


class RefusedError(ContactsError):
    """A server refused a request; ``status`` is that of its response, ``code`` its reason for programs, if any."""

    def __init__(self, sentence: str, *, status: int = 0, code: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
