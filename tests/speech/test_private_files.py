import shutil
from pathlib import Path

from speech.private_files import bytes_below, files_below


def three_folders(folder: Path) -> None:
    for name in ("one", "two", "three"):
        (folder / name).mkdir()
        (folder / name / "sound.kept").write_bytes(b"12345")
        (folder / name / "sound.draft").write_bytes(b"1")


def test_files_are_told_by_their_suffix_and_size(tmp_path: Path):
    three_folders(tmp_path)
    found = {path.relative_to(tmp_path).as_posix() for path, _ in files_below(tmp_path, ".kept")}
    assert found == {"one/sound.kept", "two/sound.kept", "three/sound.kept"}
    assert bytes_below(tmp_path, ".kept") == 15
    assert bytes_below(tmp_path) == 18


def test_folders_that_are_removed_meanwhile_are_passed_over(tmp_path: Path):
    three_folders(tmp_path)
    found = files_below(tmp_path, ".kept")
    first, _ = next(found)
    for folder in tmp_path.iterdir():
        shutil.rmtree(folder)
    assert list(found) == []
    assert first.name == "sound.kept"


def test_a_folder_that_never_was_is_empty(tmp_path: Path):
    assert bytes_below(tmp_path / "none") == 0
