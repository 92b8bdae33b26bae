"""Who goes where a large engine needs room: the one that was used longest ago, and nobody in use."""

import threading
from contextlib import ExitStack

import pytest

from speech.engines.errors import EngineUnavailable
from speech.engines.pool import EnginePool, PoolLimits
from tests.speech.fake_engine import FakeEngine
from tests.speech.test_engines_pool import Clock


class Memory:
    def __init__(self, free):
        self.free = free


class LargeEngine(FakeEngine):
    def __init__(self, name, *, needs, memory, held_in="ram"):
        super().__init__(name)
        self.needs, self.room, self.held_in = needs, memory, held_in

    def missing_bytes(self):
        return max(0, self.needs - self.room.free)

    def load(self):
        if self.missing_bytes():
            raise EngineUnavailable(self.name, reason="too little memory", what_to_do="Get more.")
        super().load()
        self.room.free -= self.needs

    def unload(self):
        super().unload()
        self.room.free += self.needs


def make_pool(*engines):
    clock = Clock()
    pool = EnginePool(
        {engine.name: engine for engine in engines}.__getitem__, PoolLimits(retry_load_seconds=0), clock=clock
    )
    return pool, clock


def use_in_order(pool, clock, *names):
    for name in names:
        clock.now += 1
        with pool.use(name):
            pass


def loaded(*engines):
    return [engine.name for engine in engines if engine.is_loaded]


def test_the_one_used_longest_ago_goes_first_and_no_more_than_needed():
    memory = Memory(10)
    engines = [LargeEngine(name, needs=4, memory=memory) for name in ("a", "b", "c")]
    pool, clock = make_pool(*engines)
    use_in_order(pool, clock, "a", "b", "a", "c")
    assert loaded(*engines) == ["a", "c"]


def test_nobody_goes_where_there_is_room():
    memory = Memory(10)
    engines = [LargeEngine(name, needs=4, memory=memory) for name in ("a", "b")]
    pool, clock = make_pool(*engines)
    use_in_order(pool, clock, "a", "b", "a")
    assert loaded(*engines) == ["a", "b"]
    assert engines[0].loads == 1


def test_who_is_in_use_stays_and_the_other_is_told():
    memory = Memory(5)
    engines = [LargeEngine(name, needs=4, memory=memory) for name in ("a", "b")]
    pool, _ = make_pool(*engines)
    with pool.use("a"):
        with pytest.raises(EngineUnavailable, match="too little memory"), pool.use("b"):
            pass
        assert loaded(*engines) == ["a"]
    with pool.use("b"):
        assert loaded(*engines) == ["b"]


def test_who_lies_in_another_memory_stays():
    ram, card = Memory(4), Memory(4)
    small = LargeEngine("small", needs=4, memory=ram)
    large = LargeEngine("large", needs=4, memory=card, held_in="cuda:0")
    third = LargeEngine("third", needs=4, memory=card, held_in="cuda:0")
    pool, clock = make_pool(small, large, third)
    use_in_order(pool, clock, "small", "large", "third")
    assert loaded(small, large, third) == ["small", "third"]


def test_an_engine_that_says_nothing_of_memory_goes_as_well():
    memory = Memory(2)
    plain = FakeEngine("plain")
    plain.unload = lambda: setattr(memory, "free", 4)
    large = LargeEngine("large", needs=4, memory=memory)
    pool, clock = make_pool(plain, large)
    use_in_order(pool, clock, "plain", "large")
    assert loaded(large) == ["large"]


def test_two_that_want_each_others_room_do_not_wait_for_each_other():
    memory = Memory(4)
    engines = [LargeEngine(name, needs=4, memory=memory) for name in ("a", "b")]
    pool, _ = make_pool(*engines)
    refused = []

    def use(name):
        try:
            for _ in range(200):
                with pool.use(name):
                    pass
        except EngineUnavailable:
            refused.append(name)

    threads = [threading.Thread(target=use, args=(name,), daemon=True) for name in ("a", "b")]
    with ExitStack() as joined:
        for thread in threads:
            thread.start()
            joined.callback(thread.join, 60)
    assert not any(thread.is_alive() for thread in threads)
    assert 4 - memory.free in (0, 4)
