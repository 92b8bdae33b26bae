"""What was heard, in every form: the numbers are right, and no text can pretend to be anything else."""

import io
import json
import re
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from speech.recognition.base import Segment, Task, TokenLogprob
from speech.recognition.forms import FORMS, written
from speech.recognition.transcript import Transcript
from speech.timing import HeardWord

HELLO = Segment(
    0,
    0.0,
    1.5,
    "Hello there.",
    seek=0,
    tokens=(1, 2),
    temperature=0.2,
    avg_logprob=-0.25,
    compression_ratio=1.1,
    no_speech_prob=0.01,
    words=(HeardWord("Hello", 0.1, 0.6), HeardWord("there.", 0.7, 1.5)),
    logprobs=(TokenLogprob("Hello", -0.1, (72, 101)), TokenLogprob(" there.", -0.2, (32,))),
)
AND_YOU = Segment(1, 2.0, 3.25, "And you?", seek=200, tokens=(3,))
TEN_FIELDS = {
    "id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob", "compression_ratio",
    "no_speech_prob",
}  # fmt: skip


def heard(*segments: Segment, **fields) -> Transcript:
    return Transcript(segments or (HELLO, AND_YOU), **({"language": "en", "duration_seconds": 3.2} | fields))


def said(text: str, start: float = 0.0, end: float = 2.0, **fields) -> Segment:
    return Segment(0, start, end, text, **fields)


def as_object(transcript: Transcript, form: str, **shown) -> dict:
    return json.loads(written(transcript, form, **shown))


def as_text(transcript: Transcript, form: str) -> str:
    return written(transcript, form).decode()


def test_json_holds_the_text_and_whole_seconds():
    assert as_object(heard(), "json") == {
        "text": "Hello there. And you?",
        "usage": {"type": "duration", "seconds": 4},
    }


@pytest.mark.parametrize(("seconds", "counted"), [(0, 0), (0.2, 1), (3.0, 3), (3.0000001, 3), (3.01, 4)])
def test_a_second_that_has_begun_counts(seconds, counted):
    assert as_object(heard(duration_seconds=seconds), "json")["usage"]["seconds"] == counted


def test_json_holds_logprobs_where_they_are_asked_for():
    told = as_object(heard(), "json", has_logprobs=True)
    assert told["logprobs"] == [
        {"token": "Hello", "logprob": -0.1, "bytes": [72, 101]},
        {"token": " there.", "logprob": -0.2, "bytes": [32]},
    ]
    assert "logprobs" not in as_object(heard(), "json")


def test_verbose_json_has_all_its_keys_and_ten_fields_a_segment():
    told = as_object(heard(), "verbose_json")
    assert set(told) == {"task", "language", "duration", "text", "segments", "words", "usage"}
    assert (told["task"], told["language"], told["duration"]) == ("transcribe", "english", 3.2)
    assert (told["text"], told["words"]) == ("Hello there. And you?", None)
    assert [set(segment) for segment in told["segments"]] == [TEN_FIELDS, TEN_FIELDS]
    assert told["segments"][0] == {
        "id": 0, "seek": 0, "start": 0.0, "end": 1.5, "text": "Hello there.", "tokens": [1, 2],
        "temperature": 0.2, "avg_logprob": -0.25, "compression_ratio": 1.1, "no_speech_prob": 0.01,
    }  # fmt: skip


def test_words_alone_leave_no_segments_and_both_leave_both():
    alone = as_object(heard(), "verbose_json", has_segments=False, has_words=True)
    assert alone["segments"] is None
    assert alone["words"] == [
        {"word": "Hello", "start": 0.1, "end": 0.6},
        {"word": "there.", "start": 0.7, "end": 1.5},
    ]
    both = as_object(heard(), "verbose_json", has_words=True)
    assert (len(both["segments"]), len(both["words"])) == (2, 2)


def test_what_is_no_number_becomes_none_of_json():
    odd = replace(HELLO, avg_logprob=float("nan"), compression_ratio=float("inf"))
    text = written(heard(odd), "verbose_json").decode()
    assert "NaN" not in text
    assert "Infinity" not in text


def test_a_translation_says_so():
    assert as_object(heard(task=Task.TRANSLATE), "verbose_json")["task"] == "translate"


def test_nobodys_language_is_none_and_an_unknown_ones_its_code():
    assert as_object(Transcript((), "", 1.0), "verbose_json")["language"] == ""
    assert as_object(heard(language="tlh"), "verbose_json")["language"] == "tlh"


def test_diarized_json_names_who_speaks_and_a_where_nobody_knows():
    told = as_object(heard(replace(HELLO, speaker="Ann"), AND_YOU), "diarized_json")
    assert set(told) == {"task", "duration", "text", "segments", "usage"}
    assert told["segments"] == [
        {
            "type": "transcript.text.segment", "id": "seg_0", "start": 0.0, "end": 1.5,
            "text": "Hello there.", "speaker": "Ann",
        },
        {
            "type": "transcript.text.segment", "id": "seg_1", "start": 2.0, "end": 3.25,
            "text": "And you?", "speaker": "A",
        },
    ]  # fmt: skip


def test_text_is_a_line():
    assert as_text(heard(), "text") == "Hello there. And you?\n"


@pytest.mark.parametrize("form", ["text", "srt"])
def test_nothing_heard_is_an_empty_file(form):
    assert as_text(heard(said("  ")), "srt") == ""
    assert as_text(Transcript((), "", 5.0), form) == ""


def test_vtt_of_nothing_is_still_vtt():
    assert as_text(Transcript((), "", 5.0), "vtt") == "WEBVTT\n"


