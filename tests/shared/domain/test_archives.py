"""An archive that is written by many writers is one that others read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import archives
from shared.domain.archives import Archive, ArchiveTooLargeError, ArchiveWriter

NOON = datetime(2026, 5, 17, 12, 34, 56, tzinfo=UTC)
NAMES = st.lists(
    st.text(st.characters(exclude_characters="/\\:\0", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
    unique=True,
)


def written(files: dict[str, list[bytes]]) -> bytes:
    """Write each part by a writer of its own, which knows only what the one before has said in JSON."""
    content, archive = b"", Archive()
    for name, parts in files.items():
        for number, part in enumerate(parts or [b""]):
            writer = ArchiveWriter(Archive.of_members(json.loads(json.dumps(archive.to_members()))), at=NOON)
            if number == 0:
                writer.begin(name)
            writer.write(part)
            if number == len(parts or [b""]) - 1:
                writer.end()
            content, archive = content + bytes(writer.content), writer.archive
    writer = ArchiveWriter(archive, at=NOON)
    writer.finish()
    return content + bytes(writer.content)


@given(
    NAMES.flatmap(
        lambda names: st.fixed_dictionaries({name: st.lists(st.binary(max_size=300), max_size=4) for name in names})
    )
)
def test_what_is_written_is_read(files: dict[str, list[bytes]]) -> None:
    file = ZipFile(BytesIO(written(files)))
    assert file.testzip() is None
    assert {name: file.read(name) for name in file.namelist()} == {
        name: b"".join(parts) for name, parts in files.items()
    }


def test_files_have_a_time_and_are_compressed() -> None:
    [info] = ZipFile(BytesIO(written({"notes.txt": [b"a" * 10_000, b"b" * 10_000]}))).infolist()
    assert info.date_time == (2026, 5, 17, 12, 34, 56)
    assert info.compress_size < 200


@pytest.mark.parametrize("parts", [[b"a" * 2_000], [b"a" * 900, b"a" * 900]])
def test_what_would_need_another_format_is_refused(monkeypatch: pytest.MonkeyPatch, parts: list[bytes]) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 1_500)
    with pytest.raises(ArchiveTooLargeError):
        written({"notes.txt": parts})
