"""`/api/voices`, and speaking with what was brought there."""

import uuid
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from history.models import Entry
from profiles.models import Profile
from speech.content_hash import content_hash
from speech.models import OwnVoice
from speech.own_voices import services
from speech.own_voices.consents import create_consent
from speech.requests import Wish, resolve
from tests import audio_files
from tests.clips.builders import make_clip
from tests.profiles.builders import make_profile
from tests.profiles.samples.builders import make_sample
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.own_voices.builders import STATEMENT, make_own_voice, spoken_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def cloner(monkeypatch, settings, tmp_path) -> FakeEngine:
    """`fake`, which `tts-1` stands for and which imitates nobody, and `cloner`."""
    engine = FakeEngine("cloner", has_cloning=True)
    put_engines(monkeypatch, settings, tmp_path / "passages", FakeEngine(), engine)
    return engine


def told(answer) -> tuple[int, str, str]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["param"]


def say(client, **asked):
    asked = {"input": "Hello.", "response_format": "wav", **asked}
    answer = client.post("/v1/audio/speech", asked, "json")
    if answer.status_code == 200:
        b"".join(answer.streaming_content)
    return answer


def test_a_file_becomes_a_voice(alice, api_of):
    sent = {"name": "Grandma", "file": spoken_file(), "consent": STATEMENT, "language": "en-us"}
    answer = api_of(alice).post("/api/voices", sent, "multipart")
    body = answer.json()
    assert answer.status_code == 201, body
    assert (body["name"], body["language"], body["used_by"]) == ("Grandma", "en-US", {})
    assert body["consent"]["statement"] == STATEMENT
    assert body["quality"]["speech_seconds"] > 1
    audio = api_of(alice).get(body["audio_url"], HTTP_RANGE="bytes=0-3")
    assert (audio.status_code, b"".join(audio.streaming_content)) == (206, b"RIFF")


def test_a_clip_and_a_profile_become_voices(alice, bob, api_of):
    api = api_of(alice)
    clip = make_clip(alice, data=spoken_file().read())
    profile = make_profile(alice)
    make_sample(profile, clip=clip, transcript="What was said.")
    sent = {"consent": STATEMENT}
    assert api.post("/api/voices", {**sent, "name": "A", "clip_id": str(clip.pk)}, "json").status_code == 201
    made = api.post("/api/voices", {**sent, "name": "B", "profile_id": str(profile.pk)}, "json").json()
    assert (made["transcript"], made["is_transcript_edited"]) == ("What was said.", True)
    bobs = api_of(bob)
    for source, code in (("clip_id", "clip_not_found"), ("profile_id", "profile_not_found")):
        pk = clip.pk if source == "clip_id" else profile.pk
        answer = bobs.post("/api/voices", {**sent, "name": "C", source: str(pk)}, "json")
        assert told(answer) == (404, code, source)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"consent": STATEMENT}, (400, "missing_file", "file")),
        ({"file": True, "clip_id": str(uuid.uuid4())}, (400, "one_source", "clip_id")),
        ({"file": True}, (400, "consent_required", "consent")),
        ({"file": True, "consent": STATEMENT, "colour": "red"}, (400, "unknown_parameter", "colour")),
        ({"file": True, "consent_id": str(uuid.uuid4())}, (404, "consent_not_found", "consent_id")),
    ],
)
def test_what_is_wrong_is_told_by_its_field(alice, api_of, sent, problem):
    files = {"file": spoken_file()} if sent.pop("file", False) else {}
    answer = api_of(alice).post("/api/voices", {"name": "Ada", **sent, **files}, "multipart")
    assert told(answer) == problem
    assert not OwnVoice.objects.exists()


def test_it_is_listed_changed_deleted_and_brought_back(alice, api_of):
    api = api_of(alice)
    voice = make_own_voice(alice, "Grandma")
    make_own_voice(alice, "Uncle")
    found = api.get("/api/voices?q=GRAND").json()
    assert [(each["id"], found["total"]) for each in found["items"]] == [(str(voice.pk), 1)]
    at = f"/api/voices/{voice.pk}"
    assert api.patch(at, {"name": "Uncle"}, "json").json()["error"]["code"] == "name_taken"
    assert api.patch(at, {"name": "Granny", "language": "fi"}, "json").json()["name"] == "Granny"
    assert api.delete(at).status_code == 204
    assert api.get(at).status_code == 404
    assert api.post(f"{at}/restore").json()["language"] == "fi"


def test_somebody_elses_voice_is_nowhere(alice, bob, api_of, cloner):
    voice = make_own_voice(alice)
    bobs = api_of(bob)
    for more in ("", "/audio", "/preview"):
        assert bobs.get(f"/api/voices/{voice.pk}{more}").status_code == 404
    for name in (str(voice.pk), "Grandma"):
        assert told(say(bobs, model="cloner", voice=name)) == (400, "unknown_voice", "voice")
    sent = {"name": "Mine", "backend": "cloner", "voice": str(voice.pk)}
    assert told(bobs.post("/api/profiles", sent, "json")) == (400, "unknown_voice", "voice")
    job = {"input": "Hello.", "model": "cloner", "voice": str(voice.pk)}
    assert told(bobs.post("/api/speech/jobs", job, "json")) == (400, "unknown_voice", "voice")
    assert not cloner.imitated
    assert bobs.get("/v1/audio/voices?q=Grandma").json()["voices"] == []


