"""Patience with a provider: tried again before its first sound, never after; told to its breaker once."""

from contextlib import suppress

import pytest

from speech.engines.base import PassageRequest, SpeechEngine, SpokenWord
from speech.engines.errors import EngineFailed
from speech.providers.breaker import InMemory, State
from speech.providers.failures import FailureKind, ProviderFailed, ProviderResting
from tests.speech.providers.fake_provider import Clock, FakeProvider, failure, guarded

HELLO = PassageRequest("hello", "low")
WORTH = [FailureKind.RATE, FailureKind.TIMEOUT, FailureKind.SERVER, FailureKind.NETWORK]


@pytest.fixture
def provider():
    provider = FakeProvider()
    provider.load()
    return provider


def test_it_is_an_engine_like_the_one_in_it(provider):
    engine = guarded(provider)
    assert isinstance(engine, SpeechEngine)
    assert (engine.name, engine.voices) == (provider.name, provider.voices)
    assert engine.capabilities == provider.capabilities


@pytest.mark.parametrize("kind", WORTH)
def test_what_may_pass_is_tried_again_and_nobody_hears_of_it(provider, kind):
    waits, store = [], InMemory()
    provider.fails, provider.times = failure(kind), 2
    assert len(list(guarded(provider, store=store, sleep=waits.append).synthesize(HELLO))) == 5
    assert provider.asked == 3
    assert 0.25 <= waits[0] <= 0.5 <= waits[1] <= 1.0
    assert store.read("cloud").failures == 0


@pytest.mark.parametrize("kind", sorted(set(FailureKind) - set(WORTH)))
def test_what_would_come_again_is_told_at_once(provider, kind):
    provider.fails = failure(kind)
    with pytest.raises(ProviderFailed):
        list(guarded(provider).synthesize(HELLO))
    assert provider.asked == 1


def test_a_passage_is_one_failure_however_often_it_was_tried(provider):
    store = InMemory()
    provider.fails = failure(FailureKind.SERVER)
    with pytest.raises(ProviderFailed):
        list(guarded(provider, store=store, tries=4).synthesize(HELLO))
    assert (provider.asked, store.read("cloud").failures) == (4, 1)


def test_after_the_first_sound_it_is_not_tried_again(provider):
    store, heard = InMemory(), []
    provider.fails, provider.after_blocks = failure(FailureKind.NETWORK), 2
    with pytest.raises(ProviderFailed):
        heard.extend(guarded(provider, store=store).synthesize(HELLO))
    assert (provider.asked, store.read("cloud").failures) == (1, 1)


def test_it_waits_as_long_as_the_service_asks(provider):
    waits = []
    provider.fails, provider.times = failure(FailureKind.RATE, retry_after_seconds=7), 1
    list(guarded(provider, sleep=waits.append).synthesize(HELLO))
    assert 7.25 <= waits[0] <= 7.5, "and not all who were told so come back together"


def test_it_does_not_wait_for_longer_than_anybody_would(provider):
    provider.fails = failure(FailureKind.RATE, retry_after_seconds=60)
    with pytest.raises(ProviderFailed):
        list(guarded(provider, sleep=lambda _: pytest.fail("waited")).synthesize(HELLO))
    assert provider.asked == 1


def test_once_its_first_sound_is_overdue_it_is_not_tried_again(provider):
    provider.fails = failure(FailureKind.TIMEOUT)
    engine = guarded(provider, first_audio_seconds=0.2, sleep=lambda _: pytest.fail("waited"))
    with pytest.raises(ProviderFailed):
        list(engine.synthesize(HELLO))
    assert provider.asked == 1


def test_what_is_no_failure_of_a_provider_passes_at_once(provider):
    store = InMemory()
    provider.fails = EngineFailed("cloud", reason="of another kind")
    with pytest.raises(EngineFailed):
        list(guarded(provider, store=store).synthesize(HELLO))
    assert (provider.asked, store.read("cloud").failures) == (1, 0)


def test_words_of_a_try_that_failed_are_forgotten(provider):
    word, told = SpokenWord(0, 5, 0.0, 0.2), []
    speaks = provider.synthesize

    def telling(request, *, on_word=None):
        on_word(word)
        yield from speaks(request)

    provider.synthesize = telling
    provider.fails, provider.times = failure(FailureKind.SERVER), 1
    list(guarded(provider).synthesize(HELLO, on_word=told.append))
    assert told == [word]


def test_a_resting_provider_is_not_asked_and_a_probe_is_one_try(provider):
    clock = Clock()
    engine = guarded(provider, clock=clock, failures=1, seconds=30)
    provider.fails = failure(FailureKind.SERVER)
    for asked_so_far in (3, 3):
        with pytest.raises((ProviderFailed, ProviderResting)):
            list(engine.synthesize(HELLO))
        assert provider.asked == asked_so_far
    clock.goes_on(30)
    with pytest.raises(ProviderFailed):
        list(engine.synthesize(HELLO))
    assert provider.asked == 4


def test_who_leaves_the_probe_before_its_first_sound_does_not_keep_it(provider):
    clock, store = Clock(), InMemory()
    engine = guarded(provider, clock=clock, store=store, failures=1)
    provider.fails = failure(FailureKind.AUTH)
    with pytest.raises(ProviderFailed):
        list(engine.synthesize(HELLO))
    clock.goes_on(30)
    provider.fails = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        list(engine.synthesize(HELLO))
    provider.fails = None
    left = engine.synthesize(HELLO)
    next(left)
    left.close()
    assert store.read("cloud").state is State.CLOSED, "it was heard"


def test_ten_thousand_requests_to_a_flapping_provider_open_and_close_it_as_the_limits_say(provider):
    """One a second; the provider is down for 200 seconds of each 500."""
    clock, store = Clock(), InMemory()
    engine = guarded(provider, clock=clock, store=store, tries=1, failures=5, seconds=30, most_seconds=120)
    seen, before = [], State.CLOSED
    for second in range(10_000):
        provider.fails = failure(FailureKind.SERVER) if 100 <= second % 500 < 300 else None
        with suppress(ProviderFailed, ProviderResting):
            list(engine.synthesize(PassageRequest("a", "low")))
        if (after := store.read("cloud").state) is not before:
            seen.append((second, after))
            before = after
        clock.goes_on(1)
    # Opened by the fifth failure; probes after 30, 60 and 120 seconds: the last of them finds it well.
    assert seen == [
        (500 * turn + second, state)
        for turn in range(20)
        for second, state in ((104, State.OPEN), (314, State.CLOSED))
    ]
    resting = 29 + 59 + 119
    assert provider.asked == 20 * (500 - resting)
