"""Each kind of failure, before a sound and in the middle of one, with and without another engine to speak."""

from dataclasses import dataclass

import pytest

from history.models import Entry, State
from speech.engines.errors import EngineUnavailable
from speech.providers.breaker import InMemory
from speech.providers.breaker import State as Breaker
from speech.providers.failures import FailureKind, ProviderFailed
from tests.openai_api.test_speech import ASKED, URL, audio_of, events_of
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.providers.fake_provider import REASON, FakeProvider, failure, guarded
from tests.speech.providers.provider_settings import name_providers

CLOUD = ASKED | {"model": "cloud"}
TRIES = 3


@dataclass(frozen=True)
class Told:
    """What is to come of one failure before there is a sound."""

    status: int
    code: str
    tries: int
    breaker: Breaker = Breaker.CLOSED
    failures: int = 1
    falls_back: bool = True


PASSING = Told(503, "provider_failed", TRIES)
LASTING = Told(503, "provider_failed", 1, breaker=Breaker.OPEN)
BEFORE = {
    FailureKind.AUTH: LASTING,
    FailureKind.QUOTA: LASTING,
    FailureKind.RATE: PASSING,
    FailureKind.TIMEOUT: PASSING,
    FailureKind.SERVER: PASSING,
    FailureKind.NETWORK: PASSING,
    FailureKind.BAD_REQUEST: Told(400, "provider_refused", 1, failures=0, falls_back=False),
}


@dataclass
class Site:
    cloud: FakeProvider
    here: FakeEngine
    known: InMemory
    api: object

    def post(self, **changes):
        return self.api.post(URL, CLOUD | changes, format="json")

    def entry(self) -> Entry | None:
        return Entry.objects.first()


@pytest.fixture
def site(monkeypatch, settings, tmp_path, alice, api_of):
    def put(*, fallback=True, **config):
        cloud, here, known = FakeProvider(), FakeEngine("espeak"), InMemory()
        put_engines(monkeypatch, settings, tmp_path, guarded(cloud, store=known, tries=TRIES), here)
        changes = {"fallback": fallback, "fallback_order": ["espeak"], **config}
        settings.CONFIG = settings.CONFIG.model_copy(update=changes)
        return Site(cloud, here, known, api_of(alice))

    return put


def require_known(site, told: Told):
    known = site.known.read("cloud")
    assert (known.state, known.failures) == (told.breaker, told.failures)


@pytest.mark.parametrize("kind", FailureKind)
def test_before_a_sound_without_another_engine(site, kind, kept_later):
    told, site = BEFORE[kind], site(fallback=False)
    site.cloud.fails = failure(kind, retry_after_seconds=7 if kind is FailureKind.RATE else None)
    response = site.post()
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (told.status, told.code)
    assert REASON in error["message"]
    retry_after = {400: None, 503: "7" if kind is FailureKind.RATE else "30"}[told.status]
    assert response.get("Retry-After") == retry_after
    assert "X-Engine" not in response
    assert site.cloud.asked == told.tries
    require_known(site, told)
    kept_later.do()
    # Who asks again has an entry of that; what is refused stays to be read.
    assert (site.entry() and site.entry().state) == (State.FAILED if told.status == 400 else None)


@pytest.mark.parametrize("kind", FailureKind)
def test_before_a_sound_with_another_engine(site, kind, kept_later):
    told, site = BEFORE[kind], site()
    site.cloud.fails = failure(kind)
    response = site.post()
    if not told.falls_back:
        assert (response.status_code, response.json()["error"]["code"]) == (told.status, told.code)
        assert site.here.spoken == []
        return
    assert response.status_code == 200
    assert (response["X-Engine"], response["X-Fallback-From"]) == ("espeak", "cloud")
    assert audio_of(response)
    assert site.here.spoken == [ASKED["input"]]
    assert site.cloud.asked == told.tries
    require_known(site, told)
    kept_later.do()
    entry = site.entry()
    assert (entry.state, entry.engine, entry.fallback_from) == (State.DONE, "espeak", "cloud")
    assert (entry.model, entry.asked_voice) == ("cloud", "low")


@pytest.mark.parametrize("fallback", [True, False])
@pytest.mark.parametrize("kind", FailureKind)
def test_in_the_middle_of_a_sound_nobody_else_goes_on(site, kind, fallback, kept_later):
    told, site = BEFORE[kind], site(fallback=fallback)
    site.cloud.fails, site.cloud.after_blocks = failure(kind), 12
    response = site.post(response_format="pcm")
    assert response.status_code == 200
    assert response["X-Engine"] == "cloud"
    assert "X-Fallback-From" not in response
    with pytest.raises(ProviderFailed):
        audio_of(response)
    assert (site.cloud.asked, site.here.spoken) == (1, [])
    require_known(site, told)
    kept_later.do()
    entry = site.entry()
    assert (entry.state, entry.engine, entry.fallback_from) == (State.FAILED, "cloud", "")
    assert REASON in entry.error