@pytest.mark.parametrize("model", ["cloner", "tts-1", None])
def test_it_is_spoken_with_by_name_and_by_id(alice, api_of, cloner, kept_later, model):
    voice = make_own_voice(alice)
    named = {"model": model} if model else {}
    for voice_named in ("grandma", str(voice.pk), {"id": str(voice.pk)}):
        assert say(api_of(alice), voice=voice_named, **named).status_code == 200
    kept_later.do()
    [reference, *_] = cloner.imitated
    assert (reference.digest, reference.transcript) == (voice.clip.sha256, "Hello there.")
    assert len(reference.read()) > 20_000
    entry = Entry.objects.first()
    assert (entry.engine, entry.voice, entry.own_voice_name) == ("cloner", str(voice.pk), "Grandma")


class FinnishEngine(FakeEngine):
    @property
    def capabilities(self):
        return replace(super().capabilities, languages=("fi-FI",))


def test_where_nobody_is_named_the_one_that_speaks_its_language_imitates_it(
    alice, api_of, monkeypatch, settings, tmp_path
):
    cloners = FakeEngine("cloner", has_cloning=True), FinnishEngine("finnish", has_cloning=True)
    put_engines(monkeypatch, settings, tmp_path / "passages", FakeEngine(), *cloners)
    voice = make_own_voice(alice, language="fi")
    api = api_of(alice)
    assert api.get(f"/api/voices/{voice.pk}/preview")["X-Voice-Preview"] == "imitated"
    assert say(api, model="tts-1", voice="Grandma").status_code == 200
    assert say(api, voice="Grandma", input="And again.").status_code == 200
    assert [len(cloner.imitated) for cloner in cloners] == [0, 3]
    [listed] = api.get("/v1/audio/voices?q=Grandma").json()["voices"]
    assert listed["model"] == "finnish"


def test_who_imitates_nobody_says_who_does(alice, api_of, cloner):
    make_own_voice(alice)
    answer = say(api_of(alice), model="fake", voice="Grandma")
    assert told(answer) == (400, "no_cloning", "model")
    assert "cloner" in answer.json()["error"]["message"]


def test_where_nobody_imitates_the_recording_is_heard(alice, api_of, monkeypatch, settings, tmp_path):
    put_engines(monkeypatch, settings, tmp_path / "passages", FakeEngine())
    voice = make_own_voice(alice)
    assert told(say(api_of(alice), model="tts-1", voice="Grandma")) == (400, "no_cloning", "model")
    preview = api_of(alice).get(f"/api/voices/{voice.pk}/preview")
    assert (preview["X-Voice-Preview"], preview["Content-Type"]) == ("recording", "audio/wav")
    assert api_of(alice).get("/v1/audio/voices?q=Grandma").json()["voices"] == []


def test_where_somebody_imitates_it_is_previewed_and_listed(alice, api_of, cloner):
    voice = make_own_voice(alice)
    preview = api_of(alice).get(f"/api/voices/{voice.pk}/preview")
    assert preview["X-Voice-Preview"] == "imitated"
    assert cloner.imitated
    [listed] = api_of(alice).get("/v1/audio/voices?q=Grandma").json()["voices"]
    assert (listed["id"], listed["model"], listed["own"]) == (str(voice.pk), "cloner", True)
    assert api_of(alice).get("/v1/audio/voices?q=Grandma&model=fake").json()["voices"] == []


def test_a_profile_speaks_with_it_until_it_is_gone(alice, api_of, cloner):
    voice = make_own_voice(alice)
    api = api_of(alice)
    made = api.post("/api/profiles", {"name": "Nana", "backend": "cloner", "voice": "Grandma"}, "json")
    assert (made.status_code, Profile.objects.get().voice) == (201, str(voice.pk))
    assert api.get(f"/api/voices/{voice.pk}").json()["used_by"] == {"voice profiles": 1}
    assert say(api, voice="Nana").status_code == 200
    assert cloner.imitated
    services.discard(voice=voice)
    assert told(say(api, voice="Nana")) == (400, "unknown_voice", "voice")


def test_a_profile_of_an_engine_that_imitates_nobody_is_refused(alice, api_of, cloner):
    make_own_voice(alice)
    answer = api_of(alice).post("/api/profiles", {"name": "N", "backend": "fake", "voice": "Grandma"}, "json")
    assert told(answer)[:2] == (400, "no_cloning")


def test_a_voice_that_everybody_has_is_itself(alice, api_of, cloner):
    make_own_voice(alice, "low")
    assert say(api_of(alice), model="cloner", voice="low").status_code == 200
    assert not cloner.imitated


