"""Whether a model is the one that was there before, on this machine or another."""

import os
import shutil

import pytest

from speech.providers.research import versions
from speech.providers.research.versions import version_of


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "model"
    (made / "voices").mkdir(parents=True)
    (made / "config.json").write_text("{}")
    (made / "model.safetensors").write_bytes(bytes(range(256)) * 16)
    (made / "voices" / "anna.wav").write_bytes(b"anna")
    return made


def test_a_copy_is_the_same_whenever_it_was_made(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "elsewhere")
    os.utime(copy / "model.safetensors", (1, 1))
    assert version_of([copy]) == version_of([folder])


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "voices/anna.wav"])
def test_what_is_changed_in_it_makes_it_another(name, folder):
    before = version_of([folder])
    path = folder / name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    os.utime(path, (1, 1))
    assert version_of([folder]) != before


def test_what_comes_and_goes_makes_it_another(folder):
    before = version_of([folder])
    (folder / "voices" / "bert.wav").write_bytes(b"")
    assert version_of([folder]) != before
    (folder / "voices" / "bert.wav").unlink()
    assert version_of([folder]) == before


def test_large_weights_are_known_by_pieces_from_their_beginning_to_their_end(folder, monkeypatch):
    monkeypatch.setattr(versions, "PIECE_BYTES", 16)
    path, found = folder / "model.safetensors", set()
    data = path.read_bytes()
    for number, place in enumerate((0, 1_040, len(data) - 1)):
        path.write_bytes(data[:place] + b"!" + data[place + 1 :])
        os.utime(path, (number, number))
        found.add(version_of([folder]))
    assert len(found) == 3
