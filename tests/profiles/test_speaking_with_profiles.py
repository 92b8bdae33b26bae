"""Speaking with a voice profile by every door: what is sent holds, then the profile, then the defaults."""

import uuid
from typing import Any

import pytest

from common.errors import AppError
from history.entries import wish_of as wish_of_entry
from history.models import Entry
from jobs.models import Job, State
from jobs.runner import run_job
from profiles import services
from profiles.models import Profile
from profiles.wishes import profile_named, wish_of
from speech.lexicons.services import discard as discard_lexicon
from speech.models import Lexicon
from speech.requests import resolve
from tests.profiles.builders import make_profile
from tests.speech.lexicon_builders import make_lexicon

SPEECH, TIMED, JOBS = "/v1/audio/speech", "/api/speech/timed", "/api/speech/jobs"
TEXT = "Hello there."
GAIN = [{"type": "gain", "gain_db": -6.0}]


def told(response) -> tuple[int, str, str | None]:
    error = response.json()["error"]
    return response.status_code, error["code"], error["param"]


def spoken_by(api, url: str = SPEECH, **asked: Any) -> Any:
    response = api.post(url, {"input": TEXT, **asked}, format="json")
    assert response.status_code in (200, 202), response.content
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


@pytest.fixture
def narrator(alice) -> Profile:
    return make_profile(
        alice, voice="high", speed=1.5, format="wav", seed=7, language="fr-FR", effects=GAIN,
        lexicon_id=make_lexicon(alice, SQL="sequel").pk,
    )  # fmt: skip


@pytest.mark.parametrize("url", [SPEECH, TIMED])
def test_its_settings_hold_where_none_are_sent(api, narrator, kept_later, url):
    answer = spoken_by(api, url, profile_id=str(narrator.pk))
    mime = answer["Content-Type"] if url == SPEECH else answer.json()["mime"]
    assert mime == "audio/wav"
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.engine, entry.model, entry.voice, entry.language) == ("fake", "fake", "high", "fr-FR")
    assert (entry.speed, entry.response_format, entry.settings["seed"]) == (1.5, "wav", 7)
    assert entry.settings["lexicon_id"] == str(narrator.lexicon_id)
    assert entry.settings["effects"] == narrator.effects
    assert (entry.profile, entry.profile_name) == (narrator, "Narrator")


def test_what_is_sent_wins_over_the_profile(alice, narrator):
    other = make_lexicon(alice, "Other")
    sent = {
        "model": "fake",
        "voice": "low",
        "language": "en-US",
        "response_format": "opus",
        "speed": 1.0,
        "lexicon_id": other.pk,
        "seed": 0,
        "effects": (),
    }
    wish = wish_of({"text": TEXT, "profile_id": narrator.pk, **sent}, user=alice)
    assert {name: getattr(wish, name) for name in sent} == sent
    assert (wish.profile_id, wish.profile_name) == (narrator.pk, "Narrator")


def test_null_is_as_if_it_were_left_out_and_an_empty_chain_is_none(api, narrator, kept_later):
    spoken_by(api, profile_id=str(narrator.pk), speed=None, voice=None, model=None, effects=[])
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.speed, entry.voice, entry.settings["effects"]) == (1.5, "high", [])


def test_without_a_profile_the_defaults_are_as_they_were(api, kept_later):
    spoken_by(api, model="tts-1", voice="alloy")
    spoken_by(api, model="tts-1", voice="low", profile_id=None)
    kept_later.do()
    for entry in Entry.objects.all():
        assert (entry.speed, entry.response_format, entry.profile, entry.profile_name) == (
            1.0,
            "mp3",
            None,
            "",
        )


@pytest.mark.parametrize("url", [SPEECH, TIMED, JOBS])
@pytest.mark.parametrize(
    ("body", "param"),
    [({}, "model"), ({"model": "fake"}, "voice"), ({"voice": "low"}, "model"), ({"voice": ""}, "voice")],
)
def test_without_one_a_model_and_a_voice_are_needed(api, url, body, param):
    assert told(api.post(url, {"input": TEXT, **body}, format="json")) == (400, "invalid", param)


