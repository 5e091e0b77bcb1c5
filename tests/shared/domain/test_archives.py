"""An archive that is written by many writers is one that others read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
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


File = list[bytes] | bytes
"""A file in parts, or a whole one."""


class Pen:
    """Lets each part be written by a writer of its own, which knows only what the one before has said in JSON."""

    def __init__(self, *, at_byte: int = 0) -> None:
        self.content, self.records = b"", b""
        self.archive = Archive(size_bytes=at_byte)

    def write(self, act: Callable[[ArchiveWriter], object]) -> None:
        writer = ArchiveWriter(Archive.of_members(json.loads(json.dumps(self.archive.to_members()))), at=NOON)
        act(writer)
        self.content += bytes(writer.content)
        self.records += bytes(writer.records)
        self.archive = writer.archive

    def add(self, name: str, file: File) -> None:
        if isinstance(file, bytes):
            self.write(lambda writer: writer.add(name, file))
            return
        self.write(lambda writer: writer.begin(name))
        for part in file:
            self.write(lambda writer, part=part: writer.write(part))  # type: ignore[misc]
        self.write(lambda writer: writer.end())

    def finish(self) -> bytes:
        self.write(lambda writer: writer.finish(self.records))
        return self.content


def written(files: Mapping[str, File]) -> bytes:
    pen = Pen()
    for name, file in files.items():
        pen.add(name, file)
    return pen.finish()


@given(
    NAMES.flatmap(
        lambda names: st.fixed_dictionaries(
            {name: st.lists(st.binary(max_size=300), max_size=4) | st.binary(max_size=300) for name in names}
        )
    )
)
def test_what_is_written_is_read(files: dict[str, File]) -> None:
    file = ZipFile(BytesIO(written(files)))
    assert file.testzip() is None
    assert {name: file.read(name) for name in file.namelist()} == {
        name: file if isinstance(file, bytes) else b"".join(file) for name, file in files.items()
    }


def test_files_have_a_time_and_are_compressed() -> None:
    [info] = ZipFile(BytesIO(written({"notes.txt": [b"a" * 10_000, b"b" * 10_000]}))).infolist()
    assert info.date_time == (2026, 5, 17, 12, 34, 56)
    assert info.compress_size < 200


def test_a_whole_file_is_kept_as_it_is_with_its_sizes_before_it() -> None:
    content = written({"photos/1.jpg": b"a" * 1_000})
    [info] = ZipFile(BytesIO(content)).infolist()
    assert (info.compress_size, info.file_size, info.flag_bits & 8) == (1_000, 1_000, 0)
    assert b"a" * 1_000 in content


def test_what_a_writer_knows_does_not_grow_with_the_archive() -> None:
    pen = Pen()
    pen.add("0", b"")
    size = len(json.dumps(pen.archive.to_members()))
    for number in range(1, 10):
        pen.add(f"{number}", b"")
    assert len(json.dumps(pen.archive.to_members())) - size < 4


@pytest.mark.parametrize("count", [65_534, 65_535, 65_536])
def test_an_archive_may_have_any_number_of_files(count: int) -> None:
    writer = ArchiveWriter(Archive(), at=NOON)
    for number in range(count):
        writer.add(f"{number}", b"x")
    writer.finish(bytes(writer.records))
    names = ZipFile(BytesIO(bytes(writer.content))).namelist()
    assert (len(names), names[-1]) == (count, f"{count - 1}")
    has_end_of_zip64 = b"PK\x06\x06" in writer.content
    assert has_end_of_zip64 == (count >= 65_535), "Python's reader does not look at the count, others do"


@pytest.mark.parametrize("start", [2**32 - 100, 2**32 - 2, 2**32 - 1, 2**32, 2**33])
def test_an_archive_may_have_more_than_4_gib(tmp_path: Path, start: int) -> None:
    """The file is sparse: what stands before these files is a hole."""
    pen = Pen(at_byte=start)
    pen.add("notes.txt", [b"notes"])
    pen.add("photos/1.jpg", b"photo")
    with (tmp_path / "large.zip").open("wb") as file:
        file.seek(start)
        file.write(pen.finish())
    read = ZipFile(tmp_path / "large.zip")
    assert read.testzip() is None
    assert [info.header_offset >= start for info in read.infolist()] == [True, True]
    assert {name: read.read(name) for name in read.namelist()} == {"notes.txt": b"notes", "photos/1.jpg": b"photo"}


@pytest.mark.parametrize("parts", [[b"a" * 2_000], [b"a" * 900, b"a" * 900]])
def test_a_file_of_4_gib_is_refused(monkeypatch: pytest.MonkeyPatch, parts: list[bytes]) -> None:
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 1_500)
    with pytest.raises(ArchiveTooLargeError, match=r"^notes\.txt$"):
        written({"notes.txt": parts})
