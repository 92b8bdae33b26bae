"""Items get their sound by one job: each once, in the right voice, with a file or with a reason."""

import pytest

from clips.models import Clip
from dictation.audio.services import drop_unused, refresh_audio, want_audio
from dictation.items.services import ItemDraft, change_text, create_items, delete_item
from dictation.models import AudioState, Item, ItemAudio
from history.models import Entry
from jobs.models import Job, State
from profiles.models import Profile
from tests.dictation.audio.builders import fresh, job_of, make_all, spoken, states, wanted
from tests.dictation.builders import make_item
from tests.profiles.builders import make_profile
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines

pytestmark = pytest.mark.django_db
LINES = ("Good morning.", "How are you?", "Fine, thank you.")


def test_many_items_are_made_by_one_job(alice, fake):
    items = wanted(alice, *LINES)
    assert states(*items) == ["pending"] * 3
    job = make_all(alice)
    assert (job.state, job.result) == (State.DONE, {"made": 3, "failed": 0})
    assert states(*items) == ["ready"] * 3
    assert sorted(fake.spoken) == sorted(LINES)
    assert Job.objects.count() == 1


def test_each_has_a_file_of_its_own_length(alice):
    [item] = spoken(alice, "Good morning.")
    clip = item.audio.clip
    assert clip.file.storage.exists(clip.file_name)
    assert item.audio.duration_seconds == pytest.approx(0.05 * len("Good morning."), abs=0.02)
    assert (clip.codec, clip.kept) == ("flac", False)


def test_it_is_an_entry_of_the_history_as_all_that_is_spoken(alice):
    spoken(alice, "Good morning.")
    entry = Entry.objects.get()
    assert (entry.source, entry.text, entry.clip) == ("dictation", "Good morning.", Clip.objects.get())


def test_the_same_text_in_the_same_voice_is_made_once(alice, fake):
    first, second = spoken(alice, "Good morning.", " Good morning.\n")
    assert first.audio == second.audio
    later = wanted(alice, "Good morning.")[0]
    assert fresh(later).tts_status == "ready"
    assert fake.spoken == ["Good morning."]


def test_it_is_never_that_of_another_locale(alice, fake):
    first, second = spoken(alice, "Radio."), spoken(alice, "Radio.", locale="en-GB")
    assert first[0].audio != second[0].audio
    assert len(fake.spoken) == 2


def test_it_is_never_that_of_another_person(alice, bob):
    mine, theirs = spoken(alice, "Radio."), spoken(bob, "Radio.")
    assert mine[0].audio != theirs[0].audio
    assert theirs[0].audio.clip.owner == bob


def test_the_default_profile_of_the_language_speaks(alice):
    make_profile(alice, "Newer", backend="fake", voice="low")
    profile = make_profile(alice, "Mine", backend="fake", voice="low", speed=0.5)
    Profile.objects.filter(pk=profile.pk).update(is_default=True)
    make_profile(alice, "Newest", backend="fake", voice="low")
    [item] = spoken(alice, "Radio.")
    assert item.audio.speed == 0.5
    assert item.audio.duration_seconds == pytest.approx(0.1 * len("Radio."), abs=0.02)


def test_else_the_newest_profile_of_the_language(alice):
    make_profile(alice, "Older", backend="fake", voice="low", speed=2.0)
    make_profile(alice, "Newer", backend="fake", voice="low", speed=0.5)
    french = make_profile(alice, "Default, of another language", backend="fake", voice="high", speed=0.75)
    Profile.objects.filter(pk=french.pk).update(is_default=True)
    assert spoken(alice, "Radio.")[0].audio.speed == 0.5
    assert spoken(alice, "Radio.", locale="fr-CA")[0].audio.speed == 0.75


def test_else_the_sites_voice_of_the_language(alice):
    [english], [french] = spoken(alice, "Radio."), spoken(alice, "Radio.", locale="fr-CA")
    assert (english.audio.voice, french.audio.voice) == ("low", "high")


def test_what_no_voice_speaks_fails_at_once_and_says_why(alice):
    [item] = wanted(alice, "Radio.", locale="xx-XX")
    assert fresh(item).tts_status == "failed"
    assert "No voice here speaks xx-XX" in fresh(item).audio.error
    assert not Job.objects.exists()


def test_one_that_the_engine_refuses_keeps_none_of_the_others(alice, fake, monkeypatch):
    items = wanted(alice, *LINES)
    synthesize = fake.synthesize

    def failing(request, **rest):
        if "How" in request.text:
            raise ValueError("broken")
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", failing)
    job = make_all(alice)
    assert states(*items) == ["ready", "failed", "ready"]
    assert job.result == {"made": 2, "failed": 1}
    assert "Something broke on our side" in fresh(items[1]).audio.error


def test_what_broke_once_is_tried_again_behind_the_others(alice, fake, monkeypatch):
    items = wanted(alice, *LINES)
    synthesize, broke = fake.synthesize, []

    def failing_once(request, **rest):
        if "Good" in request.text and not broke:
            broke.append(True)
            raise ValueError("broken")
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", failing_once)
    make_all(alice)
    assert states(*items) == ["ready"] * 3
    assert fake.spoken == ["How are you?", "Fine, thank you.", "Good morning."]