@pytest.mark.parametrize("url", [SPEECH, TIMED, JOBS])
def test_anothers_a_deleted_and_no_profile_are_one_and_the_same(api, alice, bob, url):
    deleted = make_profile(alice)
    services.discard(profile=deleted)
    for profile_id in (make_profile(bob).pk, deleted.pk, uuid.UUID(int=7)):
        answer = api.post(url, {"input": TEXT, "profile_id": str(profile_id)}, format="json")
        assert told(answer) == (404, "profile_not_found", "profile_id")
    for wrong in ("Narrator", 5, "", {}):
        answer = api.post(url, {"input": TEXT, "profile_id": wrong}, format="json")
        assert told(answer) == (400, "invalid", "profile_id")
    assert not Entry.objects.exists()


@pytest.mark.parametrize("voice", ["Narrator", "NARRATOR ", "id", {"id": "narrator"}, {"id": "id"}])
@pytest.mark.parametrize("model", ["tts-1", "fake", None])
def test_its_name_or_id_is_a_voice(api, narrator, kept_later, voice, model):
    if voice == "id":
        voice = str(narrator.pk)
    elif voice == {"id": "id"}:
        voice = {"id": str(narrator.pk).upper()}
    spoken_by(api, model=model, voice=voice)
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.voice, entry.speed, entry.response_format, entry.profile) == ("high", 1.5, "wav", narrator)


def test_a_well_known_model_means_the_profiles_engine_and_another_engine_is_refused(alice, api, kept_later):
    profile = make_profile(alice, backend="blender", voice="anna", blend="anna+bert")
    for asked in ({"voice": "narrator"}, {"profile_id": str(profile.pk)}):
        answer = api.post(SPEECH, {"input": TEXT, "model": "fake", **asked}, format="json")
        assert told(answer) == (400, "wrong_model", "model")
        assert "blender" in answer.json()["error"]["message"]
        spoken_by(api, model="tts-1", **asked)
    kept_later.do()
    assert {(entry.engine, entry.voice) for entry in Entry.objects.all()} == {("blender", "anna+bert")}
    answer = api.post(SPEECH, {"input": TEXT, "model": "gpt-9", "voice": "narrator"}, format="json")
    assert told(answer) == (404, "model_not_found", "model")


@pytest.mark.parametrize("name", ["low", "LOW", "alloy", "anna", "anna+bert"])
def test_a_voice_is_itself_whatever_profiles_are_called(alice, api, kept_later, name):
    make_profile(alice, name, voice="high", speed=2.0)
    model = "blender" if "anna" in name else "fake"
    spoken_by(api, model=model, voice=name)
    kept_later.do()
    assert (Entry.objects.get().speed, Entry.objects.get().profile) == (1.0, None)


def test_another_persons_name_is_no_voice(api, bob):
    of_bob = make_profile(bob, "Bobs")
    for voice in ("Bobs", str(of_bob.pk)):
        answer = api.post(SPEECH, {"input": TEXT, "model": "fake", "voice": voice}, format="json")
        assert told(answer) == (400, "unknown_voice", "voice")


@pytest.mark.parametrize("text", ["", "\x00", "\ud83d", "x" * 10_000, "%", "null"])
def test_no_text_is_a_profile_by_mischief(alice, text):
    make_profile(alice)
    assert profile_named(alice, text) is None


def test_an_id_is_not_taken_for_a_name(alice):
    profile = make_profile(alice)
    impostor = make_profile(alice, str(profile.pk))
    assert profile_named(alice, str(profile.pk)) == profile
    assert profile_named(alice, str(impostor.pk)) == impostor


def test_a_lexicon_that_was_deleted_is_left_out(alice, narrator):
    discard_lexicon(lexicon=Lexicon.objects.get())
    assert wish_of({"text": TEXT, "profile_id": narrator.pk}, user=alice).lexicon_id is None


