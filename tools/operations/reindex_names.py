"""Lists books in the order of names that their locale asks for: ``make reindex-names``.

Acts on the deployment that the environment names (AWS credentials and region, CONTACTS_TABLE). Run it after a release
that raises the version of the collation, and after older code, which wrote keys of the common order only, has run for
a while. It may be interrupted and started again, and contacts may be read and written meanwhile.
"""

from __future__ import annotations

from shared.wiring.process import wiring


def main() -> None:
    """Rewrite what is to be rewritten and print in how many steps."""
    count = wiring().name_orders.bring_all()
    print(f"Done, in {count} steps of at most 49 contacts")


if __name__ == "__main__":
    main()
