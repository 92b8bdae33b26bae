"""Real voices, listened to by the real recogniser."""

from types import SimpleNamespace

import numpy as np
import pytest
import soxr

from speech.engine_pool import pool
from speech.pipeline import SpeechRequest, passages_of, record
from speech.proofing import Kind, Proof, Proofreader
from speech.proofing.phonemes import sounds_of
from speech.recognition.base import RATE_HZ
from speech.transcription.ear import ear
from speech.transcription.requests import TranscriptWish, resolve

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]
VOICES = [("kokoro", "af_heart"), ("piper", "en_US-joe-medium")]
TEXT = (
    "The old ferry left at 9:30 with 36 passengers. Nobody on board had expected the storm. "
    "By evening the harbour was full of broken glass."
)


def proof_of(said: str, engine: str, voice: str) -> Proof:
    asked = SpeechRequest(TEXT, engine, voice, "en-US")
    # Without a seed Piper draws other noise each time, and other words are misheard.
    recording = record(SpeechRequest(said, engine, voice, "en-US", seed=1), pool=pool())
    samples = soxr.resample(np.concatenate(list(recording.blocks)), recording.rate_hz, RATE_HZ)
    transcription = resolve(TranscriptWish(model="whisper-1", language="en"))
    with ear(transcription, owner=SimpleNamespace(pk=1)) as hear:
        passages = passages_of(asked, pool=pool())
        reader = Proofreader(TEXT, passages, language="en-US", hear=hear, sounds=sounds_of("en-US"))
        return reader.read(samples.astype(np.float32))


@pytest.mark.parametrize(("engine", "voice"), VOICES)
def test_what_says_its_text_is_clean(engine, voice):
    proof = proof_of(TEXT, engine, voice)
    assert not proof.is_doubtful, proof
    assert proof.wer < 0.1


@pytest.mark.parametrize(("engine", "voice"), VOICES)
def test_a_dropped_sentence_is_found(engine, voice):
    proof = proof_of(TEXT.replace("Nobody on board had expected the storm. ", ""), engine, voice)
    doubts = [each for each in proof.differences if each.is_doubtful]
    assert [each.kind for each in doubts] == [Kind.MISSING]
    assert "expected the storm" in doubts[0].written


def test_another_number_and_a_clause_said_twice_are_found():
    said = TEXT.replace("36", "63").replace("of broken glass", "of broken glass of broken glass")
    doubts = [each for each in proof_of(said, *VOICES[1]).differences if each.is_doubtful]
    assert [(each.kind, each.written) for each in doubts] == [(Kind.CHANGED, "36"), (Kind.EXTRA, "")]
