"""`manage.py say` with the real voices: what is written is what is heard."""

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from speech.audio.decode import AudioFile
from tests.models.test_packs_speak import heard_by

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]


@pytest.fixture(scope="module")
def whisper(packs):
    from faster_whisper import WhisperModel

    return WhisperModel(str(packs.path("whisper-base")), device="cpu", compute_type="int8", cpu_threads=2)


def samples_of(path):
    with AudioFile(path) as file:
        blocks = list(file.blocks())
    return np.concatenate([block.samples[:, 0] for block in blocks]), blocks[0].rate_hz


@pytest.mark.parametrize("name", ["speech.mp3", "speech.wav", "speech.opus"])
def test_kokoro_says_it_in_any_format(tmp_path, whisper, name):
    path = tmp_path / name
    call_command("say", "Dr. Smith paid $20. Was it worth it?", output=path)
    heard = heard_by(whisper, *samples_of(path))
    # Whisper writes “Dr.” and “$20” its own way; these it can't.
    assert {"smith", "paid", "was", "it", "worth"} <= set(heard)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("model", "voice"), [("piper", None), ("espeak", None), ("kokoro", "af_heart+am_adam")]
)
def test_every_engine_says_something(tmp_path, model, voice):
    path = tmp_path / "speech.flac"
    call_command("say", "Hello there, my friend.", output=path, model=model, voice=voice)
    samples, rate_hz = samples_of(path)
    assert 0.8 < len(samples) / rate_hz < 4
    assert abs(samples).max() > 0.05


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"voice": "nobody"}, "no voice called"),
        ({"speed": 9.0}, "0.25 to 4"),
        ({"model": "nothing"}, "does not exist"),
        ({"voice": "af_heart(2"}, "blend"),
    ],
)
def test_a_refusal_is_a_sentence_and_leaves_no_file(tmp_path, arguments, says):
    with pytest.raises(CommandError, match=says):
        call_command("say", "Hello.", output=tmp_path / "speech.mp3", **arguments)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ending_names_those_there_are(tmp_path):
    with pytest.raises(CommandError, match="mp3"):
        call_command("say", "Hello.", output=tmp_path / "speech.doc")
