"""``contacts import --from``: pulls an address book over CardDAV, from this machine."""

from __future__ import annotations

import os
from argparse import Namespace
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit, urlunsplit

from contacts.carddav.dav import DavServer, basic, bearer
from contacts.carddav.discovery import AddressBook, find_address_books
from contacts.carddav.reading import AddressBookReader
from contacts.commands.access import Access, signed_in
from contacts.commands.outcomes import named, outcomes_json, show_outcomes, why
from contacts.commands.prompting import answer_from, secret_from
from contacts.errors import ContactsError, ExitCode, UsageError
from contacts.pulling.pull import PersonChange, Pull, PullReport
from contacts.pulling.state import pull_state
from contacts.service.imports import ImportOptions, Imports
from contacts.signing_in import keyring_store
from contacts.terminal.output import Output, note
from contacts.terminal.progress import Progress
from contacts.terminal.text import count, plain
from contacts.transport.addresses import server_url
from contacts.transport.connection import Connection

_MARKS = {"new": "+", "changed": "~", "gone": "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An address book, whose user it is, and the server that has it."""

    server: DavServer
    user: str
    book: AddressBook


def run(arguments: Namespace) -> int:
    """Pull what has changed since the last time, and say for whom."""
    url, user = _without_user(server_url(arguments.source, allow_http=arguments.allow_http))
    access = signed_in()
    account_id = access.service.json("GET", "/auth/me")["id"]
    source = _source(arguments, url, user, access.connection)
    output = Output(as_json=arguments.json)
    identity = (access.session.url, account_id, source.book.url, source.user)
    try:
        report = _pull(arguments, access, source, identity, output)
    except (ContactsError, KeyboardInterrupt):
        note("What has been fetched is kept: the same command goes on from here.")
        raise
    output.json({
        "address_book": source.book.url,
        "changes": [asdict(change) for change in report.changes],
        "failed": report.failed,
        "dry_run": arguments.dry_run,
        **outcomes_json(report.import_ids, report.outcomes),
    })  # fmt: skip
    _say(output, source.book.name, report, dry_run=arguments.dry_run)
    if report.problems:
        note(*(f"contacts: {problem}" for problem in report.problems))
        return ExitCode.REFUSED
    return ExitCode.INCOMPLETE if report.failed else ExitCode.DONE


def _pull(
    arguments: Namespace, access: Access, source: Source, identity: tuple[str, ...], output: Output
) -> PullReport:
    options = ImportOptions(duplicates=arguments.duplicates or "merge", dry_run=arguments.dry_run)
    with pull_state(*identity, stays=not arguments.dry_run) as state, Progress() as progress:

        def tell(change: PersonChange) -> None:
            progress.clear()
            output.say(
                f"{_MARKS[change.change]} {plain(change.name)}", *(f"    {plain(each)}" for each in change.differences)
            )

        imports = Imports(access.service, access.connection)
        pull = Pull(AddressBookReader(source.server, source.book), state, imports, options)
        return pull.run(progress.of(f"fetching {plain(source.book.name)}"), progress.of("importing"), tell)


def _source(arguments: Namespace, url: str, user: str, connection: Connection) -> Source:
    """Return the address book that the command line names. Raises UsageError if it could be one of several."""
    user = arguments.user or user or ("" if arguments.oauth else answer_from("Your name there: ", "--user"))
    secret = _secret(arguments, user, url)
    authorization = bearer(secret) if arguments.oauth else basic(user, secret)
    server = DavServer(url, authorization, connection, trusted=arguments.trust)
    books = find_address_books(server)
    if arguments.remember and not keyring_store.keep(_keyring_name(user, url), secret):
        note("There is no keyring here that could remember the password.")
    return Source(server=server, user=user, book=_chosen(books, arguments.book))


def _chosen(books: list[AddressBook], name: str | None) -> AddressBook:
    chosen = [book for book in books if name in {None, book.name, book.url}]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(f"{plain(book.name)!r}" for book in books)
    if not chosen:
        raise UsageError(f"There is no address book {name!r}; there are {names}.")
    if name is None:
        raise UsageError(f"There are several address books: choose one with --book: {names}.")
    raise UsageError(f"Several address books are called {name!r}: name one by its address, as --from or --book.")


def _secret(arguments: Namespace, user: str, url: str) -> str:
    """Return the password from where it is said to be. With ``--remember`` the user is asked, also for a new one."""
    given = None
    if not arguments.password_stdin:
        given = os.environ.get("CONTACTS_CARDDAV_PASSWORD")
        if not given and not arguments.remember:
            given = keyring_store.find(_keyring_name(user, url))
    return given or secret_from(f"Password of {user} at {urlsplit(url).netloc}: ", from_stdin=arguments.password_stdin)


def _keyring_name(user: str, url: str) -> str:
    return f"carddav {user} {urlsplit(url).netloc}"


def _without_user(url: str) -> tuple[str, str]:
    """Split the user off a URL such as ``https://ada@dav.example.com``."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=host)), user


def _say(output: Output, book: str, report: PullReport, *, dry_run: bool) -> None:
    if not report.changes and not report.import_ids:
        output.say(f"Nothing has changed in {plain(book)} since the last time.")
        return
    gone = sum(change.change == "gone" for change in report.changes)
    if gone:
        output.say(f"{count(gone, 'person is', 'people are')} gone from {plain(book)}, and kept in your contacts.")
    if report.outcomes:
        failures = [f"{named(row)}: {why(row)}" for row in report.failed]
        show_outcomes(output, report.outcomes, failures, dry_run=dry_run)
