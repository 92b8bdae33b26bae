"""Where an engine fails before its first sound another one speaks, and all that is told is of that one."""

import numpy as np
import pytest

from speech.engines.base import Gender, Reference
from speech.engines.errors import AllEnginesFailed, EngineBusy, EngineFailed, EngineUnavailable, UnknownVoice
from speech.engines.pool import EnginePool, PoolLimits
from speech.fallbacks import nearest_voice, stand_ins
from speech.memory import PassageMemory
from speech.passage_cache import PassageCache
from speech.pipeline import Choice, SpeechRequest, record
from speech.providers.failures import FailureKind, ProviderFailed, ProviderResting
from tests.speech.fake_engine import RATE_HZ, FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.providers.fake_provider import FakeProvider, Voiced, failure
from tests.speech.providers.provider_settings import name_providers

DOWN = failure(FailureKind.NETWORK)
TEXT = "Hello there. How are you?"
REQUEST = SpeechRequest(text=TEXT, engine="cloud", voice="low", language="en-US")


class Site:
    def __init__(self, *engines, folder=None, **limits) -> None:
        self.engines = {engine.name: engine for engine in engines}
        self.pool = EnginePool(self.engines.__getitem__, PoolLimits(**limits))
        self.cache = PassageCache(folder, 10**8) if folder else None
        self.told: list = []

    def choice(self, name, **changes):
        request = SpeechRequest(**{**vars(REQUEST), "engine": name, **changes})
        return Choice(request, PassageMemory(self.cache, "alice", name, "1"))

    def record(self, *others, **options):
        chosen = self.choice("cloud")
        return record(
            chosen.request,
            pool=self.pool,
            memory=chosen.memory,
            others=[self.choice(name) for name in others],
            most_others=2,
            on_fallback=lambda recording, failures: self.told.append(failures),
            **options,
        )


@pytest.fixture
def cloud():
    cloud = FakeProvider()
    cloud.fails = DOWN
    return cloud


def sound_of(recording):
    return np.concatenate(list(recording.drawn()))


@pytest.mark.parametrize(
    "error",
    [
        *(failure(kind) for kind in FailureKind if kind is not FailureKind.BAD_REQUEST),
        EngineUnavailable("cloud", reason="it is gone", what_to_do="Bring it back."),
        ProviderResting("cloud", reason="it failed", retry_after_seconds=9),
        EngineFailed("cloud", reason="it broke"),
    ],
    ids=lambda error: str(getattr(error, "kind", error.code)),
)
def test_another_one_says_all_of_it(cloud, error):
    cloud.fails = error
    site = Site(cloud, FakeEngine("here"))
    recording = site.record("here")
    assert len(sound_of(recording)) > 0
    assert (recording.engine, recording.fallback_from) == ("here", "cloud")
    assert site.engines["here"].spoken == [TEXT]
    assert site.told == [[("cloud", error)]]


@pytest.mark.parametrize("error", [failure(FailureKind.BAD_REQUEST), UnknownVoice("x", ["y"])])
def test_what_was_asked_wrong_is_told_and_nobody_else_says_it(cloud, error):
    cloud.fails = error
    site = Site(cloud, FakeEngine("here"))
    with pytest.raises(type(error)):
        sound_of(site.record("here"))
    assert site.engines["here"].spoken == []


def test_once_something_was_heard_it_is_that_voice_or_none(cloud):
    cloud.after_blocks = 3
    site = Site(cloud, FakeEngine("here"))
    recording = site.record("here")
    with pytest.raises(ProviderFailed):
        sound_of(recording)
    assert (recording.engine, recording.fallback_from) == ("cloud", "")
    assert site.engines["here"].spoken == []


def test_without_another_one_its_own_failure_is_told(cloud):
    with pytest.raises(ProviderFailed) as caught:
        sound_of(Site(cloud).record())
    assert caught.value is DOWN