def test_a_profile_of_an_engine_that_is_missing_says_what_to_do(alice, api):
    profile = make_profile(alice, backend="absent", voice="whoever")
    answer = api.post(SPEECH, {"input": TEXT, "profile_id": str(profile.pk)}, format="json")
    assert (answer.status_code, "Pull it." in answer.json()["error"]["message"]) == (503, True)


def test_where_effects_are_turned_off_it_speaks_without_when_asked_so(api, narrator, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    asked = {"input": TEXT, "profile_id": str(narrator.pk)}
    assert told(api.post(SPEECH, asked, format="json")) == (400, "effects_disabled", "effects")
    spoken_by(api, profile_id=str(narrator.pk), effects=[])


def test_a_long_text_is_spoken_as_the_profile_was_when_it_was_asked_for(alice, api, narrator):
    answer = spoken_by(api, JOBS, profile_id=str(narrator.pk))
    services.update_profile(profile=narrator, voice="low", language="", speed=1.0, name="Changed")
    entry = done(answer)
    assert (entry.voice, entry.speed, entry.response_format) == ("high", 1.5, "wav")
    assert (entry.profile, entry.profile_name) == (narrator, "Narrator")


def test_a_long_text_is_spoken_also_where_the_profile_is_gone_meanwhile(alice, api, narrator):
    answer = spoken_by(api, JOBS, profile_id=str(narrator.pk))
    services.delete_profile(profile=narrator)
    entry = done(answer)
    assert (entry.voice, entry.profile, entry.profile_name) == ("high", None, "Narrator")


@pytest.mark.parametrize(
    ("own", "sent", "made"), [("pcm", None, "mp3"), ("wav", "m4b", "mp3"), ("flac", None, "flac")]
)
def test_a_long_text_takes_the_profiles_format_where_it_can(alice, api, own, sent, made):
    make_profile(alice, format=own)
    entry = done(spoken_by(api, JOBS, model="tts-1", voice="narrator", response_format=sent))
    assert entry.response_format == made


def test_a_form_with_a_file_may_name_a_profile(alice, api, narrator):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("tale.txt", TEXT.encode())
    answer = api.post(JOBS, {"file": file, "profile_id": str(narrator.pk)})
    assert answer.status_code == 202, answer.content
    assert done(answer).profile == narrator


def done(answer) -> Entry:
    job = Job.objects.get(pk=answer.json()["id"])
    run_job(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.DONE, job.error
    return Entry.objects.get()


@pytest.fixture
def begun(monkeypatch) -> list:
    """What would be spoken, if there were somebody to speak."""
    works: list = []
    monkeypatch.setattr("speak.making.start", works.append)
    return works


def again(api, entry: Entry, **changes: Any) -> Entry:
    answer = api.post(f"/api/history/{entry.pk}/regenerate", changes, format="json")
    assert answer.status_code == 202, answer.content
    return Entry.objects.get(pk=answer.json()["id"])


def test_it_is_made_again_as_it_was_when_the_profile_has_changed_or_is_gone(api, narrator, kept_later, begun):
    spoken_by(api, profile_id=str(narrator.pk))
    kept_later.do()
    entry = Entry.objects.get()
    services.update_profile(profile=narrator, voice="low", language="", name="Changed", effects=[])
    take = again(api, entry)
    assert (take.voice, take.speed, take.settings["effects"]) == ("high", 1.5, entry.settings["effects"])
    assert (take.profile, take.profile_name) == (narrator, "Narrator")
    services.delete_profile(profile=narrator)
    entry.refresh_from_db()
    assert (entry.profile, entry.profile_name, entry.voice) == (None, "Narrator", "high")
    last = again(api, entry, speed=1.0)
    assert (last.voice, last.speed, last.profile, last.profile_name) == ("high", 1.0, None, "Narrator")
    shown = api.get(f"/api/history/{entry.pk}").json()
    assert (shown["profile_id"], shown["profile_name"]) == (None, "Narrator")
    assert shown["settings"]["seed"] == 7


def test_it_is_made_again_with_another_profile(alice, api, narrator, kept_later, begun):
    spoken_by(api, model="fake", voice="low")
    kept_later.do()
    entry = Entry.objects.get()
    for changes in ({"profile_id": str(narrator.pk)}, {"voice": "NARRATOR"}):
        take = again(api, entry, speed=0.5, **changes)
        assert (take.voice, take.speed, take.response_format) == ("high", 0.5, "wav")
        assert (take.profile, take.profile_name) == (narrator, "Narrator")
    refused = api.post(
        f"/api/history/{entry.pk}/regenerate", {"profile_id": str(uuid.uuid4())}, format="json"
    )
    assert told(refused) == (404, "profile_not_found", "profile_id")


def test_an_entry_gives_back_the_wish_it_was_made_of(alice, narrator):
    from history.entries import draft_of

    wish = wish_of({"text": TEXT, "profile_id": narrator.pk, "title": "A"}, user=alice)
    assert wish_of_entry(draft_of(alice, wish)) == wish


def test_profiles_are_listed_among_the_voices(alice, bob, api, narrator):
    make_profile(bob, "Bobs")
    make_profile(alice, "Absent", backend="absent", voice="whoever")
    blend = make_profile(alice, "Blend", backend="blender", voice="", blend="anna(0.2)+bert(0.8)")

    def listed(query: str = "") -> list[dict[str, Any]]:
        voices = api.get(f"/v1/audio/voices{query}").json()["voices"]
        return [voice for voice in voices if voice["profile"]]

    assert listed() == [
        {
            "id": str(blend.pk),
            "name": "Blend",
            "language": "en-GB",
            "gender": None,
            "model": "blender",
            "alias_of": "anna(0.2)+bert(0.8)",
            "profile": True,
            "own": False,
        },
        {
            "id": str(narrator.pk),
            "name": "Narrator",
            "language": "fr-FR",
            "gender": "female",
            "model": "fake",
            "alias_of": "high",
            "profile": True,
            "own": False,
        },
    ]
    for query, names in (
        ("?model=fake", ["Narrator"]),
        ("?model=tts-1&language=fr", ["Narrator"]),
        ("?language=en", ["Blend"]),
        ("?gender=female", ["Narrator"]),
        ("?q=NARR", ["Narrator"]),
        ("?q=zzz", []),
    ):
        assert [voice["name"] for voice in listed(query)] == names


def test_a_voice_that_is_gone_from_its_engine_is_not_listed(alice, api):
    blend = make_profile(alice, backend="blender", voice="", blend="anna+bert")
    Profile.objects.filter(pk=blend.pk).update(blend="anna+carl")
    assert not [voice for voice in api.get("/v1/audio/voices").json()["voices"] if voice["profile"]]


def test_a_voice_of_another_engine_than_the_profiles_is_told(alice, narrator):
    wish = wish_of({"text": TEXT, "profile_id": narrator.pk, "voice": "anna"}, user=alice)
    with pytest.raises(AppError) as caught:
        resolve(wish, user=alice)
    assert (caught.value.param, "blender" in caught.value.message) == ("voice", True)


def test_effects_that_there_are_no_more_are_told_as_the_profiles_own(api, narrator):
    """As after an update of the site that renamed a parameter."""
    Profile.objects.update(effects=[{"type": "gain", "loudness": 3}])
    asked = {"input": TEXT, "profile_id": str(narrator.pk)}
    refused = api.post(SPEECH, asked, format="json")
    assert told(refused) == (400, "profile_outdated", "profile_id")
    assert "“Narrator”" in refused.json()["error"]["message"]
    spoken_by(api, profile_id=str(narrator.pk), effects=GAIN)


def test_effects_that_there_are_no_more_stay_until_they_are_changed(api, client_of, alice, narrator):
    Profile.objects.update(effects=[{"type": "gain", "loudness": 3}])
    address = f"/api/profiles/{narrator.pk}"
    assert api.patch(address, {"note": "Deep"}, format="json").status_code == 200
    assert client_of(alice).get(f"/voices/{narrator.pk}/").status_code == 200
    assert api.patch(address, {"effects": GAIN}, format="json").status_code == 200
    spoken_by(api, profile_id=str(narrator.pk))
