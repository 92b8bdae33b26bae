"""The pool: loaded once, shared, never unloaded in use, busy in time, fair to the short request."""

import threading
from contextlib import ExitStack

import pytest

from speech.engines.base import PassageRequest
from speech.engines.errors import EngineBusy, EngineUnavailable
from speech.engines.pool import EnginePool, PoolLimits, wanted
from speech.engines.turns import FairTurns
from tests.processes import wait_until
from tests.speech.fake_engine import FakeEngine
from tests.speech.providers.fake_provider import FakeProvider


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def make_pool(engine, *, clock=None, **limits):
    return EnginePool(lambda name: engine, PoolLimits(**limits), clock=clock or Clock())


def passage(text="hello"):
    return PassageRequest(text, "low")


def until(condition):
    wait_until(condition, seconds=60, why="what another thread was to do", every_seconds=0.001)


def test_it_loads_on_first_use_and_once():
    engine = FakeEngine()
    pool = make_pool(engine)
    assert pool.engine("fake").voices
    assert engine.loads == 0
    for _ in range(2):
        with pool.use("fake") as used:
            assert used.is_loaded
    assert engine.loads == 1


def test_many_threads_at_once_load_it_once():
    engine = FakeEngine()
    pool = make_pool(engine)
    all_inside = threading.Barrier(9)

    def use():
        with pool.use("fake"):
            all_inside.wait(60)
            all_inside.wait(60)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    all_inside.wait(60)
    assert pool.usage()[0].users == 8
    all_inside.wait(60)
    for thread in threads:
        thread.join()
    assert engine.loads == 1
    assert pool.usage()[0].users == 0


def test_an_idle_engine_is_unloaded_and_comes_back():
    engine, clock = FakeEngine(), Clock()
    pool = make_pool(engine, clock=clock, idle_seconds=60)
    with pool.use("fake"):
        clock.now = 1_000
        assert pool.unload_idle() == []
        assert not pool.unload("fake")
    assert pool.unload_idle(now=1_059) == []
    assert pool.unload_idle(now=1_060) == ["fake"]
    assert pool.unload_idle(now=2_000) == []
    assert engine.unloads == 1
    with pool.use("fake") as used:
        assert used.is_loaded


def test_a_failed_load_says_why_and_is_tried_again_later():
    engine, clock = FakeEngine(fails_to_load=OSError("/a/secret/path")), Clock()
    pool = make_pool(engine, clock=clock, retry_load_seconds=15)
    for _ in range(2):
        with pytest.raises(EngineUnavailable) as caught, pool.use("fake"):
            pass
        assert "secret" not in str(caught.value)
    assert engine.loads == 1, "a broken engine is not loaded for every request"
    clock.now, engine.fails_to_load = 15, None
    with pool.use("fake") as used:
        assert used.is_loaded
    assert pool.usage()[0].users == 0


def turns_of(pool) -> FairTurns:
    return pool._slot("fake").turns


def test_one_person_leaves_places_for_the_others():
    pool = make_pool(FakeEngine(), generations=4, wait_seconds=0.01)
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(pool.generation("fake", owner="ann"))
        with pytest.raises(EngineBusy), pool.generation("fake", owner="ann"):
            pass
        with pool.generation("fake", owner="bob") as generation:
            assert len(list(generation.blocks(passage("ab")))) == 2
    with pool.generation("fake", owner="ann"):
        assert pool.under_way == 1
    assert pool.under_way == 0


def test_a_place_that_comes_free_is_taken_by_who_waits():
    pool = make_pool(FakeEngine(), generations=1, wait_seconds=60)
    first = pool.generation("fake", owner="ann")
    first.__enter__()
    done = threading.Event()

    def wait() -> None:
        with pool.generation("fake", owner="ann"):
            done.set()

    threading.Thread(target=wait, daemon=True).start()
    assert not done.wait(0.05)
    first.__exit__(None, None, None)
    assert done.wait(60)


def test_a_quick_engine_does_not_wait_behind_a_slow_one():
    gate = threading.Event()
    slow, quick = FakeEngine("slow", gate=gate), FakeEngine("quick")
    pool = EnginePool({"slow": slow, "quick": quick}.__getitem__)

    def speak_slowly() -> None:
        with pool.generation("slow") as generation:
            list(generation.blocks(passage("abc")))

    speaking = threading.Thread(target=speak_slowly)
    speaking.start()
    until(lambda: slow.is_loaded)
    with pool.generation("quick") as generation:
        assert len(list(generation.blocks(passage("ab")))) == 2
    gate.set()
    speaking.join(60)


def test_too_many_generations_are_told_when_to_come_back():
    pool = make_pool(FakeEngine(), generations=1, wait_seconds=0.01)
    with pool.generation("fake"):
        with pytest.raises(EngineBusy) as caught, pool.generation("fake"):
            pass
        assert caught.value.retry_after_seconds >= 1
    with pool.generation("fake") as generation:
        assert len(list(generation.blocks(passage("abc")))) == 3


