"""What the file is called."""

import pytest

from tests.speak.conversions.builders import asked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("greeting.wav", "greeting.wav"),
        ("../../etc/passwd", "passwd.wav"),
        ("C:\\temp\\a.WAV", "a.wav"),
        ("päivää", "päivää.wav"),
        ("a\x00b\r\nc", "a-b--c.wav"),
        ("con", "con-.wav"),
        ("x" * 200, "x" * 200 + ".wav"),
        ("ä" * 150, "ä" * 100 + ".wav"),
        ("half \ud800 of one", "half  of one.wav"),
    ],
)
def test_its_name_is_safe_wherever_it_is_saved(api, sent, name):
    assert asked(api, custom_filename=sent)["filename"] == name


@pytest.mark.parametrize("sent", ["..", "/", ".wav", "  "])
def test_a_name_of_which_nothing_is_left_is_none(api, sent):
    found = asked(api, custom_filename=sent)
    assert found["filename"] == f"speech-{found['conversion_id']}.wav"
