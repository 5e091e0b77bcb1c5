"""Check a book: ``make verify-book BOOK=... CONTACTS=... CHANGES=...``.

Acts on the deployment that the environment names (AWS credentials and region, CONTACTS_TABLE, CHANGES_TABLE, and
SNAPSHOTS_BUCKET for the snapshot), or on restored tables. Recomputes everything that is derived in the book, takes its
snapshot again from scratch, and prints what differs, with ids and without personal data. It only reads, and people may
go on writing meanwhile. The exit status is 1 if anything differs, and 2 if that cannot be told.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import ContactsApiError
from shared.settings import SettingError, Settings
from shared.wiring.process import Wiring


def main(arguments: list[str] | None = None, *, environment: Mapping[str, str] = os.environ) -> int:
    """Check the book that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.operations.verify_book", description="Check a book.")
    parser.add_argument("book", help="its id, which is that of the account")
    options = parser.parse_args(arguments)
    # botocore, as it finds the operator's credentials wherever boto3 does.
    settings = Settings({"EPHEMERAL_TABLE": "-", **environment, "AWS_TRANSPORT": "botocore"})
    try:
        wiring = Wiring(settings)
        differences = [*wiring.book_checker.differences(options.book), *_of_the_snapshot(wiring, options.book)]
    except (ContactsApiError, SettingError, ClientError, BotoCoreError) as error:
        print(f"{options.book}: {error}", file=sys.stderr)
        return 2
    for sentence in differences:
        print(sentence)
    print(f"{options.book}: {len(differences)} differences", file=sys.stderr)
    return 1 if differences else 0


def _of_the_snapshot(wiring: Wiring, book_id: str) -> Sequence[str]:
    """Return what is wrong with the book's snapshot, if the environment says where that is."""
    if not wiring.settings.environment.get("SNAPSHOTS_BUCKET"):
        print(f"{book_id}: its snapshot is not checked, since SNAPSHOTS_BUCKET is not set", file=sys.stderr)
        return ()
    return wiring.searches.snapshot_checker.differences(book_id)


if __name__ == "__main__":
    sys.exit(main())
