"""A voice is brought, judged, stored, changed and removed."""

from datetime import timedelta
from functools import partial

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from clips.models import Clip
from common.errors import Conflict, InvalidInput, NotFound, OutOfSpace, TooLarge
from jobs.models import Job
from jobs.runner import run_job
from speech.engines.base import REFERENCE_RATE_HZ
from speech.engines.errors import ReferenceMissing
from speech.models import OwnVoice, VoiceConsent
from speech.own_voices import recordings, services
from speech.own_voices.consents import create_consent, delete_consent
from speech.own_voices.imitating import reference_of
from speech.own_voices.recordings import of_upload, reference_samples
from tests import audio_files
from tests.at_once import at_once
from tests.clips.builders import make_clip
from tests.conftest import make_user
from tests.speech.own_voices.builders import (
    STATEMENT,
    make_own_voice,
    recording,
    spoken_file,
)
from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser

pytestmark = pytest.mark.django_db


def limited(settings, **limits) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update=limits)


def test_a_recording_becomes_mono_level_and_trimmed(alice):
    voice = make_own_voice(alice, recording=of_upload(spoken_file()), transcript="")
    assert (voice.clip.sample_rate_hz, voice.clip.channels, voice.clip.kept) == (REFERENCE_RATE_HZ, 1, False)
    assert voice.quality["speech_seconds"] > 1
    sound = reference_samples(voice.clip)
    assert 0.1 < np.abs(sound).max() <= 0.9
    assert np.abs(sound[: REFERENCE_RATE_HZ // 5]).max() > 0.01  # it begins with a word


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"no sound at all", InvalidInput, None),
        (audio_files.wav(0.4), InvalidInput, "too_short"),
        (audio_files.wav(3.0), InvalidInput, "no_speech"),
        (audio_files.wav(61.0, rate=8_000), TooLarge, "too_long"),
        (audio_files.wav(samples=np.zeros((96_000, 1), np.float32)), InvalidInput, "silent"),
    ],
)
def test_what_no_voice_can_be_made_of_is_refused(data, kind, code):
    with pytest.raises(kind) as refused:
        of_upload(ContentFile(data, name="voice.wav"))
    assert refused.value.param == "file"
    assert code in (None, refused.value.code)


def test_nobody_is_imitated_without_consent(alice):
    with pytest.raises(InvalidInput) as refused:
        make_own_voice(alice, statement="  ")
    assert (refused.value.param, refused.value.code) == ("consent", "consent_required")
    assert not OwnVoice.objects.exists()
    assert not Clip.objects.exists()


def test_the_statement_is_kept_with_the_voice_and_goes_with_it(alice):
    voice = make_own_voice(alice)
    assert voice.consent.statement == STATEMENT
    services.delete_voice(voice=voice)
    assert not VoiceConsent.objects.exists()
    assert not Clip.objects.exists()


def test_a_recorded_consent_stays_and_is_held_by_its_voice(alice):
    consent = create_consent(owner=alice, name="Ada", language="en-US", recording=spoken_file())
    voice = make_own_voice(alice, consent=consent)
    with pytest.raises(Conflict, match="Grandma"):
        delete_consent(consent=consent)
    services.delete_voice(voice=voice)
    delete_consent(consent=consent)
    assert not Clip.objects.exists()


@pytest.mark.parametrize(
    ("sound", "code"), [(np.zeros((48_000, 1), np.float32), "silent"), (audio_files.tone(2.0), "no_speech")]
)
def test_silence_agrees_to_nothing(alice, sound, code):
    file = ContentFile(audio_files.wav(samples=sound), name="consent.wav")
    with pytest.raises(InvalidInput) as refused:
        create_consent(owner=alice, name="Ada", language="en", recording=file)
    assert refused.value.code == code
    assert not Clip.objects.exists()


def test_a_name_is_there_once(alice, bob):
    make_own_voice(alice, "Grandma")
    make_own_voice(bob, "Grandma")
    with pytest.raises(Conflict) as refused:
        make_own_voice(alice, "GRANDMA")
    assert refused.value.code == "name_taken"