def test_where_all_fail_each_reason_is_told(cloud):
    broken = FakeEngine("here", fails_to_load=OSError("disk"))
    with pytest.raises(AllEnginesFailed) as caught:
        sound_of(Site(cloud, broken).record("here"))
    assert [name for name, _ in caught.value.failures] == ["cloud", "here"]
    assert "cloud: it is not well." in str(caught.value)
    assert "here: it could not be loaded." in str(caught.value)


def test_one_that_can_not_say_this_is_passed_over(cloud):
    class Picky(FakeEngine):
        def validate(self, request):
            raise UnknownVoice("low", [])

    site = Site(cloud, Picky("picky"), FakeEngine("here"))
    recording = site.record("picky", "here")
    sound_of(recording)
    assert recording.engine == "here"


def test_no_more_are_asked_than_allowed_and_who_rests_is_not_asked(cloud):
    at_rest, down = (FakeProvider(name) for name in ("at_rest", "down"))
    at_rest.fails = ProviderResting("at_rest", reason="it failed", retry_after_seconds=9)
    down.fails = DOWN
    site = Site(cloud, at_rest, down, FakeEngine("here"))
    recording = site.record("at_rest", "down", "here")
    sound_of(recording)
    assert recording.engine == "here"
    with pytest.raises(AllEnginesFailed) as caught:
        sound_of(site.record("down", "down", "at_rest", "here"))
    assert [name for name, _ in caught.value.failures] == ["cloud", "down", "down"]


def test_its_sound_comes_at_the_rate_that_was_promised_and_its_words_at_their_times(cloud):
    here = FakeEngine("here")
    here.sample_rate_hz = lambda voice: RATE_HZ // 2
    recording = Site(cloud, here).record("here")
    sound = sound_of(recording)
    assert recording.rate_hz == RATE_HZ
    # Twice as long as its blocks would be at the promised rate.
    usual = Site(FakeProvider()).record()
    assert len(sound) == pytest.approx(2 * len(sound_of(usual)), rel=0.15)
    assert [TEXT[word.start : word.end].strip(".?") for word in recording.words] == TEXT.replace(
        ".", ""
    ).replace("?", "").split()
    assert recording.words[-1].end_seconds == pytest.approx(recording.seconds, abs=0.3)


def test_a_pause_at_the_beginning_is_nothing_that_was_heard(cloud):
    site = Site(cloud, FakeEngine("here"))
    request = {"text": '<speak><break time="2s"/>Hello there.</speak>', "input_type": "ssml"}
    chosen, other = site.choice("cloud", **request), site.choice("here", **request)
    recording = record(chosen.request, pool=site.pool, others=[other])
    assert len(sound_of(recording)) > 2 * RATE_HZ
    assert recording.engine == "here"


def test_what_another_one_said_is_remembered_as_its_own(cloud, tmp_path):
    site = Site(cloud, FakeEngine("here"), folder=tmp_path)
    by_another = sound_of(site.record("here"))
    assert not site.record("here").is_remembered
    again = sound_of(site.record("here"))
    assert np.array_equal(by_another, again)
    assert site.engines["here"].spoken == [TEXT], "it was remembered"
    cloud.fails = None
    recording = site.record("here")
    sound_of(recording)
    assert (recording.engine, cloud.spoken[-1]) == ("cloud", TEXT)


def test_others_are_looked_for_when_they_are_needed(cloud):
    cloud.fails = None

    def never():
        pytest.fail("looked for others")
        yield

    sound_of(record(REQUEST, pool=Site(cloud).pool, others=never()))


def test_a_service_that_is_full_is_passed_over_and_this_machine_is_not():
    cloud, here = FakeProvider(at_once=1), FakeEngine("here")
    site = Site(cloud, here, generations=1, wait_seconds=0.01)
    with site.pool.generation("cloud"):
        recording = site.record("here")
        sound_of(recording)
        assert recording.engine == "here"
    request = site.choice("here").request
    with site.pool.generation("here"), pytest.raises(EngineBusy):
        sound_of(record(request, pool=site.pool, others=[site.choice("cloud")]))