def test_who_spoke_is_told_where_nothing_failed_too(site):
    response = site().post()
    assert response["X-Engine"] == "cloud"
    assert "X-Fallback-From" not in response
    audio_of(response)


def test_a_resting_provider_is_not_asked_and_says_when_it_is(site):
    site = site(fallback=False)
    site.cloud.fails = failure(FailureKind.QUOTA)
    site.post()
    response = site.post()
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response.json()["error"]["code"] == "provider_resting"
    assert site.cloud.asked == 1


def test_where_all_are_down_each_reason_is_told(site):
    site = site()
    site.cloud.fails, site.here.fails_to_load = failure(FailureKind.AUTH), OSError("disk")
    response = site.post()
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (503, "all_engines_failed")
    assert f"cloud: {REASON}." in error["message"]
    assert "espeak: it could not be loaded." in error["message"]
    assert response["Retry-After"] == "30"


@pytest.fixture
def keyless(site, settings, monkeypatch, tmp_path):
    """A provider that is wanted and whose key is missing, beside what is here."""
    site = site()
    gone = EngineUnavailable("cloud", reason="its key is missing", what_to_do="Set CLOUD_KEY.")
    put_engines(monkeypatch, settings, tmp_path, site.here, missing={"cloud": gone})

    def named(**provider):
        name_providers(settings, cloud={"kind": "openai", **provider})
        return site

    return named


@pytest.mark.parametrize(
    ("provider", "asked", "voice"),
    [
        ({}, {"voice": "alloy"}, "low"),
        ({}, {"voice": "noora", "language": "fr-FR"}, "high"),
        ({"languages": ["fr"]}, {"voice": "noora"}, "high"),
    ],
)
def test_where_its_key_is_missing_another_one_speaks_that_language(
    keyless, kept_later, provider, asked, voice
):
    site = keyless(**provider)
    response = site.post(**asked)
    assert (response["X-Engine"], response["X-Fallback-From"]) == ("espeak", "cloud")
    audio_of(response)
    kept_later.do()
    entry = site.entry()
    assert (entry.engine, entry.voice, entry.fallback_from) == ("espeak", voice, "cloud")
    assert (entry.model, entry.asked_voice) == ("cloud", asked["voice"])


@pytest.mark.parametrize(
    ("provider", "asked"),
    [
        ({}, {"voice": "noora"}),  # of which nobody knows the language
        ({"enabled": False}, {"voice": "alloy"}),
        ({}, {"voice": "alloy", "language": "de"}),
    ],
)
def test_a_missing_key_is_told_where_nobody_can_stand_in(keyless, provider, asked):
    site = keyless(**provider)
    response = site.post(**asked)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "engine_unavailable")
    assert "its key is missing" in response.json()["error"]["message"]
    assert site.here.spoken == []


def test_events_are_spoken_by_another_one_too(site):
    site = site()
    site.cloud.fails = failure(FailureKind.NETWORK)
    response = site.post(stream_format="sse")
    assert (response["X-Engine"], response["X-Fallback-From"]) == ("espeak", "cloud")
    assert events_of(response)[-1]["type"] == "speech.audio.done"


def test_the_history_says_who_stood_in_for_whom(site, kept_later):
    site = site()
    site.cloud.fails = failure(FailureKind.NETWORK)
    audio_of(site.post())
    kept_later.do()
    entry = site.entry()
    item = site.api.get(f"/api/history/{entry.pk}/").json()
    assert (item["engine"], item["fallback_from"]) == ("espeak", "cloud")


def test_an_error_can_be_heard_where_the_operator_wants_that(site):
    site = site(fallback=False, errors_as_audio=True)
    site.cloud.fails = failure(FailureKind.AUTH)
    response = site.post(response_format="wav")
    assert response.status_code == 200
    assert (response["X-Error-Code"], response["Content-Type"]) == ("provider_failed", "audio/wav")
    assert response.content.startswith(b"RIFF")
    assert REASON in site.here.spoken[0]
    assert site.post(voice="nobody")["X-Error-Code"] == "unknown_voice"


def test_what_a_program_must_be_told_is_no_audio(site, stranger, api_of, alice):
    site = site(fallback=False, errors_as_audio=True)
    site.cloud.fails = failure(FailureKind.AUTH)
    assert stranger.post(URL, CLOUD, content_type="application/json").status_code == 401
    assert api_of(alice, ["history"]).post(URL, CLOUD, format="json").status_code == 403
    assert site.post(stream_format="sse").status_code == 503
    site.here.fails_to_load = OSError("disk")
    assert site.post().json()["error"]["code"] == "provider_resting"
