"""An e-book becomes an audiobook whose chapters are heard where their marks are."""

import av
import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from clips.models import Clip
from jobs.models import Job, State
from jobs.runner import run_job
from speak.long_texts import document_of_file, start_long_text
from speech.audio.audiobook import file_blocks
from speech.requests import Wish
from tests.models.test_packs_speak import WHISPER_RATE_HZ, heard_by
from tests.speech.document_builders import chapter_page, epub

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs"), pytest.mark.django_db]
FIRST = "The old lighthouse keeper climbed the stairs every evening."
SECOND = "In the morning seven ships sailed into the harbour."


@pytest.fixture(scope="module")
def whisper(packs):
    from faster_whisper import WhisperModel

    return WhisperModel(str(packs.path("whisper-base")), device="cpu", compute_type="int8", cpu_threads=2)


def test_each_chapter_of_an_ebook_is_heard_between_its_marks(alice, whisper):
    pages = {"1.xhtml": chapter_page("Chapter One", FIRST), "2.xhtml": chapter_page("Chapter Two", SECOND)}
    contents = [("The Keeper", "1.xhtml"), ("The Ships", "2.xhtml")]
    file = ContentFile(epub(pages, contents=contents), name="book.epub")
    wish = Wish(text="", model="kokoro", voice="af_heart", response_format="m4b")
    job = start_long_text(user=alice, document=document_of_file(file), wish=wish)
    run_job(str(job.id))
    ended = Job.objects.get(pk=job.pk)
    assert (ended.state, ended.error) == (State.DONE, "")
    path = default_storage.path(Clip.objects.get(pk=ended.result["audiobook_clip_id"]).file_name)
    samples = np.concatenate(list(file_blocks(path, rate_hz=WHISPER_RATE_HZ)))
    with av.open(path) as book:
        marks = [(mark, float(mark["time_base"])) for mark in book.chapters()]
    assert [mark["metadata"]["title"] for mark, _ in marks] == ["The Keeper", "The Ships"]
    for (mark, base), said in zip(marks, ("lighthouse keeper climbed", "seven ships sailed"), strict=True):
        piece = samples[
            round(mark["start"] * base * WHISPER_RATE_HZ) : round(mark["end"] * base * WHISPER_RATE_HZ)
        ]
        assert set(said.split()) <= set(heard_by(whisper, piece, WHISPER_RATE_HZ))
