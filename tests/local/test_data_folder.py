from __future__ import annotations

import stat
from pathlib import Path

import pytest

from local.data_folder import DataFolder
from local.signing_keys import CLOUDINARY, NAMES, load_signing_keys
from shared.domain.keyrings import Keyring


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


def test_git_does_not_see_it(data: DataFolder) -> None:
    assert (data.path / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize(("size", "kept"), [(10_000_000, True), (10_000_001, False)])
def test_the_log_goes_on_until_it_has_outgrown_its_bound(data: DataFolder, size: int, kept: bool) -> None:
    data.log.write_bytes(b"x" * size)
    with data.open_log() as log:
        log.write(b"new")
    assert data.log.stat().st_size == (size if kept else 0) + 3


def test_the_log_begins_empty(data: DataFolder) -> None:
    with data.open_log() as log:
        assert log.tell() == 0


def test_creating_it_again_changes_nothing(data: DataFolder) -> None:
    data.write("a.json", {"a": 1})
    (data.path / ".gitignore").write_text("# own\n", encoding="utf-8")
    data.create()
    assert data.read("a.json") == {"a": 1}
    assert (data.path / ".gitignore").read_text(encoding="utf-8") == "# own\n"


def test_only_its_owner_reads_it(data: DataFolder) -> None:
    data.write("a.json", {"a": 1})
    assert stat.S_IMODE(data.path.stat().st_mode) == 0o700
    assert stat.S_IMODE((data.path / "a.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "{", "[1]", '"text"'])
def test_a_file_that_is_not_whole_counts_as_missing(data: DataFolder, content: str) -> None:
    assert data.read("a.json") == {}
    (data.path / "a.json").write_text(content, encoding="utf-8")
    assert data.read("a.json") == {}


def test_keys_are_made_once_and_differ(data: DataFolder) -> None:
    keys = load_signing_keys(data)
    assert set(keys) == {*NAMES, CLOUDINARY}
    assert len(set(keys.values())) == len(keys)
    assert load_signing_keys(data) == keys


def test_a_missing_key_is_added_and_the_others_stay(data: DataFolder) -> None:
    data.write("secrets.json", {"jwt-keys": "k9:own"})
    keys = load_signing_keys(data)
    assert keys["jwt-keys"] == "k9:own"
    assert keys["mail-keys"].startswith("k1:")
    assert load_signing_keys(data) == keys


def test_a_key_is_what_the_product_reads(data: DataFolder) -> None:
    keys = load_signing_keys(data)
    for name in NAMES:
        Keyring.parse(keys[name])


def test_nobody_has_asked_to_empty_a_new_one(data: DataFolder) -> None:
    assert not data.is_to_be_emptied


def test_it_is_emptied_when_somebody_has_asked_for_it(data: DataFolder) -> None:
    data.write("demo.json", {"a": 1})
    data.pictures.mkdir()
    (data.pictures / "a.picture").touch()
    (data.path / "lock").touch()
    data.ask_to_empty()
    assert data.is_to_be_emptied
    data.empty()
    assert sorted(path.name for path in data.path.iterdir()) == [".gitignore", "lock"]


def test_a_run_that_dies_while_it_empties_the_folder_leaves_the_rest_to_the_next(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data.path / "a").mkdir()
    (data.path / "b").touch()
    data.ask_to_empty()

    def die(path: Path) -> None:
        raise OSError(path)

    monkeypatch.setattr("local.data_folder.shutil.rmtree", die)
    with pytest.raises(OSError, match="a"):
        data.empty()
    assert data.is_to_be_emptied
