"""``contacts import``: a file, or with ``--from`` an address book on a CardDAV server."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from contacts.commands.access import signed_in
from contacts.commands.outcomes import named, outcomes_json, show_outcomes, why
from contacts.errors import ContactsError, ExitCode, UsageError
from contacts.service.imports import MAX_FILE_BYTES, ImportOptions, ImportResult, Imports, ImportStatus
from contacts.terminal.output import Output, note
from contacts.terminal.progress import Progress


def run(arguments: Namespace) -> int:
    """Import what the command line names: a file, an address book, or what an earlier command began."""
    if sum(bool(one) for one in (arguments.file, arguments.source, arguments.resume)) != 1:
        raise UsageError("Name one of the three: a file, --from with the address of a server, or --resume.")
    if arguments.source:
        from contacts.commands.carddav_import import run as pull  # noqa: PLC0415 - files need none of it

        return pull(arguments)
    access = signed_in()
    imports = Imports(access.service, access.connection)
    import_id = arguments.resume or _start(imports, arguments)
    result = _follow(imports, import_id)
    rows = list(imports.rows(import_id)) if arguments.rows else list(result.failed)
    _show(Output(as_json=arguments.json), result.status, rows, as_table=arguments.rows)
    if result.status.state != "done":
        ended = "The import failed." if result.status.state == "failed" else f"The import was {result.status.state}."
        note(f"contacts: {ended} {result.status.problem}".rstrip())
        return ExitCode.REFUSED
    return ExitCode.INCOMPLETE if result.failed else ExitCode.DONE


def _start(imports: Imports, arguments: Namespace) -> str:
    content = _content(arguments.file)
    options = ImportOptions(
        format=arguments.format,
        mapping=dict(arguments.mapping),
        encoding=arguments.encoding,
        delimiter=arguments.delimiter or "",
        date_order=arguments.date_order.replace("-", "_"),
        duplicates=arguments.duplicates or "skip",
        dry_run=arguments.dry_run,
    )
    return imports.start(content, imports.upload(content), options, idempotency_key=str(uuid4()))


def _content(name: str) -> bytes:
    try:
        content = sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from error
    if not content:
        raise UsageError(f"{name} is empty." if name != "-" else "There is nothing on standard input.")
    if len(content) > MAX_FILE_BYTES:
        raise UsageError("The file is longer than 50 MiB: split it.")
    return content


def _follow(imports: Imports, import_id: str) -> ImportResult:
    """Show an import's progress to its end. If this stops before, the user learns how to see the rest."""
    try:
        with Progress() as progress:
            return imports.follow(import_id, progress.of("importing"))
    except (ContactsError, KeyboardInterrupt):
        note(f"The import goes on without you: `contacts import --resume {import_id}` shows what becomes of it.")
        raise


def _show(output: Output, status: ImportStatus, rows: Sequence[Mapping[str, Any]], *, as_table: bool) -> None:
    output.json({**outcomes_json([status.id], status.outcomes), **_how(status), "rows": rows})
    if as_table:
        lines = [(row["row"], row["name"], row["outcome"], why(row)) for row in rows]
        output.table(lines, header=("ROW", "NAME", "OUTCOME", "WHY"))
    failures = [] if as_table else [f"row {row['row']}, {named(row)}: {why(row)}" for row in rows]
    show_outcomes(output, status.outcomes, failures, dry_run=status.dry_run)


def _how(status: ImportStatus) -> dict[str, Any]:
    told = {"state": status.state, "problem": status.problem or None, "dry_run": status.dry_run}
    return {**told, "table": status.table} if status.table else told
