"""What every store asks of a commit before it writes any of it."""

from __future__ import annotations

from shared.domain import documents
from shared.services.ports.commits import MAX_COMMIT_BYTES, MAX_WRITES_PER_COMMIT, Commit

MAX_ITEMS_PER_COMMIT = 100
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html"""


class InvalidCommitError(ValueError):
    """The commit can never be written: whoever made it has a bug."""


def check_commit(commit: Commit) -> None:
    """Raise InvalidCommitError for a commit with too few or too many writes, gaps between them, or too much in them."""
    count = len(commit.writes)
    items = 1 + 2 * count + (commit.labels is not None) + (commit.receipt is not None)
    if not 1 <= count <= MAX_WRITES_PER_COMMIT or items > MAX_ITEMS_PER_COMMIT:
        raise InvalidCommitError(f"{count} writes, {items} items")
    first = commit.base.revision + 1
    if [write.contact.revision for write in commit.writes] != list(range(first, first + count)):
        raise InvalidCommitError(f"the revisions do not follow {commit.base.revision}")
    if len({write.contact.id for write in commit.writes}) < count:
        raise InvalidCommitError("two writes of one contact")
    if (size := _size_bytes(commit)) > MAX_COMMIT_BYTES:
        raise InvalidCommitError(f"{size} bytes")


def _size_bytes(commit: Commit) -> int:
    """Return about how many bytes a commit writes: every contact, the version that it replaces, and the label list."""
    versions = [version for write in commit.writes for version in (write.contact, write.previous) if version]
    labels = commit.labels.names if commit.labels else {}
    return sum(documents.size_bytes(version.document) for version in versions) + sum(
        len(label_id) + len(name.encode()) for label_id, name in labels.items()
    )
