"""Texts read aloud by the site's own voices, heard by its own recogniser, scored."""

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dictation.attempts.answers import Answer
from dictation.attempts.hearing import submit_spoken
from speech.engine_pool import pool
from speech.pipeline import SpeechRequest, record
from tests import audio_files
from tests.dictation.builders import make_item

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs"), pytest.mark.django_db]
ENGLISH = "The train leaves at ten o'clock, so we should walk to the station now."


def read_aloud(text: str, voice: str, language: str) -> SimpleUploadedFile:
    recording = record(SpeechRequest(text, "kokoro", voice, language), pool=pool())
    samples = np.concatenate(list(recording.blocks)).reshape(-1, 1)
    return SimpleUploadedFile("said.wav", audio_files.wav(samples=samples, rate=recording.rate_hz))


def shadowed(user, item, said: str, voice: str):
    recording = read_aloud(said, voice, item.locale)
    return submit_spoken(user=user, item=item, recording=recording, answer=Answer())


def test_a_text_read_well_is_right_and_half_of_it_is_not(alice):
    item = make_item(alice, text=ENGLISH, locale="en-US")
    whole = shadowed(alice, item, ENGLISH, "af_heart")
    assert whole.percentage >= 90, whole.text
    half = shadowed(alice, item, "The train leaves at ten o'clock.", "af_heart")
    assert 30 <= half.percentage <= 60, half.text
    assert half.deletions >= 6


def test_other_languages_are_heard_as_themselves(alice):
    text = "Mañana vamos a la playa con nuestros amigos."
    spanish = shadowed(alice, make_item(alice, text=text, locale="es-ES"), text, "ef_dora")
    assert spanish.percentage >= 85, spanish.text
