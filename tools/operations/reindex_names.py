"""Rewrites the sort keys of contacts made by an older collation: ``make reindex-names``.

Acts on the deployment that the environment names (AWS credentials and region, CONTACTS_TABLE). Run it after a release
that raises the collation version: until then, contacts with older keys are sorted separately.
"""

from __future__ import annotations

from shared.wiring.process import wiring


def main() -> None:
    """Rewrite the outdated keys and print how many there were."""
    count = wiring().name_index.rebuild()
    print(f"{count} name keys rewritten")


if __name__ == "__main__":
    main()
