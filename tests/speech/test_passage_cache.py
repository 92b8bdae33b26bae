"""Passages on disk: the right one or none, within the budget, whatever else goes on."""

import logging
import multiprocessing
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.passage_cache import CachedPassage, PassageCache, PassageKey
from speech.private_files import bytes_below

RATE_HZ = 24_000
MIB = 1024 * 1024


def make_key(**fields: Any) -> PassageKey:
    usual = {
        "owner": "alice", "engine": "kokoro", "engine_version": "1.0", "voice": "af_heart",
        "language": "en-US", "speed": 1.0, "text": "Hello.",
    }  # fmt: skip
    return PassageKey(**(usual | fields))


def make_passage(value: float = 0.25, frames: int = 1_000) -> CachedPassage:
    return CachedPassage(np.full(frames, value, np.float32), RATE_HZ, ((0, 5, 0.0, 0.4),))


def bytes_on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.passage"))


@pytest.fixture
def cache(tmp_path: Path) -> PassageCache:
    return PassageCache(tmp_path / "passages", MIB)


def test_what_was_stored_comes_back_to_the_bit(cache: PassageCache) -> None:
    samples = np.random.default_rng(1).normal(0, 1, 5_000).astype(np.float32)  # peaks above 1 too
    words = ((0, 5, 0.0, 0.4125), (6, 11, 0.5, 0.9))
    cache.put(make_key(), CachedPassage(samples, RATE_HZ, words))
    found = cache.get(make_key())
    assert found is not None
    assert found.samples.tobytes() == samples.tobytes()
    assert (found.rate_hz, found.words) == (RATE_HZ, words)


def test_every_field_of_the_key_tells_passages_apart(cache: PassageCache) -> None:
    others = {
        "owner": "bob", "engine": "piper", "engine_version": "1.1", "voice": "am_adam", "language": "en-GB",
        "speed": 1.1, "text": "Hello!", "phonemes": "həlˈoʊ", "seed": 0,
    }  # fmt: skip
    cache.put(make_key(), make_passage())
    for field, value in others.items():
        assert cache.get(make_key(**{field: value})) is None, field
        assert not cache.holds(make_key(**{field: value}))
    assert cache.holds(make_key())


def test_a_whole_speed_is_the_same_with_and_without_a_point() -> None:
    assert make_key(speed=1).digest == make_key(speed=1.0).digest


TEXTS = st.text(max_size=8) | st.sampled_from(["../bob", "bob/..", "", "\x00", "\ud800"])
KEYS = st.builds(
    make_key,
    owner=TEXTS,
    voice=TEXTS,
    text=TEXTS,
    phonemes=TEXTS,
    speed=st.sampled_from([1, 1.0, 1.5]),
    seed=st.none() | st.integers(0, 2),
)