def test_srt_counts_its_cues_from_one():
    assert as_text(heard(), "srt") == (
        "1\n00:00:00,100 --> 00:00:01,500\nHello there.\n\n2\n00:00:02,000 --> 00:00:03,250\nAnd you?\n"
    )


def test_vtt_has_points_and_no_numbers():
    assert as_text(heard(), "vtt") == (
        "WEBVTT\n\n00:00:00.100 --> 00:00:01.500\nHello there.\n\n00:00:02.000 --> 00:00:03.250\nAnd you?\n"
    )


def test_hours_go_beyond_99_and_minutes_do_not_go_beyond_59():
    late = said("Still here.", 100 * 3600 + 59 * 60 + 59.5, 101 * 3600 + 61.25)
    assert "100:59:59,500 --> 101:01:01,250" in as_text(heard(late), "srt")
    assert "100:59:59.500 --> 101:01:01.250" in as_text(heard(late), "vtt")


def test_a_long_segment_is_cut_into_cues_that_can_be_read():
    text = " ".join(f"This is sentence number {number}, and here it ends." for number in range(8))
    told = as_text(heard(said(text, 10.0, 40.0)), "srt")
    blocks = told.split("\n\n")
    assert len(blocks) >= 4
    assert all(len(line) <= 42 for block in blocks for line in block.splitlines()[2:])
    assert " ".join(" ".join(block.splitlines()[2:]) for block in blocks) == text
    assert told.startswith("1\n00:00:10,000 --> ")
    assert "--> 00:00:40,000" in blocks[-1]


def test_a_short_cue_does_not_reach_into_the_next():
    yes = said("Yes.", 0.0, 0.2, words=(HeardWord("Yes.", 0.0, 0.2),))
    told = as_text(heard(yes, said("No.", 0.5, 3.0)), "srt")
    assert "00:00:00,000 --> 00:00:00,500" in told
    assert "00:00:00,500 --> 00:00:03,000" in told


def test_words_that_no_longer_fit_an_edited_text_cost_nothing_of_it():
    edited = replace(HELLO, text="Good morning to all of you.")
    assert "Good morning to all of you." in as_text(heard(edited), "srt")


def test_subtitles_name_who_speaks():
    told = as_text(heard(replace(HELLO, speaker="Ann\n<b>"), AND_YOU), "vtt")
    assert "Ann &lt;b&gt;: Hello there." in told


EVIL = (
    "Hi\n\n7\n00:00:00,000 --> 00:00:09,000\n<script>x</script> {\\an8} &amp; NOTE\r\n\x00\x1b --> \u2028 end"
)


def test_text_can_begin_no_cue_and_bring_no_markup_into_srt():
    told = as_text(heard(said(EVIL, 0.0, 6.0)), "srt")
    times = re.findall(r"^\d\d:\d\d:\d\d,\d{3} --> ", told, re.MULTILINE)
    assert len(times) == len(told.split("\n\n"))
    assert not re.search(r"[<{}\x00\x1b\r\u2028]", told)
    assert told.count("-->") == len(times)


def test_text_can_begin_no_cue_and_bring_no_markup_into_vtt():
    told = as_text(heard(said(EVIL, 0.0, 6.0)), "vtt")
    assert told.count("-->") == len(told.split("\n\n")) - 1
    assert "<" not in told
    assert "&lt;script&gt;" in told
    assert "&amp;amp;" in told


def test_what_is_no_text_spoils_no_file():
    odd = heard(said("Half \ud83d a pair."))
    for form in FORMS:
        assert written(odd, form)


def test_each_form_says_what_it_is():
    assert {name: form.suffix for name, form in FORMS.items()} == {
        "json": "json", "verbose_json": "json", "diarized_json": "json", "text": "txt", "srt": "srt",
        "vtt": "vtt", "docx": "docx",
    }  # fmt: skip
    assert FORMS["vtt"].mime.startswith("text/vtt")
    assert FORMS["srt"].mime.startswith("text/plain")


def paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_a_document_has_a_title_times_and_speakers():
    talk = heard(
        replace(HELLO, speaker="Ann"),
        replace(AND_YOU, speaker="Bob"),
        said("Well.", 3.5, 4.0, speaker="Bob"),
        said("Later on.", 3700.0, 3701.0, speaker="Bob"),
    )
    data = written(talk, "docx", title="A talk")
    assert paragraphs(data) == [
        "A talk",
        "0:00:00  Ann\nHello there.",
        "0:00:02  Bob\nAnd you? Well.",
        "1:01:40  Bob\nLater on.",
    ]
    about = Document(io.BytesIO(data)).core_properties
    assert (about.title, about.author) == ("A talk", "")


def test_a_document_takes_any_title_and_any_text():
    data = written(heard(said(EVIL)), "docx", title="a\x00\ud83d" + "x" * 400)
    assert "<script>x</script>" in paragraphs(data)[1]


def test_a_document_of_nothing_is_its_title():
    assert paragraphs(written(Transcript((), "", 0.0), "docx")) == ["Transcript"]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)
CUE_TIMES = re.compile(r"^\d+:[0-5]\d:[0-5]\d[,.]\d{3} --> \d+:[0-5]\d:[0-5]\d[,.]\d{3}$", re.MULTILINE)


@given(
    st.lists(st.tuples(TEXTS, st.floats(0, 4e5), st.floats(0, 40)), max_size=6),
    st.sampled_from(sorted(FORMS)),
)
def test_any_segments_can_be_written(parts, form):
    segments = [
        Segment(number, start, start + lasting, text) for number, (text, start, lasting) in enumerate(parts)
    ]
    data = written(Transcript(tuple(segments), "en", 1.0), form)
    if form in ("srt", "vtt"):
        assert data.decode().count("-->") == len(CUE_TIMES.findall(data.decode()))
