"""Titles become names that every system takes, each once."""

import pytest

from common.file_names import STEM_MAX_BYTES, stem_of_title, unused


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Good morning …", "Good morning"),
        ("a/b\\c: d?", "a-b-c- d-"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("...", "entry"),
        ("", "entry"),
        ("con", "con-"),
        ("LPT1.backup", "LPT1.backup-"),
        ("Contents", "Contents"),
        ("Päivää 你好", "Päivää 你好"),
        ("fox\u202egpj", "fox-gpj"),
        ("tab\tand\nline", "tab-and-line"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title, stem):
    assert stem_of_title(title, otherwise="entry") == stem


def test_a_long_title_is_cut_between_its_letters():
    stem = stem_of_title("語" * 200, otherwise="entry")
    assert stem == "語" * (STEM_MAX_BYTES // 3)


def test_each_name_comes_out_once_whatever_its_case():
    taken: dict[str, int] = {}
    titles = ["Fox", "fox", "Fox (2)", "FOX", "Hen"]
    assert [unused(title, taken) for title in titles] == ["Fox", "fox (2)", "Fox (2) (2)", "FOX (3)", "Hen"]


def test_of_many_that_are_called_the_same_each_is_named_at_once():
    taken: dict[str, int] = {}
    names = [unused("Untitled", taken) for _ in range(20_000)]
    assert len(set(names)) == 20_000
    assert names[-1] == "Untitled (20000)"
