import threading
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio.drawn import cut, gathered, one_ahead
from speech.audio.samples import Block


def counted(frames: int) -> Block:
    return np.arange(frames, dtype=np.float32)


@given(frames=st.integers(0, 50), step=st.none() | st.integers(1, 60))
def test_a_block_that_is_cut_is_the_same_sound(frames: int, step: int | None):
    pieces = list(cut(counted(frames), step))
    assert np.concatenate([counted(0), *pieces]).tolist() == counted(frames).tolist()
    assert all(0 < len(piece) <= (step or frames) for piece in pieces)


@given(lengths=st.lists(st.integers(0, 9)), least=st.integers(1, 20))
def test_what_is_gathered_is_all_of_it_and_long_enough(lengths: list[int], least: int):
    joined = list(gathered((counted(each) for each in lengths), least))
    assert np.concatenate([counted(0), *joined]).tolist() == [n for each in lengths for n in range(each)]
    assert all(len(each) >= least for each in joined[:-1])


def test_the_next_block_is_made_while_the_last_one_is_used():
    second_is_made = threading.Event()

    def blocks() -> Iterator[Block]:
        yield counted(1)
        second_is_made.set()
        yield counted(2)

    drawn = one_ahead(blocks())
    assert len(next(drawn)) == 1
    assert second_is_made.wait(30)
    assert [len(block) for block in drawn] == [2]


def test_an_error_is_raised_where_its_block_would_have_come():
    def blocks() -> Iterator[Block]:
        yield counted(1)
        raise ValueError("the second is broken")

    drawn = one_ahead(blocks())
    assert len(next(drawn)) == 1
    with pytest.raises(ValueError, match="second"):
        next(drawn)


def test_closing_it_leaves_no_thread_at_work():
    made: list[int] = []

    def blocks() -> Iterator[Block]:
        for number in range(1, 100):
            made.append(number)
            yield counted(number)

    with closing(one_ahead(blocks())) as drawn:
        next(drawn)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("one-ahead")]
    assert made in ([1], [1, 2])