def test_a_generation_that_fails_gives_its_place_back():
    pool = make_pool(FakeEngine(fails_to_load=OSError()), generations=1, wait_seconds=0, retry_load_seconds=0)
    for _ in range(3):
        with pytest.raises(EngineUnavailable), pool.generation("fake") as generation:
            next(generation.blocks(passage("abc")))


def test_an_abandoned_passage_gives_its_turn_back():
    pool = make_pool(FakeEngine())
    with pool.generation("fake") as first, pool.generation("fake") as second:
        left = first.blocks(passage("abandoned"))
        next(left)
        assert len(list(second.blocks(passage("ab")))) == 2
        left.close()
        assert len(list(second.blocks(passage("ab")))) == 2


def test_a_service_is_asked_for_as_many_passages_together_as_it_may_be():
    """Each has a connection until its sound has ended: who waits for one must not hold up that end."""
    service = FakeProvider("fake", at_once=2)
    pool = make_pool(service)
    with pool.generation("fake") as one, pool.generation("fake") as other:
        begun = [generation.blocks(passage("ab")) for generation in (one, other)]
        for blocks in begun:
            next(blocks)
        third = threading.Thread(target=lambda: list(one.blocks(passage("ab"))))
        third.start()
        until(lambda: one.others_wait or not third.is_alive())
        assert service.asked == 2
        assert len(list(begun[0])) == 1
        third.join(60)
        assert service.asked == 3
        begun[1].close()
    assert turns_of(pool)._free == 2, "who leaves gives it back, too"


def test_a_service_is_not_listened_to_for_somebody_who_left():
    class Left(Exception):
        pass

    has_left = threading.Event()

    def check():
        if has_left.is_set():
            raise Left

    pool = make_pool(FakeProvider("fake"))
    with pool.generation("fake", check=check) as generation:
        blocks = generation.blocks(passage("abc"))
        next(blocks)
        has_left.set()
        with pytest.raises(Left):
            next(blocks)
    assert turns_of(pool)._free == 4


def test_who_came_to_be_unwanted_in_the_queue_takes_no_turn():
    class Left(Exception):
        pass

    gate, has_left, refused = threading.Event(), threading.Event(), []
    engine = FakeEngine(gate=gate)
    pool = make_pool(engine)

    def check():
        if has_left.is_set():
            raise Left

    def speak(name):
        try:
            with pool.generation("fake", check=check if name == "left" else wanted) as generation:
                list(generation.blocks(passage(name)))
        except Left:
            refused.append(name)

    threads = [threading.Thread(target=speak, args=(name,)) for name in ("stays", "left")]
    threads[0].start()
    until(lambda: turns_of(pool)._free == 0)
    threads[1].start()
    until(lambda: turns_of(pool).waiting == 1)
    has_left.set()
    gate.set()
    for thread in threads:
        thread.join(10)
    assert (engine.spoken, refused) == (["stays"], ["left"])
    assert pool.usage()[0].users == 0
    assert turns_of(pool)._free == 1


def test_a_short_request_waits_for_one_block_of_a_long_one_and_no_more():
    gate = threading.Event()
    pool = make_pool(FakeEngine(gate=gate))
    order = []

    def speak(name, passages):
        with pool.generation("fake") as generation:
            for number in range(passages):
                for _ in generation.blocks(passage("x")):
                    order.append(f"{name}{number}")

    long = threading.Thread(target=speak, args=("long", 50))
    long.start()
    until(lambda: turns_of(pool)._free == 0)
    short = threading.Thread(target=speak, args=("short", 1))
    short.start()
    until(lambda: turns_of(pool).waiting == 1)
    gate.set()
    short.join()
    long.join()
    assert order.index("short0") <= 2
    assert order[-1] == "long49"


def test_waiting_requests_are_served_in_a_circle_however_much_one_of_them_asks():
    turns, order = FairTurns(), []

    def take(request):
        with turns.turn(request):
            order.append(request)

    threads = []
    with turns.turn("first"):
        for request in ("greedy", "greedy", "greedy", "modest", "other"):
            threads.append(threading.Thread(target=take, args=(request,)))
            threads[-1].start()
            until(lambda: turns.waiting == len(threads))
    for thread in threads:
        thread.join()
    assert order == ["greedy", "modest", "other", "greedy", "greedy"]


def test_as_many_turns_at_once_as_were_allowed():
    turns = FairTurns(at_once=2)

    def take():
        with turns.turn("c"):
            pass

    with turns.turn("a"), turns.turn("b"):
        third = threading.Thread(target=take)
        third.start()
        until(lambda: turns.waiting == 1)
    third.join()
    assert turns.waiting == 0


def test_warming_up_speaks_once():
    engine = FakeEngine()
    make_pool(engine).warm_up("fake", passage("warm"))
    assert engine.spoken == ["warm"]


def test_usage_tells_who_uses_what():
    clock = Clock()
    pool = make_pool(FakeEngine(), clock=clock)
    with pool.use("fake"):
        (usage,) = pool.usage()
        assert (usage.is_loaded, usage.users, usage.idle_seconds) == (True, 1, None)
    clock.now = 30
    assert pool.usage()[0].idle_seconds == 30