@settings(max_examples=60, deadline=None)
@given(stored=st.lists(KEYS, max_size=12), asked=st.lists(KEYS, max_size=6))
def test_nobody_hears_another_passage_or_another_persons(
    stored: list[PassageKey], asked: list[PassageKey]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = PassageCache(Path(folder), MIB)
        last = {}
        for number, key in enumerate(stored):
            cache.put(key, make_passage(float(number), frames=4))
            last[key] = float(number)
        for key in [*stored, *asked]:
            found = cache.get(key)
            assert (None if found is None else found.samples[0]) == last.get(key)
        assert all(path.parent.parent == Path(folder) for path in Path(folder).rglob("*.passage"))


@settings(max_examples=30, deadline=None)
@given(
    uses=st.lists(
        st.tuples(st.booleans(), st.integers(0, 15), st.integers(0, 2_000), st.sampled_from("ab")),
        max_size=60,
    )
)
def test_it_is_never_above_its_budget_and_knows_its_size(uses: list[tuple[bool, int, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, budget = Path(name), 40_000
        cache = PassageCache(folder, budget)
        for stores, text, frames, owner in uses:
            key = make_key(text=str(text), owner=owner)
            if stores:
                cache.put(key, make_passage(frames=frames))
            else:
                cache.get(key)
            assert bytes_on_disk(folder) <= budget
            assert cache.size_bytes() == bytes_on_disk(folder)


def test_what_was_used_last_goes_last(tmp_path: Path) -> None:
    cache = PassageCache(tmp_path, 100_000)
    for number in range(23):  # 23 of 4,088 bytes fill it but for one
        cache.put(make_key(text=str(number)), make_passage(frames=1_000))
    assert cache.get(make_key(text="0")) is not None
    for number in range(23, 26):
        cache.put(make_key(text=str(number)), make_passage(frames=1_000))
    kept = [number for number in range(26) if cache.holds(make_key(text=str(number)))]
    assert 0 in kept
    assert kept[1:] == list(range(26 - len(kept) + 1, 26))
    assert 0.8 * 100_000 <= cache.size_bytes() <= 100_000
    assert cache.stats().evicted == 26 - len(kept) > 0


def test_a_passage_that_would_fill_the_cache_is_not_stored(tmp_path: Path) -> None:
    cache = PassageCache(tmp_path, 10_000)
    cache.put(make_key(), make_passage(frames=300))
    assert not cache.holds(make_key())


def test_without_a_budget_it_is_off_and_leaves_nothing(tmp_path: Path) -> None:
    cache = PassageCache(tmp_path / "passages", 0)
    cache.put(make_key(), make_passage())
    assert cache.get(make_key()) is None
    assert not cache.holds(make_key())
    assert list(tmp_path.iterdir()) == []


def stored_file(cache: PassageCache, folder: Path) -> Path:
    cache.put(make_key(), make_passage())
    return next(folder.rglob("*.passage"))


@pytest.mark.parametrize("keeps", [0, 10, 63, 64, 100, -1])
def test_a_file_cut_short_is_a_miss_and_goes(tmp_path: Path, keeps: int) -> None:
    cache = PassageCache(tmp_path, MIB)
    path = stored_file(cache, tmp_path)
    path.write_bytes(path.read_bytes()[:keeps])
    assert cache.get(make_key()) is None
    assert not path.exists()
    assert not cache.holds(make_key())


@pytest.mark.parametrize("at", [0, 8, 40, 44, 48, 60, 70, 100, 4_000])
def test_a_file_with_a_changed_byte_is_a_miss_and_goes(tmp_path: Path, at: int) -> None:
    cache = PassageCache(tmp_path, MIB)
    path = stored_file(cache, tmp_path)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert cache.get(make_key()) is None
    assert not path.exists()


def test_a_file_put_in_anothers_place_is_a_miss(tmp_path: Path) -> None:
    cache = PassageCache(tmp_path, MIB)
    stored = stored_file(cache, tmp_path)
    cache.put(make_key(owner="bob"), make_passage())
    bobs = next(path for path in tmp_path.rglob("*.passage") if path != stored)
    bobs.write_bytes(stored.read_bytes())
    assert cache.get(make_key(owner="bob")) is None


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "passages"
    path = stored_file(PassageCache(folder, MIB), folder)
    assert [stat.S_IMODE(found.stat().st_mode) for found in (path, path.parent, folder)] == [
        0o600,
        0o700,
        0o700,
    ]


def test_one_persons_passages_are_forgotten_and_no_others(cache: PassageCache) -> None:
    for owner in ("alice", "bob"):
        cache.put(make_key(owner=owner), make_passage())
    before = cache.size_bytes()
    cache.forget_owner("alice")
    cache.forget_owner("nobody")
    assert cache.get(make_key(owner="alice")) is None
    assert cache.get(make_key(owner="bob")) is not None
    assert cache.size_bytes() == before / 2


def test_clearing_leaves_nothing_and_works_before_anything_was_stored(cache: PassageCache) -> None:
    cache.clear()
    cache.put(make_key(), make_passage())
    cache.clear()
    assert cache.get(make_key()) is None
    assert cache.size_bytes() == 0


def test_what_a_killed_process_left_is_found_out_at_the_next_eviction(tmp_path: Path) -> None:
    cache = PassageCache(tmp_path, 100_000)
    draft = stored_file(cache, tmp_path).with_name("left.draft")
    draft.write_bytes(bytes(50_000))
    (tmp_path / "ledger").write_text("99999")  # it died between the ledger and the passage
    cache.put(make_key(text="next"), make_passage())
    assert cache.holds(make_key())
    assert not draft.exists()
    assert cache.size_bytes() == bytes_on_disk(tmp_path)


@pytest.mark.parametrize("ledger", ["", "many", "-99999", None])
def test_a_lost_ledger_is_written_anew(tmp_path: Path, ledger: str | None) -> None:
    cache = PassageCache(tmp_path, 100_000)
    stored_file(cache, tmp_path)
    if ledger is None:
        (tmp_path / "ledger").unlink()
    else:
        (tmp_path / "ledger").write_text(ledger)
    cache.put(make_key(text="next"), make_passage())
    assert int((tmp_path / "ledger").read_text()) == bytes_on_disk(tmp_path)


def test_a_folder_that_cannot_be_used_is_told_once_and_costs_nobody_their_speech(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "passages").write_text("a file is in the way")
    cache = PassageCache(tmp_path / "passages", MIB)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            cache.put(make_key(), make_passage())
            assert cache.get(make_key()) is None
    assert [record.getMessage().split(" in ")[0] for record in caplog.records] == [
        "Spoken passages can't be stored",
        "Spoken passages can't be read",
    ]
    assert cache.stats().failures == 6


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = PassageCache(tmp_path, MIB)
    stored_file(cache, tmp_path)

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "replace", no_space)
        cache.put(make_key(text="next"), make_passage())
    assert cache.get(make_key()) is not None
    assert not cache.holds(make_key(text="next"))
    assert list(tmp_path.rglob("*.draft")) == []


def test_it_counts_what_happens(cache: PassageCache) -> None:
    cache.get(make_key())
    cache.put(make_key(), make_passage())
    cache.get(make_key())
    cache.get(make_key())
    stats = cache.stats()
    assert (stats.hits, stats.misses, stats.stored, stats.evicted, stats.failures) == (2, 1, 1, 0, 0)
    assert stats.size_bytes == cache.size_bytes() > 4_000


BUDGET_OF_TWO = 60_000


def use_at_random(folder: str, seed: int, results: Any) -> None:
    """Wrong answers, and the largest size that was seen."""
    cache, dice = PassageCache(Path(folder), BUDGET_OF_TWO), np.random.default_rng(seed)
    wrong = largest = 0
    for turn in range(150):
        number = int(dice.integers(30))
        found = cache.get(make_key(text=str(number)))
        wrong += found is not None and not np.all(found.samples == number)
        cache.put(make_key(text=str(number)), make_passage(float(number), frames=int(dice.integers(1_400))))
        if turn % 50 == 49:
            cache.forget_owner("alice")
        largest = max(largest, bytes_below(Path(folder), ".passage"))
    results.put((wrong, largest, cache.stats().failures))


def test_two_processes_share_it_without_wrong_answers_and_within_the_budget(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    both = [context.Process(target=use_at_random, args=(str(tmp_path), seed, results)) for seed in range(2)]
    for process in both:
        process.start()
    told = [results.get(timeout=60) for _ in both]
    for process in both:
        process.join(10)
    assert [(wrong, failures) for wrong, _, failures in told] == [(0, 0), (0, 0)]
    assert max(largest for _, largest, _ in told) <= BUDGET_OF_TWO
    assert int((tmp_path / "ledger").read_text()) == bytes_on_disk(tmp_path)
