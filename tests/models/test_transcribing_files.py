"""A file through a job and the real Whisper: the words, their times, and subtitles."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from speech.timing import words_of
from tests import audio_files
from tests.transcribe.builders import done, fresh
from tests.voices import joe_says
from transcribe.downloads import download
from transcribe.uploads import start_transcriptions
from transcribe.wishes import Asked

pytestmark = [pytest.mark.models, pytest.mark.django_db]
SAID = "The river was high that morning, and the ferry had not come."


def test_what_is_said_is_written_with_the_time_of_every_word(alice, packs):
    samples, rate_hz = joe_says(packs, SAID)
    file = SimpleUploadedFile("river.wav", audio_files.wav(samples=samples[:, None], rate=rate_hz))
    started = start_transcriptions(user=alice, files=[file], asked=Asked())
    assert done(started.job).state == "done"
    transcript = fresh(started.transcripts[0])
    entry = transcript.entry
    heard = {entry.text[word.start : word.end].lower() for word in words_of(entry.text)}
    assert {"river", "high", "morning", "ferry"} <= heard
    assert entry.language == "en"
    begins = [begin for _, _, begin, _ in entry.timings]
    assert begins == sorted(begins)
    assert 0 <= begins[0] < begins[-1] < len(samples) / rate_hz
    assert "river" in download(transcript, "srt").content.decode().lower()
