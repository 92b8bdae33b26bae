"""What happens while somebody speaks: told in order, once, and the same however the bytes come."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.recognition.base import RATE_HZ, Samples
from speech.recognition.live import Dropped, EmptyBuffer, Ended, LiveEar, LiveFormat, Piece, Started, Stopped
from speech.recognition.live.utterances import MOST_PIECE, MOST_UTTERANCE
from speech.recognition.voice_activity import VoiceActivity
from tests.speech.recognition.sounds import noise, silence, spoken

PLAIN = LiveFormat(rate_hz=RATE_HZ)
NEVER_QUIET = VoiceActivity(threshold=0.0)  # anything is a voice


def as_pcm(*parts: Samples) -> bytes:
    return (np.concatenate(parts) * 32_767).astype("<i2").tobytes()


def make_ear(activity: VoiceActivity | None = VoiceActivity(), sound: LiveFormat = PLAIN) -> LiveEar:  # noqa: B008
    numbers = itertools.count()
    return LiveEar(sound, activity, new_id=lambda: str(next(numbers)))


def fed(ear: LiveEar, data: bytes, step: int = 3_200) -> list:
    return [
        happening for start in range(0, len(data), step) for happening in ear.feed(data[start : start + step])
    ]


def kinds(happenings: list) -> list[str]:
    return [type(happening).__name__ for happening in happenings]


def pieces(happenings: list) -> list[Piece]:
    return [happening for happening in happenings if isinstance(happening, Piece)]


def test_two_sentences_are_two_utterances_told_when_they_end():
    told = fed(make_ear(), as_pcm(silence(1), spoken(), silence(1), spoken(), silence(1)))
    assert kinds(told) == ["Started", "Piece", "Stopped", "Ended"] * 2
    assert [happening.utterance for happening in told] == ["0"] * 4 + ["1"] * 4


def test_the_start_has_its_padding_and_the_stop_its_silence():
    ear = make_ear(VoiceActivity(prefix_padding_ms=200, silence_ms=700))
    speech_ends = RATE_HZ + len(spoken())
    told = fed(ear, as_pcm(silence(1), spoken(), silence(2)))
    started, piece, stopped, ended = told
    assert 0.6 * RATE_HZ < started.frame < RATE_HZ
    assert piece.stretch.start_seconds == started.frame / RATE_HZ
    assert speech_ends - 0.3 * RATE_HZ + 0.7 * RATE_HZ < stopped.frame < speech_ends + 0.8 * RATE_HZ
    assert ended.seconds == pytest.approx(piece.stretch.seconds)


@pytest.mark.parametrize("activity", [VoiceActivity(), None])
@given(steps=st.lists(st.integers(1, 30_000), min_size=1, max_size=30))
@settings(max_examples=10, deadline=None)
def test_it_does_not_matter_how_the_bytes_are_cut(activity, steps):
    data = as_pcm(silence(0.5), spoken(), silence(0.9), spoken("Yes."), silence(0.7))

    def told(step_sizes):
        ear, happenings, start = make_ear(activity), [], 0
        for step in itertools.cycle(step_sizes):
            happenings += ear.feed(data[start : start + 2 * step])
            start += 2 * step
            if start >= len(data):
                break
        return happenings + (ear.close() if activity else ear.commit())

    def shown(happenings):
        return [
            (type(h).__name__, len(h.stretch.samples) if isinstance(h, Piece) else vars(h))
            for h in happenings
        ]

    assert shown(told(steps)) == shown(told([len(data)]))


def test_silence_and_noise_are_no_utterance():
    ear = make_ear()
    assert fed(ear, as_pcm(silence(3), noise(3), silence(1))) == []
    assert ear.close() == []


def test_a_long_utterance_is_heard_in_pieces_that_follow_each_other():
    speech = np.concatenate([spoken(), spoken("It was late."), spoken()] * 4)
    told = fed(make_ear(), as_pcm(silence(1), speech, silence(1)))
    heard = pieces(told)
    assert len(heard) >= 3
    assert len({piece.utterance for piece in heard}) == 1
    for before, after in itertools.pairwise(heard):
        assert before.stretch.end_seconds == pytest.approx(after.stretch.start_seconds)
    assert all(len(piece.stretch.samples) <= MOST_PIECE for piece in heard)
    assert kinds(told)[0] == "Started"
    assert kinds(told)[-3:] == ["Piece", "Stopped", "Ended"]


def test_a_voice_that_never_pauses_is_cut_at_the_bound():
    told = fed(make_ear(NEVER_QUIET), as_pcm(noise(40)))
    heard = pieces(told)
    assert len(heard) >= 2
    assert all(len(piece.stretch.samples) <= MOST_PIECE for piece in heard)


def test_an_utterance_without_an_end_is_ended():
    told = fed(make_ear(NEVER_QUIET), as_pcm(noise(MOST_UTTERANCE / RATE_HZ + 20)), step=64_000)
    assert [kind for kind in kinds(told) if kind != "Piece"] == ["Started", "Stopped", "Ended", "Started"]
    first, second = (happening for happening in told if isinstance(happening, Started))
    stopped = next(happening for happening in told if isinstance(happening, Stopped))
    assert second.frame == stopped.frame
    assert second.utterance != first.utterance


def test_what_is_held_does_not_grow():
    ear = make_ear()
    for _ in range(40):
        fed(ear, as_pcm(spoken(), silence(1)), step=32_000)
    tape = ear._utterances._tape
    assert tape.end - tape.begin < 20 * RATE_HZ


def test_by_hand_an_utterance_is_what_lies_between_two_commits():
    ear = make_ear(None)
    assert pieces(fed(ear, as_pcm(silence(1), spoken(), silence(1)))) == []
    first = ear.commit()
    fed(ear, as_pcm(spoken("Yes."), silence(0.2)))
    second = ear.commit()
    assert kinds(first) == kinds(second) == ["Piece", "Ended"]
    assert first[-1].seconds == pytest.approx(2 + len(spoken()) / RATE_HZ, abs=0.01)
    assert first[0].stretch.start_seconds > 0.6  # the silence before it is not heard
    assert second[0].stretch.start_seconds >= first[-1].seconds - 0.01


def test_by_hand_a_long_recording_is_heard_before_it_is_committed():
    ear = make_ear(None)
    early = fed(ear, as_pcm(*[spoken(), silence(1)] * 8))
    late = ear.commit()
    assert len(pieces(early)) >= 2
    assert {piece.utterance for piece in pieces(early + late)} == {late[-1].utterance}


def test_by_hand_silence_is_an_utterance_with_nothing_to_hear():
    ear = make_ear(None)
    fed(ear, as_pcm(silence(2)))
    [ended] = ear.commit()
    assert ended.seconds == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize("activity", [VoiceActivity(), None])
@pytest.mark.parametrize("seconds", [0, 0.05])
def test_a_commit_of_hardly_anything_is_refused(activity, seconds):
    ear = make_ear(activity)
    fed(ear, as_pcm(silence(seconds)))
    with pytest.raises(EmptyBuffer):
        ear.commit()


def test_a_second_commit_finds_nothing():
    ear = make_ear(None)
    fed(ear, as_pcm(spoken()))
    ear.commit()
    with pytest.raises(EmptyBuffer):
        ear.commit()


def test_a_commit_while_somebody_speaks_ends_what_they_said_so_far():
    ear = make_ear()
    speech = spoken()
    before = fed(ear, as_pcm(silence(1), speech[: len(speech) // 2]))
    committed = ear.commit()
    after = fed(ear, as_pcm(speech[len(speech) // 2 :], silence(1)))
    assert kinds(before) == ["Started"]
    assert kinds(committed) == ["Piece", "Ended"]
    assert kinds(after) == ["Started", "Piece", "Stopped", "Ended"]
    assert after[1].stretch.start_seconds >= committed[0].stretch.end_seconds - 1e-6


def test_what_is_cleared_is_never_heard():
    ear = make_ear()
    fed(ear, as_pcm(silence(1), spoken()))
    assert kinds(ear.clear()) == ["Dropped"]
    assert fed(ear, as_pcm(silence(2))) == []
    with_more = fed(ear, as_pcm(spoken(), silence(1)))
    assert kinds(with_more) == ["Started", "Piece", "Stopped", "Ended"]


def test_what_is_cleared_by_hand_is_dropped_with_its_pieces():
    ear = make_ear(None)
    early = fed(ear, as_pcm(*[spoken(), silence(1)] * 4))
    assert ear.clear() == [Dropped(pieces(early)[0].utterance)]
    with pytest.raises(EmptyBuffer):
        ear.commit()


def test_a_change_ends_what_was_said_before_it():
    ear = make_ear()
    fed(ear, as_pcm(silence(1), spoken()))
    ended = ear.change(LiveFormat(rate_hz=24_000), None)
    assert kinds(ended)[-1] == "Ended"
    assert ear.change(LiveFormat(rate_hz=24_000), None) == []
    assert ear.frame == pytest.approx(RATE_HZ + len(spoken()), abs=2)
    fed(ear, as_pcm(silence(1)))
    assert isinstance(ear.commit()[-1], Ended)