def test_so_many_voices_and_no_more(alice, settings):
    limited(settings, own_voices_max=1)
    voice = make_own_voice(alice, "One")
    with pytest.raises(InvalidInput) as refused:
        make_own_voice(alice, "Two")
    assert refused.value.code == "too_many_voices"
    services.discard(voice=voice)
    make_own_voice(alice, "Two")
    with pytest.raises(InvalidInput):  # its place is taken meanwhile
        services.restore(voice=voice)
    assert Clip.objects.count() == 2


def test_so_many_bytes_and_no_more(alice, settings):
    limited(settings, own_voices_max_mib=1)
    make_own_voice(alice, "One", recording=recording(20.0))
    with pytest.raises(OutOfSpace) as refused:
        make_own_voice(alice, "Two", recording=recording(20.0))
    assert refused.value.code == "own_voices_full"


def test_where_nobody_may_bring_voices_it_says_so(alice, settings):
    limited(settings, own_voices_max=0)
    with pytest.raises(InvalidInput) as refused:
        make_own_voice(alice)
    assert refused.value.code == "own_voices_off"


def test_what_is_said_is_heard_unless_it_was_written(alice, monkeypatch, settings):
    put_recognisers(monkeypatch, settings, FakeRecogniser())
    unheard = make_own_voice(alice, "Unheard", transcript="", recording=of_upload(spoken_file()))
    make_own_voice(alice, "Written", transcript="Mine.")
    [job] = Job.objects.active()
    run_job(str(job.pk))
    unheard.refresh_from_db()
    assert (unheard.transcript[:13], unheard.language) == ("one two three", "en")
    assert OwnVoice.objects.get(name="Written").transcript == "Mine."


def test_an_emptied_transcript_is_heard_again(alice):
    voice = make_own_voice(alice, transcript="Mine.")
    services.change_voice(voice=voice, transcript="", name="Granny")
    assert Job.objects.active().get().params == {"voice_id": str(voice.pk)}
    assert OwnVoice.objects.get().clip.title == "Granny"


def test_what_was_not_heard_is_listened_to_when_it_is_saved_or_brought_back(alice):
    voice = make_own_voice(alice, transcript="")
    Job.objects.all().delete()
    services.change_voice(voice=voice, transcript="")
    assert Job.objects.active().count() == 1
    services.discard(voice=voice)
    Job.objects.all().delete()
    services.restore(voice=voice)
    assert Job.objects.active().count() == 1


def test_a_deleted_voice_comes_back_until_it_is_purged(alice):
    voice = make_own_voice(alice)
    services.discard(voice=voice)
    services.restore(voice=voice)
    services.discard(voice=voice)
    assert services.purge_discarded() == 0
    OwnVoice.objects.update(deleted_at=timezone.now() - timedelta(hours=1))
    assert services.purge_discarded() == 1
    assert not Clip.objects.exists()
    with pytest.raises(NotFound):
        services.restore(voice=voice)


def test_a_voice_that_goes_while_it_is_spoken_is_told(alice):
    voice = make_own_voice(alice)
    reference = reference_of(voice)
    assert reference.duration_seconds == voice.clip.duration_seconds
    voice.clip.file.storage.delete(voice.clip.file_name)
    with pytest.raises(ReferenceMissing):
        reference.read()


def test_all_goes_with_its_person(alice):
    consent = create_consent(owner=alice, name="Ada", language="en", recording=spoken_file())
    make_own_voice(alice, consent=consent)
    User.objects.get(pk=alice.pk).delete()
    assert not any(model.objects.exists() for model in (OwnVoice, VoiceConsent, Clip))


def test_a_clip_is_read_as_an_upload_is(alice):
    clip = make_clip(alice, data=audio_files.wav(3.0))
    with pytest.raises(InvalidInput) as refused:
        recordings.of_clip(clip)
    assert (refused.value.param, refused.value.code) == ("clip_id", "no_speech")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_no_more_than_fit(settings):
    limited(settings, own_voices_max=1)
    alice = make_user("alice")
    made = at_once(*[partial(make_own_voice, alice, name) for name in ("One", "Two")])
    assert sorted(type(each).__name__ for each in made) == ["InvalidInput", "OwnVoice"]
    assert (OwnVoice.objects.count(), Clip.objects.count()) == (1, 1)
