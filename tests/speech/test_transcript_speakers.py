"""Who speaks, from a request to a transcript."""

import io
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from common.errors import InvalidInput, Unavailable
from speech.recognition.base import RATE_HZ, Segment
from speech.recognition.speakers.encoder import SIZE, SpeakerEncoder
from speech.transcription import speakers
from speech.transcription.listening import begin, transcribe
from speech.transcription.requests import KnownSpeaker, TranscriptWish, resolve
from tests.audio_files import wav
from tests.speech.recognition.fake_encoder import FakeEncoder
from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser
from tests.speech.recognition.sounds import noise, silence, spoken

pytestmark = pytest.mark.django_db
LOUD, QUIET = 1.0, 0.1


class ByLevel(FakeEncoder):
    """Knows two people by how loud they are."""

    def voices(self, sounds):
        points = np.eye(SIZE, dtype=np.float32)
        return [points[int(np.abs(sound).max(initial=0) > 0.3)] for sound in sounds]


class BySilence(FakeRecogniser):
    """Hears a segment between any two silences."""

    def hear(self, stretches, hearing):
        super().hear(stretches, hearing)
        return [list(self._between(stretch)) for stretch in stretches]

    def _between(self, stretch):
        bounds = [0.0, *(gap.at_seconds for gap in stretch.gaps), stretch.seconds]
        for number, (start, end) in enumerate(pairwise(bounds)):
            yield Segment(number, *stretch.place(start, end), "Some words.")


@pytest.fixture
def recogniser(monkeypatch, settings):
    fake = BySilence("listener")
    put_recognisers(monkeypatch, settings, fake)
    monkeypatch.setattr(speakers, "speaker_encoder", ByLevel)
    return fake


def conversation(*levels):
    """A sentence each, far enough apart to be heard one by one."""
    sentence = spoken() / np.abs(spoken()).max()
    parts = [part for level in levels for part in (level * sentence, silence(2))]
    return io.BytesIO(wav(samples=np.concatenate(parts)[:, None], rate=RATE_HZ))


def wish(**changes):
    return TranscriptWish(model="whisper-1", has_speakers=True, **changes)


def recording(samples):
    return wav(samples=samples[:, None], rate=RATE_HZ)


def test_every_segment_has_its_speaker_in_the_end(recogniser, alice):
    listening = begin(conversation(LOUD, QUIET, LOUD), resolve(wish()), owner=alice)
    assert {segment.speaker for segment in listening.segments()} == {None}
    segments = listening.transcript.segments
    assert [segment.speaker for segment in segments] == ["A", "B", "A"]
    assert [segment.id for segment in segments] == [0, 1, 2]
    assert recogniser.hearings[0].has_word_times, "segments are parted between words"


def test_a_known_speaker_has_a_name(recogniser, alice):
    ann = KnownSpeaker("Ann", recording(0.1 * spoken()))
    request = resolve(wish(known_speakers=(ann,)))
    heard = transcribe(conversation(LOUD, QUIET), request, owner=alice)
    assert [segment.speaker for segment in heard.segments] == ["A", "Ann"]


def test_nobody_asks_and_nobody_is_told(recogniser, alice):
    heard = transcribe(conversation(LOUD, QUIET), resolve(replace(wish(), has_speakers=False)), owner=alice)
    assert {segment.speaker for segment in heard.segments} == {None}
    assert not recogniser.hearings[0].has_word_times


def test_nobody_speaks_and_nobody_is_told(recogniser, alice):
    heard = transcribe(io.BytesIO(recording(silence(3))), resolve(wish()), owner=alice)
    assert heard.segments == ()


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        (recording(silence(3)), "no_speech"),
        (b"no sound at all", "not_audio"),
        (b"", "empty_file"),
        (recording(noise(61)), "too_long"),
    ],
)
def test_a_recording_of_nobody_is_refused_before_anything_is_heard(
    reference, code, recogniser, alice, monkeypatch
):
    monkeypatch.setattr(speakers, "speaker_encoder", FakeEncoder)
    request = resolve(wish(known_speakers=(KnownSpeaker("Ann", reference),)))
    with pytest.raises(InvalidInput) as refused:
        begin(conversation(LOUD), request, owner=alice)
    assert (refused.value.param, refused.value.code) == ("known_speaker_references", code)
    assert recogniser.heard == []


def test_where_the_encoder_lacks_it_is_said_how_to_get_it(recogniser, alice, monkeypatch, tmp_path):
    encoder = SpeakerEncoder(tmp_path, how_to_get="Run `manage.py packs pull speaker-encoder`.")
    monkeypatch.setattr(speakers, "speaker_encoder", lambda: encoder)
    with pytest.raises(Unavailable, match="packs pull speaker-encoder") as refused:
        begin(conversation(LOUD), resolve(wish()), owner=alice)
    assert refused.value.retry_after_seconds