def test_an_engine_that_is_not_there_fails_its_items_with_what_to_do(alice, monkeypatch, settings, tmp_path):
    from speech.engines.errors import EngineUnavailable

    missing = EngineUnavailable("fake", reason="no weights", what_to_do="Pull them.")
    put_engines(monkeypatch, settings, tmp_path / "other", FakeEngine(fails_to_load=missing), cache_bytes=0)
    [item] = wanted(alice, "Radio.")
    make_all(alice)
    assert fresh(item).tts_status == "failed"
    assert "Pull them." in fresh(item).audio.error


def test_what_is_added_while_the_job_runs_is_made_by_it(alice, fake, monkeypatch):
    [first] = wanted(alice, "One.")
    synthesize, added = fake.synthesize, []

    def adding(request, **rest):
        if not added:
            added.extend(wanted(alice, "Two."))
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", adding)
    make_all(alice)
    assert states(first, *added) == ["ready", "ready"]
    assert Job.objects.count() == 1


def test_what_is_added_just_before_its_end_is_made_by_it(alice, monkeypatch):
    from jobs.run import JobRun

    [first], added, finishing = wanted(alice, "One."), [], JobRun.finishing

    def adding(run):
        if not added:
            added.extend(wanted(alice, "Two."))
        return finishing(run)

    monkeypatch.setattr(JobRun, "finishing", adding)
    make_all(alice)
    assert states(first, *added) == ["ready", "ready"]


def test_another_text_is_another_sound_and_the_old_one_goes(alice):
    [made] = create_items(user=alice, drafts=[ItemDraft(locale="en-US", text="One.")])
    make_all(alice)
    before = fresh(made).audio.clip
    change_text(item=made, text="Two.")
    make_all(alice)
    assert fresh(made).tts_status == "ready"
    assert ItemAudio.objects.count() == 1
    Entry.objects.all().delete()
    assert Clip.objects.exclude(pk=fresh(made).audio.clip_id).get() == before


def test_what_is_changed_while_it_is_spoken_is_not_kept(alice, fake, monkeypatch):
    [made] = create_items(user=alice, drafts=[ItemDraft(locale="en-US", text="One.")])
    synthesize = fake.synthesize

    def changing(request, **rest):
        if "One" in request.text:
            change_text(item=made, text="Two.")
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", changing)
    make_all(alice)
    assert fresh(made).tts_status == "ready"
    assert fake.spoken == ["One.", "Two."]
    assert Clip.objects.count() == 1


def test_the_last_item_of_a_sound_takes_it_along(alice):
    first, second = spoken(alice, "One.", "One.")
    Entry.objects.all().delete()
    delete_item(item=first)
    assert Clip.objects.count() == 1
    delete_item(item=second)
    assert not ItemAudio.objects.exists()
    assert not Clip.objects.exists()


def test_sound_in_use_is_not_dropped(alice):
    [item] = spoken(alice, "One.")
    assert drop_unused(audio_ids=[item.audio_id]) == 0
    assert fresh(item).tts_status == "ready"


def test_a_refresh_speaks_anew_and_lets_the_old_file_go(alice, fake):
    [item] = spoken(alice, "One.")
    before = item.audio.clip
    Entry.objects.all().delete()
    refresh_audio(item=item)
    assert fresh(item).tts_status == "pending"
    make_all(alice)
    assert fresh(item).tts_status == "ready"
    assert fake.spoken == ["One.", "One."]
    assert not Clip.objects.filter(pk=before.pk).exists()


def test_a_refresh_takes_the_voice_of_now(alice):
    [item] = spoken(alice, "One.")
    make_profile(alice, "Slow", backend="fake", voice="low", speed=0.5)
    refresh_audio(item=item)
    make_all(alice)
    assert fresh(item).audio.speed == 0.5
    assert ItemAudio.objects.count() == 1


def test_what_failed_is_tried_again_when_it_is_wanted_again(alice):
    [item] = wanted(alice, "One.")
    ItemAudio.objects.update(state=AudioState.FAILED, error="It broke.")
    want_audio(items=[fresh(item)])
    assert fresh(item).tts_status == "pending"
    make_all(alice)
    assert fresh(item).tts_status == "ready"


def test_one_person_waits_for_no_other_persons_job(alice, bob):
    mine, theirs = wanted(alice, "One."), wanted(bob, "Two.")
    make_all(bob)
    assert states(*mine, *theirs) == ["pending", "ready"]


def test_few_questions_for_many_items(alice, django_assert_max_num_queries):
    items = [make_item(alice, text=f"Number {number}.", locale="en-US") for number in range(100)]
    with django_assert_max_num_queries(25):
        want_audio(items=items)
    assert Item.objects.exclude(audio=None).count() == 100
    assert job_of(alice).state == State.QUEUED
