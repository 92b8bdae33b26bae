"""Between what a recogniser says and what is kept: segments as rows, rows as a transcript for its forms."""

from collections.abc import Iterable, Sequence

from speech.recognition.base import Segment, Task
from speech.recognition.transcript import Transcript as HeardTranscript
from speech.timing import HeardWord
from speech.timing.words import timed_words
from transcribe.models import SPEAKER_MAX_CHARACTERS, Transcript, TranscriptSegment

ROWS_AT_ONCE = 200
Timing = list[float]  # first character, the one after the last, seconds from, seconds to
FACTS = ("seek", "temperature", "avg_logprob", "compression_ratio", "no_speech_prob")


def row_of(transcript: Transcript, segment: Segment) -> TranscriptSegment:
    text = _storable(segment.text)
    start = max(segment.start_seconds, 0.0)
    return TranscriptSegment(
        owner_id=transcript.owner_id,
        transcript=transcript,
        position=segment.id,
        start_seconds=start,
        end_seconds=max(segment.end_seconds, start),
        text=text,
        speaker=(segment.speaker or "")[:SPEAKER_MAX_CHARACTERS],
        timings=timings_of(text, segment.words),
        facts={name: getattr(segment, name) for name in FACTS} | {"tokens": list(segment.tokens)},
    )


def timings_of(text: str, words: Iterable[HeardWord]) -> list[Timing]:
    """Where each heard word stands in the text. One that is not there as it was told has no place."""
    found: list[Timing] = []
    place = 0
    for word in words:
        start = text.find(word.text, place)
        if word.text and start >= 0:
            place = start + len(word.text)
            found.append([start, place, round(word.start_seconds, 3), round(word.end_seconds, 3)])
    return found


def timings_of_edited(text: str, heard_text: str, heard: Sequence[Timing]) -> list[Timing]:
    """Words that stayed keep their times, the others share what is between."""
    if not heard:
        return []
    words = [HeardWord(heard_text[int(at) : int(end)], begins, ends) for at, end, begins, ends in heard]
    return [
        [word.start, word.end, round(word.start_seconds, 3), round(word.end_seconds, 3)]
        for word in timed_words(text, words)
    ]


def joined(segments: Iterable[TranscriptSegment]) -> tuple[str, list[Timing]]:
    """The whole text, and when each of its words is heard."""
    texts, timings, place = [], [], 0
    for segment in segments:
        if not segment.text:
            continue
        timings += [
            [place + start, place + end, begins, ends] for start, end, begins, ends in segment.timings
        ]
        texts.append(segment.text)
        place += len(segment.text) + 1
    return " ".join(texts), timings


def store_segments(transcript: Transcript, segments: Iterable[Segment]) -> None:
    rows = [row_of(transcript, segment) for segment in segments]
    TranscriptSegment.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def store_heard(transcript: Transcript, heard: HeardTranscript) -> tuple[str, list[Timing]]:
    """All of it at once: its segments, its text, and when each word is heard. In the caller's transaction."""
    store_segments(transcript, heard.segments)
    return note_heard(transcript, heard)


def note_heard(transcript: Transcript, heard: HeardTranscript) -> tuple[str, list[Timing]]:
    """Where its segments are stored: what of the whole is its own to remember."""
    text, timings = joined(transcript.segments.order_by("position"))
    warning = (heard.warning or transcript.warning)[:200]
    Transcript.objects.filter(pk=transcript.pk).update(
        original_text=text, is_edited=False, warning=warning, hearer=None
    )
    return text, timings


def with_turns(rows: list[TranscriptSegment]) -> list[TranscriptSegment]:
    """Rows in order; the first may have others before it."""
    if not any(row.speaker for row in rows):
        return rows
    earlier = TranscriptSegment.objects.filter(
        transcript_id=rows[0].transcript_id, position__lt=rows[0].position
    )
    before = earlier.order_by("-position").values_list("speaker", flat=True).first()
    for row in rows:
        row.begins_turn = bool(row.speaker) and row.speaker != before
        before = row.speaker
    return rows


def shown_transcript(transcript: Transcript) -> HeardTranscript:
    """As it is now, with the names that its speakers were given: for `speech.recognition.forms`."""
    rows = [row for row in transcript.segments.order_by("position") if row.text]
    return HeardTranscript(
        tuple(_segment(transcript, number, row) for number, row in enumerate(rows)),
        transcript.entry.language,
        transcript.entry.duration_seconds or 0.0,
        task=Task(transcript.entry.settings.get("task", Task.TRANSCRIBE)),
        warning=transcript.warning,
    )


def _segment(transcript: Transcript, number: int, row: TranscriptSegment) -> Segment:
    facts = dict(row.facts)
    return Segment(
        number,
        row.start_seconds,
        row.end_seconds,
        row.text,
        tokens=tuple(facts.pop("tokens", ())),
        words=tuple(
            HeardWord(row.text[int(start) : int(end)], begins, ends)
            for start, end, begins, ends in row.timings
        ),
        speaker=transcript.speaker_name(row.speaker) if row.speaker else None,
        **facts,
    )


def _storable(text: str) -> str:
    """No database of ours holds a NUL."""
    return text.replace("\x00", "").strip()
