"""Check a book: ``make verify-book BOOK=... CONTACTS=... CHANGES=...``.

Acts on the deployment that the environment names (AWS credentials and region, CONTACTS_TABLE, CHANGES_TABLE), or on
restored tables. Recomputes everything that is derived in the book and prints what differs, with ids and without
personal data. It only reads, and people may go on writing meanwhile. The exit status is 1 if anything differs, and 2 if
that cannot be told.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

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
        differences = Wiring(settings).book_checker.differences(options.book)
    except (ContactsApiError, SettingError, ClientError, BotoCoreError) as error:
        print(f"{options.book}: {error}", file=sys.stderr)
        return 2
    for sentence in differences:
        print(sentence)
    print(f"{options.book}: {len(differences)} differences", file=sys.stderr)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
