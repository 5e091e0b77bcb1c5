"""Rewrites the sort keys of contacts that an older collation made: ``make reindex-names``.

Works on the deployment that the environment names (AWS credentials and region, CONTACTS_TABLE). Run it after a release
that raises the version of the collation: until then, contacts with older keys are listed apart.
"""

from __future__ import annotations

from shared.wiring.process import wiring


def main() -> None:
    """Rewrite what is outdated and say how much that was."""
    count = wiring().name_index.rebuild()
    print(f"{count} name keys rewritten")


if __name__ == "__main__":
    main()
