"""What is said in a sample, and what may be written over it."""

import pytest
from django.core.files.base import ContentFile

from common.errors import Conflict
from jobs.models import Job, State
from jobs.runner import run_job
from profiles.models import Sample
from profiles.samples.hearing import ask_again
from profiles.samples.measuring import is_measured
from profiles.samples.services import change_sample, remove_sample
from profiles.samples.tasks import measure_samples
from speech.engines.errors import EngineUnavailable
from speech.read_aloud import corrected, read_of
from speech.reading_texts import READING_TEXTS, offered_texts, reading_text
from tests.profiles.samples.builders import make_profile, make_sample, recording
from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser
from tests.transcribe.builders import sound

pytestmark = pytest.mark.django_db
READ = "Every morning I choose a different way. Sometimes I cross the bridge, slowly. Why hurry? It is late."


@pytest.fixture
def fake(monkeypatch, settings) -> FakeRecogniser:
    recogniser = FakeRecogniser()
    put_recognisers(monkeypatch, settings, recogniser)
    return recogniser


def spoken(seconds: float = 4.0) -> ContentFile:
    return ContentFile(sound(seconds).read(), name="ada.wav")


def run_jobs() -> None:
    for job in Job.objects.active():
        run_job(str(job.pk))


def fresh(sample: Sample) -> Sample:
    return Sample.objects.select_related("clip").get(pk=sample.pk)


def test_what_is_said_is_written_down(alice, fake):
    sample = make_sample(make_profile(alice), file=spoken())
    run_jobs()
    assert fresh(sample).transcript.startswith("one two three")
    assert fresh(sample).language == "en"
    assert not fresh(sample).is_transcript_edited


def test_only_what_is_left_of_it_is_heard(alice, fake):
    sample = make_sample(make_profile(alice), file=spoken(8.0))
    change_sample(sample=sample, trim_start_seconds=6.0)
    run_jobs()
    assert fresh(sample).transcript == "one two"


def test_what_its_owner_wrote_meanwhile_stays(alice, fake):
    sample = make_sample(make_profile(alice), file=spoken())
    change_sample(sample=sample, transcript="Mine.")
    run_jobs()
    assert fresh(sample).transcript == "Mine."


def test_an_edited_text_is_not_heard_again(alice, fake):
    sample = make_sample(make_profile(alice), file=spoken(), transcript="Mine.")
    with pytest.raises(Conflict, match="Empty it first"):
        ask_again(sample=sample)


def test_a_sample_that_is_gone_ends_its_job_quietly(alice, fake):
    sample = make_sample(make_profile(alice), file=spoken())
    remove_sample(sample=sample)
    run_jobs()
    assert Job.objects.get().state == State.DONE


def test_where_no_recogniser_is_the_job_says_so_and_the_quality_is_there(alice, monkeypatch, settings):
    lacking = EngineUnavailable("fake", reason="It is not here.", what_to_do="Pull the pack first.")
    put_recognisers(monkeypatch, settings, FakeRecogniser(fails_to_load=lacking))
    sample = make_sample(make_profile(alice), file=spoken())
    run_jobs()
    assert Job.objects.get().state != State.DONE
    assert is_measured(fresh(sample))


def test_a_long_one_is_measured_by_its_job(alice, fake):
    sample = make_sample(make_profile(alice), file=recording(61.0), transcript="Mine.")
    assert not is_measured(sample)
    run_jobs()
    assert is_measured(fresh(sample))


def test_what_was_never_measured_is_measured_in_time(alice, fake):
    sample = make_sample(make_profile(alice), file=recording(2.0), transcript="Mine.")
    Sample.objects.update(quality={})
    measure_samples(Run())
    assert is_measured(fresh(sample))


class Run:
    def checkpoint(self, *told: object) -> None: ...


def test_a_word_that_was_misheard_stays_as_it_was_written():
    heard = (
        "every mourning I choose a different weigh sometimes I cross the bridge slowly why hurry it is late"
    )
    assert corrected(READ, heard) == READ


def test_a_sentence_that_was_left_out_goes():
    heard = "Every morning I choose a different way. Why hurry? It is late."
    assert corrected(READ, heard) == heard


def test_what_was_said_beside_it_comes_in():
    heard = READ.replace("Why", "And now for something else. Why")
    assert "And now for something else. Why hurry?" in corrected(READ, heard)


def test_what_nobody_read_is_as_it_was_heard():
    heard = "Something else was said here, which stands in none of the texts."
    assert read_of(heard, [READ]) == heard


def test_the_text_that_was_read_is_found_by_what_was_heard():
    text = READING_TEXTS["es"][1]
    heard = text.replace("gorriones", "corriones").replace("¿", "").lower()
    assert read_of(heard, READING_TEXTS["es"]) == text


def test_signs_without_spaces_are_words():
    text = READING_TEXTS["cmn"][0]
    assert corrected(text, text.replace("琼", "穷")) == text


@pytest.mark.parametrize("language", ["en", "es", "fr", "it", "pt", "hi", "ja", "zh", "de", "en-GB", "cmn"])
def test_each_language_of_the_engines_has_texts(language):
    texts = offered_texts(language)
    assert len(texts) >= 2
    assert texts[0][0] == {"en-GB": "en", "zh": "cmn"}.get(language, language)


def test_a_text_is_read_in_half_a_minute():
    for code, texts in READING_TEXTS.items():
        for text in texts:
            seconds = len(text) / {"ja": 7.0, "cmn": 4.6}.get(code, 14.5)
            assert 12 < seconds < 32, (code, round(seconds))


@pytest.mark.parametrize("key", ["", "en", "en-0", "en-9", "en-x", "xx-1", "en-99999999999", "-1", "en-²"])
def test_a_key_of_no_text_is_none(key):
    assert reading_text(key) == ("", "")
