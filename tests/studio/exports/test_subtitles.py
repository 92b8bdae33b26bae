"""Subtitles with speakers, out of the marks of a render."""

import re
from itertools import pairwise

import pytest

from history.models import Entry
from studio.conversations.exports.rendered import NotRendered, rendered_of
from studio.conversations.exports.subtitles import subtitles_of
from tests.studio.conversations.builders import make_conversation
from tests.studio.rendering.builders import rendered

pytestmark = pytest.mark.django_db

SENTENCE = "This is sentence {} of a turn that is much too long to be read at once."
LONG = " ".join(SENTENCE.format(number) for number in range(9))
CLOCK = r"(\d\d):(\d\d):(\d\d,\d{3})"
CUE = re.compile(rf"{CLOCK} --> {CLOCK}\n(.*?)\n(?:\n|$)", re.DOTALL)


def srt_of(conversation):
    conversation.refresh_from_db()
    return subtitles_of(rendered_of(conversation), "srt").decode()


def cues_in(srt):
    """Their beginning, end and text."""
    return [(_seconds(cue[:3]), _seconds(cue[3:6]), cue[6]) for cue in CUE.findall(srt)]


def _seconds(clock):
    hours, minutes, seconds = clock
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


@pytest.fixture
def talk(alice):
    conversation = make_conversation(
        alice, "ANNA: Hello there.", "BEN: Good day.", "And good bye.", gap_ms=400
    )
    rendered(conversation)
    return conversation


def test_each_turn_has_its_speaker_and_its_time(talk):
    cues = cues_in(srt_of(talk))
    assert [text for _, _, text in cues] == ["ANNA: Hello there.", "BEN: Good day.", "And good bye."]
    for (start, end, _), mark in zip(cues, talk.render_marks, strict=True):
        assert start == pytest.approx(mark["start_ms"] / 1000, abs=0.1)
        assert end >= start


def test_vtt_is_the_same(talk):
    talk.refresh_from_db()
    vtt = subtitles_of(rendered_of(talk), "vtt").decode()
    assert vtt.startswith("WEBVTT\n")
    assert "ANNA: Hello there." in vtt


@pytest.mark.parametrize("is_remembered", [True, False])
def test_a_long_turn_is_cut_into_cues_that_can_be_read(alice, is_remembered):
    """Where its words are heard is known from the history, or estimated."""
    scene = make_conversation(alice, f"ANNA: {LONG}", "BEN: Oh.")
    rendered(scene)
    if not is_remembered:
        Entry.objects.all().delete()
    cues = cues_in(srt_of(scene))
    first, last = scene.render_marks
    assert len(cues) > 9
    assert " ".join(" ".join(text.split()) for _, _, text in cues) == f"ANNA: {LONG} BEN: Oh."
    for start, end, text in cues[:-1]:
        assert end - start <= 7.1
        assert text.count("\n") <= 1
        assert first["start_ms"] / 1000 <= start < first["end_ms"] / 1000
    assert cues[-1][0] == pytest.approx(last["start_ms"] / 1000, abs=0.1)


def test_words_lie_where_they_were_heard(alice):
    """An entry of the history says that the second sentence comes late."""
    scene = make_conversation(alice, "ANNA: One two three four. Five six seven eight.")
    rendered(scene)
    clip_id = scene.turns.get().clip_id
    text = scene.turns.get().text
    places = [match.span() for match in re.finditer(r"\w+", text)]
    times = [0.0, 0.1, 0.2, 0.3, 2.0, 2.1, 2.2, 2.3]
    timings = [[*place, at, at + 0.1] for place, at in zip(places, times, strict=True)]
    Entry.objects.filter(clip_id=clip_id).update(timings=timings)
    cues = cues_in(srt_of(scene))
    assert [round(start, 1) for start, _, _ in cues] == [0.0, 2.0]


def test_who_breaks_in_is_named_and_so_is_who_goes_on(alice):
    scene = make_conversation(alice, f"ANNA: {LONG}", "BEN: Stop.", "ANNA: No.", gap_ms=0)
    scene.turns.filter(position=2).update(gap_ms=-10_000)
    rendered(scene)
    cues = cues_in(srt_of(scene))
    texts = [text for _, _, text in cues]
    at = texts.index("BEN: Stop.")
    assert texts[at + 1].startswith("ANNA: ")
    assert texts[-1] == "ANNA: No."
    starts = [start for start, _, _ in cues]
    assert starts == sorted(starts)
    assert all(end <= following for (_, end, _), (following, _, _) in pairwise(cues))


def test_markup_is_not_shown(alice):
    scene = make_conversation(alice, "A <b> & {c}: One <two> --> three & four.")
    rendered(scene)
    (_, _, text), *others = cues_in(srt_of(scene))
    assert text.startswith("A ‹b› & (c): One ‹two› --›")
    assert not others
    vtt = subtitles_of(rendered_of(scene), "vtt").decode()
    assert "&lt;" in vtt
    assert vtt.count("-->") == 1 or "--&gt;" in vtt


def test_without_a_render_there_are_none(alice):
    with pytest.raises(NotRendered):
        srt_of(make_conversation(alice, "A: one"))