def test_a_service_that_hangs_takes_no_place_of_this_machine():
    cloud, here = FakeProvider(at_once=2), FakeEngine("here")
    site = Site(cloud, here, generations=1, wait_seconds=0.01)
    with (
        site.pool.generation("cloud", owner="ann"),
        site.pool.generation("cloud", owner="bob"),
        site.pool.generation("here", owner="ann"),
    ):
        assert site.pool.under_way == 3


def test_an_engine_of_this_machine_may_be_bound_to_less():
    here, other = FakeEngine("here"), FakeEngine("other")
    engines = {"here": here, "other": other}
    pool = EnginePool(engines.__getitem__, PoolLimits(generations=2, wait_seconds=0.01), bounds={"here": 1})
    with pool.generation("here"):
        with pytest.raises(EngineBusy), pool.generation("here"):
            pass
        with pool.generation("other"), pytest.raises(EngineBusy), pool.generation("other"):
            pass


VOICES = (
    ("plain", "en-US", Gender.FEMALE),
    ("deep", "en-US", Gender.MALE),
    ("posh", "en-GB", Gender.FEMALE),
    ("vite", "fr-FR", None),
)


@pytest.mark.parametrize(
    ("language", "gender", "voice"),
    [
        ("en-US", Gender.MALE, "deep"),
        ("en-GB", Gender.MALE, "posh"),
        ("en-AU", Gender.MALE, "deep"),
        ("en-US", None, "plain"),
        ("fr-CA", Gender.FEMALE, "vite"),
        ("de", Gender.FEMALE, None),
    ],
)
def test_the_nearest_voice_is_of_that_language_then_of_that_gender(language, gender, voice):
    found = nearest_voice(Voiced("many", *VOICES), language, gender)
    assert (found and found.id) == voice


@pytest.fixture
def site(monkeypatch, settings, tmp_path):
    def put(*engines, **changes):
        put_engines(monkeypatch, settings, tmp_path, *engines)
        order = [engine.name for engine in engines]
        config = {"fallback_order": order, "fallback_max_attempts": 2, **changes}
        settings.CONFIG = settings.CONFIG.model_copy(update=config)

    return put


def test_stand_ins_are_those_of_the_settings_in_their_order(site):
    engines = [FakeProvider(), *(FakeEngine(name) for name in ("a", "b", "c"))]
    site(*engines, fallback_order=["b", "cloud", "a"])
    assert [(each.engine, each.voice) for each in stand_ins(REQUEST)] == [("b", "low"), ("a", "low")]
    site(*engines, fallback_order=["c"])
    assert [each.engine for each in stand_ins(REQUEST)] == ["c"]
    site(*engines, fallback=False)
    assert list(stand_ins(REQUEST)) == []


@pytest.mark.parametrize("limit", [{"max_text_characters": 10}, {"formats": ["wav"]}])
def test_who_is_not_to_be_given_this_is_no_stand_in(site, settings, limit):
    site(FakeProvider(), FakeEngine("dear"), FakeEngine("here"))
    name_providers(settings, dear={"kind": "openai", **limit})
    assert [each.engine for each in stand_ins(REQUEST)] == ["here"]


def test_who_does_not_speak_the_language_is_no_stand_in(site):
    site(FakeProvider(), Voiced("english", ("plain", "en-US", None)), FakeEngine("both"))
    french = SpeechRequest(text=TEXT, engine="cloud", voice="high", language="fr-FR")
    assert [(each.engine, each.voice) for each in stand_ins(french)] == [("both", "high")]


def test_a_voice_that_somebody_brought_is_for_engines_that_clone(site):
    site(FakeProvider(), FakeEngine("here"))
    own = SpeechRequest(**{**vars(REQUEST), "reference": Reference("digest")})
    assert list(stand_ins(own)) == []
