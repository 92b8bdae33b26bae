"""The real speaker encoder: voices are told apart, and known again."""

import io

import numpy as np
import pytest
import soxr

from speech.engine_pool import pool
from speech.engines.base import PassageRequest
from speech.recognition.base import RATE_HZ
from speech.recognition.speakers.diarise import speakers_of
from speech.transcription.listening import transcribe
from speech.transcription.requests import KnownSpeaker, TranscriptWish, resolve
from speech.transcription.speakers import speaker_encoder
from tests.audio_files import wav

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]
VOICES = (
    ("kokoro", "af_heart"),
    ("kokoro", "am_michael"),
    ("piper", "en_US-joe-medium"),
    ("espeak", "en-GB"),
)
SENTENCES = (
    "Somebody left a green umbrella in the hall, and nobody knows whose it is.",
    "The new library opens on Thursday, with a reading for children in the afternoon.",
    "My grandmother used to bake a cake with walnuts and honey every Sunday.",
    "Have you heard anything from your brother since he moved to the north last winter?",
)


@pytest.fixture(scope="module")
def said(packs):
    """Two sentences in each voice, never those of its neighbour: what is said twice may be heard once."""
    return {
        voice: [_said(*voice, sentence) for sentence in SENTENCES[number % 2 * 2 :][:2]]
        for number, voice in enumerate(VOICES)
    }


def _said(engine, voice, text):
    with pool().use(engine) as speaking:
        block = np.concatenate(list(speaking.synthesize(PassageRequest(text, voice))))
        return soxr.resample(block, speaking.sample_rate_hz(voice), RATE_HZ).astype(np.float32)


def test_a_recording_finds_its_own_voice(said):
    encoder = speaker_encoder()
    first = np.stack([encoder.voice(sounds[0]) for sounds in said.values()])
    second = np.stack([encoder.voice(sounds[1]) for sounds in said.values()])
    alike = first @ second.T
    others = alike[~np.eye(len(alike), dtype=bool)]
    assert list(alike.argmax(axis=1)) == list(range(len(alike)))
    assert alike.diagonal().min() > 0.8
    assert others.max() < alike.diagonal().min() - 0.05


def test_a_quiet_recording_is_the_same_voice(said):
    [sound, _] = said[VOICES[0]]
    encoder = speaker_encoder()
    assert encoder.voice(sound) @ encoder.voice(0.01 * sound) > 0.98


def test_as_many_speakers_are_found_as_speak(said):
    encoder = speaker_encoder()
    for count in range(1, len(VOICES) + 1):
        points = np.stack([point for voice in VOICES[:count] for point in encoder.voices(said[voice])])
        assert len(set(speakers_of(points, np.full(len(points), 4.0)).tolist())) == count


@pytest.mark.django_db
def test_a_conversation_tells_who_speaks_and_knows_whose_voice_was_sent(said, alice):
    heart, michael = said[VOICES[0]], said[VOICES[1]]
    turns = [heart[0], michael[1], heart[1], michael[0]]
    sound = np.concatenate([part for turn in turns for part in (turn, np.zeros(RATE_HZ // 4, np.float32))])
    known = KnownSpeaker("Michael", _file(michael[1]))
    wish = TranscriptWish(model="whisper-1", language="en", has_speakers=True, known_speakers=(known,))
    heard = transcribe(io.BytesIO(_file(sound)), resolve(wish), owner=alice)
    words = {segment.text: segment.speaker for segment in heard.segments}
    for word, speaker in (("umbrella", "A"), ("brother", "Michael"), ("library", "A"), ("honey", "Michael")):
        assert {who for text, who in words.items() if word in text} == {speaker}, words


def _file(samples):
    return wav(samples=samples[:, None], rate=RATE_HZ)
