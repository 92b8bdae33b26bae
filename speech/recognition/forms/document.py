"""A transcript as a Word document: a title, and paragraphs with their times and who speaks."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument

from speech.recognition.base import Segment
from speech.recognition.forms.cleaning import one_line
from speech.recognition.forms.shown import Shown
from speech.recognition.transcript import Transcript

UNTITLED = "Transcript"
PARAGRAPH_CHARACTERS = 600
PAUSE_SECONDS = 2.0  # that begins a paragraph


def as_docx(transcript: Transcript, shown: Shown) -> bytes:
    document = Document()
    title = one_line(shown.title) or UNTITLED
    _describe(document, title)
    document.add_heading(title, level=0)
    for paragraph in _paragraphs(transcript):
        _add(document, paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: WordDocument, title: str) -> None:
    """Over what the library's own template says of itself."""
    about = document.core_properties
    about.title, about.author, about.comments = title[:255], "", ""
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)


def _add(document: WordDocument, segments: list[Segment]) -> None:
    paragraph = document.add_paragraph()
    heading = f"{_clock(segments[0].start_seconds)}  {one_line(segments[0].speaker or '')}".rstrip()
    paragraph.add_run(heading).bold = True
    paragraph.add_run().add_break()
    paragraph.add_run(one_line(" ".join(segment.text for segment in segments)))


def _paragraphs(transcript: Transcript) -> Iterator[list[Segment]]:
    paragraph: list[Segment] = []
    for segment in transcript.segments:
        if not one_line(segment.text):
            continue
        if paragraph and _begins_another(segment, paragraph):
            yield paragraph
            paragraph = []
        paragraph.append(segment)
    if paragraph:
        yield paragraph


def _begins_another(segment: Segment, paragraph: list[Segment]) -> bool:
    return (
        segment.speaker != paragraph[-1].speaker
        or segment.start_seconds - paragraph[-1].end_seconds >= PAUSE_SECONDS
        or sum(len(before.text) for before in paragraph) >= PARAGRAPH_CHARACTERS
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
