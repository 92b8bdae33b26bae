"""Prompts of voices: made once, kept apart, and never believed where they are damaged."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from speech.engines.base import Reference
from speech.providers.research.prompt_file import as_bytes, from_bytes
from speech.providers.research.prompts import (
    GONE_SUFFIX,
    SUFFIX,
    PromptCache,
    PromptCounts,
    PromptKey,
    forget_reference,
)

KEY = PromptKey(reference="alice", transcript="hello", kind="pocket", model_version="1")


def key(**changed):
    return PromptKey(**{**vars(KEY), **changed})


class Making:
    def __init__(self, value=1.0, frames=8):
        self.times, self._value, self._frames = 0, value, frames

    def __call__(self):
        self.times += 1
        return {"latents": torch.full((self._frames, 4), self._value), "codes": torch.arange(5)}


def files(folder):
    return sorted(folder.rglob(f"*{SUFFIX}"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "prompts"


@pytest.fixture
def cache(folder):
    return PromptCache(folder)


def test_a_prompt_is_made_once(cache):
    making = Making()
    first, second = cache.prompt(KEY, making), cache.prompt(KEY, making)
    assert making.times == 1
    assert second["latents"].equal(first["latents"])
    assert cache.counts() == PromptCounts(from_memory=1, made=1)


def test_another_process_finds_it_on_disk(cache, folder):
    made = cache.prompt(KEY, Making())
    other, making = PromptCache(folder), Making(7.0)
    found = other.prompt(KEY, making)
    assert making.times == 0
    assert found.keys() == made.keys()
    assert all(found[name].equal(made[name]) and found[name].dtype == made[name].dtype for name in made)
    assert other.counts() == PromptCounts(from_disk=1)


def test_without_a_folder_it_is_kept_in_memory_alone(tmp_path):
    cache, making = PromptCache(None), Making()
    cache.prompt(KEY, making)
    cache.prompt(KEY, making)
    assert making.times == 1
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "changed",
    [{"reference": "bob"}, {"transcript": "bye"}, {"kind": "csm"}, {"model_version": "2"}],
    ids=lambda changed: next(iter(changed)),
)
def test_another_one_gets_a_prompt_of_its_own(changed, cache):
    cache.prompt(KEY, Making(1.0))
    assert cache.prompt(key(**changed), Making(2.0))["latents"][0, 0] == 2.0


def test_words_do_not_run_together():
    assert key(reference="a", transcript="bc").digest != key(reference="ab", transcript="c").digest


def test_a_key_is_of_what_is_heard_and_said():
    reference = Reference(digest="alice", transcript="hello", language="en")
    assert PromptKey.of(reference, kind="pocket", model_version="1") == KEY


@pytest.mark.parametrize("harm", ["cut", "one bit", "a name", "not a prompt", "empty"])
def test_a_damaged_file_is_made_anew(harm, cache, folder):
    cache.prompt(KEY, Making())
    [path] = files(folder)
    data = path.read_bytes()
    harmed = {
        "cut": data[:-9],
        "one bit": data[:-1] + bytes([data[-1] ^ 1]),
        "a name": data.replace(b"codes", b"coded"),
        "not a prompt": b"no" * 40,
        "empty": b"",
    }
    path.write_bytes(harmed[harm])
    making = Making(3.0)
    assert PromptCache(folder).prompt(KEY, making)["latents"][0, 0] == 3.0
    assert PromptCache(folder).prompt(KEY, Making())["latents"][0, 0] == 3.0


def test_a_damaged_header_is_not_believed():
    data = as_bytes(Making()(), digest="alice")
    header_bytes = int.from_bytes(data[:8], "little")
    for place in range(8 + header_bytes):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert from_bytes(changed, digest="alice") is None, place


def test_a_file_of_another_voice_is_not_believed(cache, folder):
    cache.prompt(KEY, Making(1.0))
    [path] = files(folder)
    cache.prompt(key(reference="bob"), Making(2.0))
    [other] = set(files(folder)) - {path}
    other.write_bytes(path.read_bytes())
    assert PromptCache(folder).prompt(key(reference="bob"), Making(5.0))["latents"][0, 0] == 5.0


def test_a_file_that_would_run_code_is_not_run(cache, folder, tmp_path):
    harmed = tmp_path / "harmed"

    class Harm:
        def __reduce__(self):
            return open, (str(harmed), "w")

    cache.prompt(KEY, Making())
    [path] = files(folder)
    torch.save({"latents": Harm()}, path)
    PromptCache(folder).prompt(KEY, Making())
    assert not harmed.exists()


def test_who_asks_for_it_at_once_waits_for_one_that_makes_it(cache):
    begun, may_end, making = threading.Event(), threading.Event(), Making()

    def slowly():
        begun.set()
        assert may_end.wait(10)
        return making()

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(cache.prompt, KEY, slowly)
        assert begun.wait(10)
        others = [pool.submit(cache.prompt, KEY, making) for _ in range(2)]
        may_end.set()
        assert all(other.result(10) is first.result(10) for other in others)
    assert making.times == 1


def test_one_that_can_not_be_made_is_tried_again(cache):
    def broken():
        raise RuntimeError("no sound")

    with pytest.raises(RuntimeError):
        cache.prompt(KEY, broken)
    assert cache.prompt(KEY, Making())["latents"][0, 0] == 1.0


def test_memory_lets_the_least_recently_used_go():
    cache = PromptCache(None, memory_bytes=2 * (8 * 4 * 4 + 5 * 8))
    making = {name: Making() for name in ("alice", "bob", "carol")}
    for name in ("alice", "bob", "alice", "carol", "alice", "bob"):
        cache.prompt(key(reference=name), making[name])
    assert {name: made.times for name, made in making.items()} == {"alice": 1, "bob": 2, "carol": 1}


def test_the_disk_lets_the_least_recently_used_go(folder):
    cache = PromptCache(folder)
    for age, name in enumerate(["alice", "bob"]):
        cache.prompt(key(reference=name), Making())
        [newest] = [path for path in files(folder) if path.stat().st_mtime > 1_000_000]
        os.utime(newest, (age, age))
    size = newest.stat().st_size
    PromptCache(folder, disk_bytes=round(size * 2.5)).prompt(key(reference="carol"), Making())
    cache = PromptCache(folder)
    for name in ("carol", "bob", "alice"):
        cache.prompt(key(reference=name), Making())
    assert cache.counts() == PromptCounts(from_disk=2, made=1)


def test_one_larger_than_the_disk_may_hold_is_not_stored(folder):
    PromptCache(folder, disk_bytes=100).prompt(KEY, Making())
    assert files(folder) == []


def test_what_a_killed_process_left_is_cleared_away(cache, folder):
    cache.prompt(KEY, Making())
    old, new = folder / "x" / "1.draft", folder / "x" / "2.draft"
    old.parent.mkdir()
    for draft in (old, new):
        draft.write_bytes(b"half")
    os.utime(old, (1, 1))
    cache.prompt(key(reference="bob"), Making())
    assert not old.exists()
    assert new.exists()


def test_a_disk_that_refuses_costs_nobody_their_prompt(tmp_path, caplog):
    (tmp_path / "prompts").write_text("a file, where the folder should be")
    cache = PromptCache(tmp_path / "prompts")
    for name in ("alice", "bob"):
        assert cache.prompt(key(reference=name), Making())["latents"][0, 0] == 1.0
    assert len([record for record in caplog.records if "can't be stored" in record.message]) == 1


def test_prompts_go_with_their_reference(cache, folder):
    cache.prompt(KEY, Making())
    cache.prompt(key(kind="csm"), Making())
    cache.prompt(key(reference="bob"), Making())
    forget_reference(folder, "alice")
    forget_reference(folder, "nobody")
    assert len(files(folder)) == 1
    assert PromptCache(folder).prompt(key(reference="bob"), Making(9.0))["latents"][0, 0] == 1.0


def test_a_voice_that_goes_while_its_prompt_is_made_leaves_none(cache, folder):
    cache.prompt(key(reference="bob"), Making())

    def making():
        forget_reference(folder, "alice")
        return Making()()

    assert cache.prompt(KEY, making)["latents"][0, 0] == 1.0
    assert len(files(folder)) == 1


def test_a_voice_that_is_brought_again_later_is_stored_again(cache, folder):
    cache.prompt(KEY, Making())
    forget_reference(folder, "alice")
    [mark] = folder.glob(f"*{GONE_SUFFIX}")
    os.utime(mark, (1, 1))
    PromptCache(folder).prompt(KEY, Making())
    assert len(files(folder)) == 1


def test_others_can_not_read_them(cache, folder):
    cache.prompt(KEY, Making())
    [path] = files(folder)
    assert path.stat().st_mode & 0o077 == 0