def test_what_is_stored_of_it_is_known_by_its_sound(alice, cloner):
    voice = make_own_voice(alice)
    wish = Wish(text="Hello.", model="cloner", voice=str(voice.pk))
    before = content_hash(resolve(wish, user=alice))
    services.change_voice(voice=voice, name="Granny")
    assert content_hash(resolve(wish, user=alice)) == before
    services.change_voice(voice=voice, transcript="Something else.")
    assert content_hash(resolve(wish, user=alice)) != before


def test_a_consent_is_recorded_and_a_custom_voice_is_made(alice, bob, api_of):
    api = api_of(alice, ["speech"])
    sent = {"name": "Ada Lovelace", "language": "en-US", "recording": spoken_file()}
    consent = api.post("/v1/audio/voice_consents", sent, "multipart").json()
    assert consent["object"] == "audio.voice_consent"
    assert {"id", "object", "name", "language", "created_at"} == set(consent)
    sent = {"name": "Ada", "audio_sample": spoken_file(), "consent": consent["id"]}
    voice = api.post("/v1/audio/voices", sent, "multipart").json()
    assert (voice["object"], voice["name"]) == ("audio.voice", "Ada")
    assert OwnVoice.objects.get(pk=voice["id"]).consent.name == "Ada Lovelace"
    at = f"/v1/audio/voice_consents/{consent['id']}"
    assert api.post(at, {"name": "Ada L."}, "json").json()["name"] == "Ada L."
    assert told(api.delete(at)) == (409, "in_use", None)
    bobs = api_of(bob, ["speech"])
    assert bobs.get(at).json()["error"]["code"] == "consent_not_found"
    sent = {"name": "Ada", "audio_sample": spoken_file(), "consent": consent["id"]}
    assert told(bobs.post("/v1/audio/voices", sent, "multipart")) == (404, "consent_not_found", "consent")


def test_a_custom_voice_is_deleted_as_the_contract_says(alice, bob, api_of):
    voice = make_own_voice(alice)
    at = f"/v1/audio/voices/{voice.pk}"
    assert told(api_of(bob).delete(at)) == (404, "voice_not_found", None)
    gone = api_of(alice).delete(at).json()
    assert gone == {"id": str(voice.pk), "object": "audio.voice.deleted", "deleted": True}
    assert told(api_of(alice).delete(at)) == (404, "voice_not_found", None)
    assert api_of(alice).post(f"/api/voices/{voice.pk}/restore").status_code == 200


@pytest.mark.parametrize("kind", ["audio_sample", "prompt"])
def test_a_custom_voice_is_made_of_a_sample_alone(alice, api_of, kind):
    consent = create_consent(owner=alice, name="Ada", language="en", recording=spoken_file())
    sent = {"name": "Ada", "type": kind, "audio_sample": spoken_file(), "consent": str(consent.pk)}
    answer = api_of(alice).post("/v1/audio/voices", sent, "multipart")
    if kind == "audio_sample":
        assert answer.json()["type"] == "audio_sample"
    else:
        assert told(answer) == (400, "invalid", "type")


def test_consents_are_listed_page_by_page_and_deleted(alice, api_of):
    api = api_of(alice, ["speech"])
    made = []
    for name in ("One", "Two", "Three"):
        sent = {"name": name, "language": "en", "recording": spoken_file(1.5)}
        made.insert(0, api.post("/v1/audio/voice_consents", sent, "multipart").json()["id"])
    first = api.get("/v1/audio/voice_consents?limit=2").json()
    assert [first["first_id"], first["last_id"]] == [each["id"] for each in first["data"]] == made[:2]
    assert first["has_more"]
    rest = api.get(f"/v1/audio/voice_consents?limit=2&after={made[1]}").json()
    assert ([each["id"] for each in rest["data"]], rest["has_more"]) == (made[2:], False)
    gone = api.delete(f"/v1/audio/voice_consents/{made[0]}").json()
    assert gone == {"id": made[0], "object": "audio.voice_consent", "deleted": True}
    assert told(api.get("/v1/audio/voice_consents?limit=0")) == (400, "invalid", "limit")


def test_what_is_wrong_with_an_upload_is_told_by_the_contracts_names(alice, api_of):
    api = api_of(alice, ["speech"])
    sent = {"name": "Ada", "language": "en", "recording": SimpleUploadedFile("voice.wav", b"no sound")}
    assert told(api.post("/v1/audio/voice_consents", sent, "multipart"))[2] == "recording"
    consent = create_consent(owner=alice, name="Ada", language="en", recording=spoken_file())
    sample = SimpleUploadedFile("voice.wav", audio_files.wav(0.2))
    sent = {"name": "Ada", "audio_sample": sample, "consent": str(consent.pk)}
    assert told(api.post("/v1/audio/voices", sent, "multipart")) == (400, "too_short", "audio_sample")
