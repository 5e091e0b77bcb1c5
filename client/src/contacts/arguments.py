"""The command line: which commands there are, and what can be said to each."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from contacts import __version__
from contacts.errors import ExitCode

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Commands = _SubParsersAction["Parser"]

EXPORT_FORMATS = ("vcard", "csv", "ldif", "jcard", "jscontact", "json")
_EXIT_CODES = (
    "exit codes: 0 done, 1 refused by a server, 2 not understood, 3 not signed in, 4 done but for some rows, "
    "5 a server is not available, 130 interrupted"
)


class Parser(ArgumentParser):
    """Says in one sentence what is wrong. It takes no abbreviations: ``--password`` is none of ``--password-stdin``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Print the sentence and exit."""
        self.exit(ExitCode.USAGE, f"contacts: {message}. `{self.prog} --help` explains it.\n")


def parse(arguments: Sequence[str] | None = None) -> Namespace:
    """Return what the command line says: ``command`` is the name of the command. Exits if it makes no sense."""
    parser = Parser(prog="contacts", description="Your address book, from the command line.", epilog=_EXIT_CODES)
    parser.add_argument("--version", action="version", version=f"contacts {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_signing_in(commands)
    _add_import(commands)
    _add_export(commands)
    _add_reading(commands)
    return parser.parse_args(arguments)


def _add_signing_in(commands: Commands) -> None:
    login = _command(commands, "login", "Sign in. A sign-in ends when it has not been used for 30 days.")
    login.add_argument(
        "--url", help="the address of the service; by default that of the last sign-in, or of `make run`"
    )
    login.add_argument("--email", help="the address of your account; asked for if it is missing")
    login.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password, or the token, from standard input, and from its next line a second factor",
    )
    login.add_argument(
        "--token",
        action="store_true",
        help="sign in with a personal access token, which is asked for in place of address and password",
    )
    login.add_argument(
        "--no-keyring", action="store_true", help="keep the token in a file, not in the system's keyring"
    )
    login.add_argument("--allow-http", action="store_true", help="allow another machine without encryption")
    _command(commands, "logout", "Forget the sign-in on this machine.")
    _command(commands, "whoami", "Show who is signed in, where, and until when.")


def _add_import(commands: Commands) -> None:
    one = _command(commands, "import", "Import contacts from a file, or from an address book on a CardDAV server.")
    one.add_argument(
        "file", nargs="?", metavar="FILE", help="a vCard, CSV, LDIF, jCard or JSContact file; - is standard input"
    )
    one.add_argument("--format", default="", help="vcard, jcard, jscontact, ldif or csv, if the content does not tell")
    one.add_argument("--mapping", type=_mapping, action="append", default=[], metavar="COLUMN=MEMBER",
                     help="which member of a contact a column of a table is; may be repeated")  # fmt: skip
    one.add_argument("--encoding", default="", help="how a table is encoded (cp1252, utf-16), if it does not tell")
    one.add_argument("--delimiter", type=_delimiter, metavar="CHARACTER",
                     help="what separates the cells of a table, if it does not tell; tab is one, too")  # fmt: skip
    one.add_argument("--date-order", choices=("day-first", "month-first"), default="",
                     help="what comes first in dates such as 03/04/1990, if a table does not tell")  # fmt: skip
    one.add_argument(
        "--duplicates",
        choices=("skip", "merge", "add"),
        help=(
            "what to do with a contact that is there already, but differs; skip for files, merge for CardDAV by default"
        ),
    )
    one.add_argument("--dry-run", action="store_true", help="only show what would happen")
    one.add_argument("--rows", action="store_true", help="list what becomes of every row, not only of those that fail")
    one.add_argument("--resume", metavar="ID", help="show what becomes of an import that was started before")
    dav = one.add_argument_group("from a CardDAV server")
    dav.add_argument("--from", dest="source", metavar="URL", help="the address of the server, or of an address book")
    dav.add_argument("--user", help="your name there; asked for if it is missing")
    dav.add_argument("--password-stdin", action="store_true",
                     help="read the password from standard input, and from nowhere else")  # fmt: skip
    dav.add_argument("--oauth", action="store_true", help="what is read is no password but an OAuth 2.0 access token")
    dav.add_argument(
        "--remember", action="store_true", help="keep the password in the system's keyring for the next time"
    )
    dav.add_argument("--book", help="the name of the address book, if there are several")
    dav.add_argument("--trust", action="append", default=[], metavar="HOST",
                     help="another host that may have the password, if the server sends on to it")  # fmt: skip
    dav.add_argument("--allow-http", action="store_true", help="allow another machine without encryption")


def _add_export(commands: Commands) -> None:
    one = _command(
        commands, "export", "Write contacts to a file, or to standard output: all of them, or those that match."
    )
    one.add_argument("file", nargs="?", default="-", metavar="FILE", help="where to; standard output by default")
    one.add_argument("--format", choices=EXPORT_FORMATS, help="by default what the name of the file says, else vcard")
    one.add_argument("--vcard-version", choices=("2.1", "3.0", "4.0"), help="of vCards; 3.0 by default")
    one.add_argument(
        "--profile",
        choices=("apple", "plain", "google", "google-older", "outlook"),
        help="of vCards: apple or plain; of CSV: google, google-older or outlook",
    )
    one.add_argument("--query", type=_text, metavar="WORDS", help="only contacts that have all of these words")
    one.add_argument("--tag", type=_text, help="only contacts with this tag")
    one.add_argument("--favorites", action="store_true", help="only favorites")
    one.add_argument("--view", metavar="ID", help="only contacts that this view shows")


def _add_reading(commands: Commands) -> None:
    search = _command(commands, "search", "Find contacts.")
    search.add_argument(
        "words", nargs="+", type=_text, metavar="WORD", help="what they all have, in any order, anywhere"
    )
    search.add_argument("--limit", type=_positive, default=20, help="how many to show at most (%(default)s)")
    birthdays = _command(commands, "birthdays", "Show whose birthday is next.")
    birthdays.add_argument("--days", type=_days, default=30, help="how many days ahead, up to 366 (%(default)s)")


def _command(commands: Commands, name: str, what: str) -> Parser:
    parser = commands.add_parser(name, help=what, description=what, epilog=_EXIT_CODES)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def _text(argument: str) -> str:
    """Return an argument as it was typed: where the system names no encoding, Python has not read it as UTF-8."""
    return os.fsencode(argument).decode(errors="replace")


def _mapping(text: str) -> tuple[str, str]:
    column, separator, member = _text(text).rpartition("=")
    if not separator or not column:
        raise ArgumentTypeError(f"{text!r} is not COLUMN=MEMBER")
    return column, member


def _delimiter(text: str) -> str:
    delimiter = "\t" if text in {"tab", "\\t"} else text
    if len(delimiter) != 1:
        raise ArgumentTypeError(f"{text!r} is not one character")
    return delimiter


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > 366:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 366")
    return int(text)
