"""What is told of speech while it is made, and what Prometheus makes of it."""

from types import SimpleNamespace

import numpy as np
import pytest

from common.errors import AppError
from speech import measures
from speech.engines.errors import EngineBusy, EngineFailed, EngineUnavailable, OutOfMemory
from speech.fallbacks import spoken_by_another, tell
from speech.measures import Measured
from speech.providers.failures import FailureKind, ProviderFailed, ProviderResting
from speech.requests import Wish, resolve
from speech.speaking import begin
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from voicesite.metrics import exposition

BLOCK = np.zeros(12_000, np.float32)


class Told:
    def __init__(self):
        self.begun_with, self.ended_with, self.refused_with = [], [], []
        self.waited_for = []

    def begun(self, engine):
        self.begun_with.append(engine)

    def ended(self, engine, spoken):
        self.ended_with.append(spoken)

    def refused(self, spoken):
        self.refused_with.append(spoken)

    def waited(self, engine, seconds):
        self.waited_for.append((engine, seconds))


@pytest.fixture
def told(monkeypatch):
    listener = Told()
    monkeypatch.setattr(measures, "LISTENERS", [listener])
    return listener


class Clock:
    """A second for each time that it is looked at."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        self.seconds += 1
        return self.seconds


def measured(made, *, check=lambda: None):
    work = Measured(engine="lab", characters=7, clock=Clock())
    checked = work.checking(check)
    return work.blocks(made(checked), rate_hz=24_000, is_remembered=False, spoken_by=lambda: "near"), checked


def blocks_then(error=None):
    def made(check):
        yield np.zeros(0, np.float32)
        yield BLOCK
        check()
        yield BLOCK
        if error:
            raise error

    return made


def test_what_is_spoken_is_measured_without_the_time_of_who_listens(told):
    blocks, _ = measured(blocks_then())
    assert len(list(blocks)) == 3
    assert told.begun_with == ["lab"]
    (spoken,) = told.ended_with
    assert (spoken.engine, spoken.outcome, spoken.characters) == ("near", "done", 7)
    assert (spoken.audio_seconds, spoken.first_audio_seconds, spoken.making_seconds) == (1.0, 2.0, 4.0)


def test_what_is_never_drawn_is_not_counted(told):
    measured(blocks_then())
    assert told.begun_with == told.ended_with == []


def test_who_leaves_is_not_a_failure(told):
    blocks, _ = measured(blocks_then())
    next(blocks)
    blocks.close()
    assert told.ended_with[0].outcome == "left"


class Unwanted(Exception):
    pass


def test_work_that_its_own_check_ends_is_not_a_failure(told):
    def check():
        raise Unwanted

    blocks, _ = measured(blocks_then(), check=check)
    with pytest.raises(Unwanted):
        list(blocks)
    assert told.ended_with[0].outcome == "left"


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(EngineFailed("lab", reason="it broke"), "failed"), (EngineBusy(3), "busy"), (OSError(), "failed")],
)
def test_what_breaks_is_told_by_its_kind(told, error, outcome):
    blocks, _ = measured(blocks_then(error))
    with pytest.raises(type(error)):
        list(blocks)
    assert told.ended_with[0].outcome == outcome


def test_a_counter_that_breaks_costs_nobody_their_speech(told, caplog):
    told.ended = None
    blocks, _ = measured(blocks_then())
    assert len(list(blocks)) == 3
    assert "A measure of speech was lost" in caplog.text


def test_neither_does_one_of_those_who_stood_in(caplog):
    def breaks(**_):
        raise OSError

    spoken_by_another.connect(breaks)
    try:
        stood_in = SimpleNamespace(engine="near", fallback_from="lab")
        tell(stood_in, [("lab", EngineFailed("lab", reason="it broke"))])
    finally:
        spoken_by_another.disconnect(breaks)
    assert "near speaks instead of lab" in caplog.text


@pytest.fixture
def spoken(monkeypatch, settings, tmp_path, alice):
    put_engines(monkeypatch, settings, tmp_path, FakeEngine("kokoro"), on_wait=measures.waited)

    def speak(**fields):
        wish = Wish(**{"text": "Hello there.", "model": "kokoro", "voice": "low", **fields})
        return b"".join(begin(resolve(wish, user=alice), owner=alice).encoded("wav"))

    return speak


def value_of(name, **labels) -> float:
    wanted = [f'{key}="{value}"' for key, value in labels.items()]
    return sum(
        float(line.rpartition(" ")[2])
        for line in exposition().decode().splitlines()
        if line.startswith(name) and all(label in line for label in wanted)
    )


def test_every_door_is_counted_where_speech_begins(spoken):
    named = {"engine": "kokoro"}
    before = value_of("voicesite_speech_requests_total", **named, outcome="done")
    characters = value_of("voicesite_speech_characters_total", **named)
    remembered = value_of("voicesite_speech_remembered_total", **named)
    waits = value_of("voicesite_speech_queue_seconds_count", **named)
    spoken()
    spoken()
    assert value_of("voicesite_speech_requests_total", **named, outcome="done") == before + 2
    assert value_of("voicesite_speech_characters_total", **named) == characters + 24
    assert value_of("voicesite_speech_remembered_total", **named) == remembered + 1
    assert value_of("voicesite_speech_queue_seconds_count", **named) == waits + 2
    assert value_of("voicesite_speech_active", **named) == 0


def test_what_can_not_be_spoken_is_counted_as_refused(spoken):
    before = value_of("voicesite_speech_requests_total", engine="kokoro", outcome="refused")
    with pytest.raises(AppError):
        spoken(voice="nobody")
    assert value_of("voicesite_speech_requests_total", engine="kokoro", outcome="refused") == before + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [
        ProviderFailed("kokoro", FailureKind.TIMEOUT, reason="it hung"),
        ProviderResting("kokoro", reason="it failed", retry_after_seconds=9),
        EngineUnavailable("kokoro", reason="it is gone", what_to_do="Bring it back."),
        EngineFailed("kokoro", reason="it broke"),
        OutOfMemory("kokoro"),
        EngineBusy(3),
    ],
    ids=lambda error: str(getattr(error, "kind", error.code)),
)
def test_each_cause_of_another_one_speaking_has_its_name(spoken, error):
    cause = str(getattr(error, "kind", error.code))
    before = value_of("voicesite_speech_fallbacks_total", engine="kokoro", cause=cause)
    spoken_by_another.send(sender=None, fallback_from="kokoro", engine="near", error=error)
    assert value_of("voicesite_speech_fallbacks_total", engine="kokoro", cause=cause) == before + 1


@pytest.mark.django_db
def test_a_name_or_a_cause_that_nobody_foresaw_makes_one_series():
    for number in range(3):
        error = ProviderFailed("x", f"cause {number}", reason="it broke")
        spoken_by_another.send(sender=None, fallback_from=f"made up {number}", engine="near", error=error)
        measures.waited(f"made up {number}", 0.1)
    text = exposition().decode()
    assert "made up" not in text
    assert "cause 1" not in text
    assert value_of("voicesite_speech_fallbacks_total", engine="other", cause="other") >= 3
