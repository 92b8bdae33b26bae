"""Long texts and files as jobs: everything that is wrong is said here, before there is a job."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from clips.models import TITLE_MAX_CHARACTERS
from clips.space import require_disk, require_quota
from common.errors import AppError, InvalidInput
from jobs.models import Job
from jobs.services import enqueue
from speak.models import LongText, LongTextChapter
from speech.asked import asked_of, wish_again
from speech.audio.formats import FORMATS
from speech.documents import (
    PART_CHARACTERS,
    Chapter,
    Document,
    DocumentLimits,
    parted,
    read_document,
)
from speech.effect_chains import times_as_long
from speech.effect_words import unstreamed_labels
from speech.effects import streams
from speech.pipeline import SpeechRequest, length_of
from speech.refusals import as_app_error, documents_told, refusals_told
from speech.requests import Wish, resolve, shortened, title_of
from speech.speaking import begin
from speech.text import clean
from speech.text.errors import NothingToSay

KIND = "speak.long_text"
AUDIOBOOK = "m4b"
# What its chapters are stored as before they are bound: any player plays them by themselves, too.
CHAPTERS_OF_AUDIOBOOK = "mp3"
# Headerless samples don't say what they are: no clip could be made of them.
CLIP_FORMATS = tuple(name for name in FORMATS if name != "pcm")
RESPONSE_FORMATS = (*CLIP_FORMATS, AUDIOBOOK)
MOST_CHAPTERS = 500
# About: a character lasts a fourteenth of a second, spoken at the usual speed.
CHARACTERS_A_SECOND = 14
# About twenty minutes.
HELD_CHARACTERS = 16_000
LEAST_HELD_CHARACTERS = 1_000  # what is as slow as can be is as long with these
BYTES_A_SECOND = {
    "mp3": 12_000,
    "opus": 6_000,
    "aac": 12_000,
    "flac": 28_000,
    "wav": 48_000,
    AUDIOBOOK: 20_000,
}


def document_of_text(text: str, *, input_type: str = "text") -> Document:
    """What was typed: one chapter."""
    title = title_of(text, input_type)
    return Document(title=title, author="", language=None, chapters=(Chapter("", text),))


def document_of_file(file: File) -> Document:
    """What was uploaded, by the ending of its name."""
    limits = DocumentLimits(characters=settings.CONFIG.long_text_max_characters)
    with documents_told():
        return read_document(file, file.name or "", limits=limits)


def start_long_text(
    *, user: Any, document: Document, wish: Wish, chapters: bool = True, save_history: bool = True
) -> Job:
    """One clip a chapter; with `m4b`, an audiobook of them besides. Without `chapters` the text is one piece.

    The wish is for each of them; what they say is the document's. A chapter longer than an hour or so is made
    in parts, each a clip of its own.
    """
    _require_format(wish.response_format)
    title = wish.title or document.title
    spoken = replace(wish, text="", response_format=clip_format(wish.response_format), title=title)
    pieces = _pieces(document, spoken, user=user, in_chapters=chapters)
    characters = sum(length_of(piece.text) for piece in pieces)
    _require_room(user, characters, wish.response_format, wish.speed / times_as_long(wish.effects))
    asked = {**asked_of(wish), "save_history": save_history}
    return _enqueued(user, _title(title), document.author, asked, pieces, characters)


def clip_format(response_format: str) -> str:
    return CHAPTERS_OF_AUDIOBOOK if response_format == AUDIOBOOK else response_format


def chapter_wish(long_text: LongText, chapter: LongTextChapter, *, title: str) -> Wish:
    asked = dict(long_text.asked)
    asked.pop("save_history", None)
    asked["response_format"] = clip_format(asked["response_format"])
    return wish_again(asked, text=chapter.text, title=title)


def resolved(wish: Wish, *, owner: Any) -> SpeechRequest:
    """What was asked for, looked up anew: a voice or a lexicon may be gone by now."""
    return resolve(wish, user=owner, most_characters=len(wish.text) + 1)


def _require_format(response_format: str) -> None:
    if response_format not in RESPONSE_FORMATS:
        raise InvalidInput(
            f"There is no format {response_format[:40]!r} for long texts. "
            f"There are: {', '.join(RESPONSE_FORMATS)}.",
            param="response_format",
            code="unknown_format",
        )


def _require_room(user: Any, characters: int, response_format: str, speed: float) -> None:
    seconds = characters / CHARACTERS_A_SECOND / speed
    needed = round(seconds * BYTES_A_SECOND[response_format])
    require_quota(owner=user, bytes_needed=needed)
    require_disk(bytes_needed=needed)


def _pieces(document: Document, wish: Wish, *, user: Any, in_chapters: bool) -> list[Chapter]:
    """The chapters that say something, each judged as it will be spoken."""
    texts = _cleaned(document.chapters if in_chapters else (_in_one(document),))
    _require_length(texts)
    request = resolve(wish, user=user)
    parts = list(_parts(texts, wish))
    if len(parts) > MOST_CHAPTERS:
        raise InvalidInput(
            f"This text has {len(parts):,} chapters; {MOST_CHAPTERS} are the most. "
            "Send it with chapters=false.",
            param="chapters",
            code="too_many_chapters",
        )
    spoken = [part for part in parts if _says_something(request, part, user=user)]
    if not spoken:
        raise as_app_error(NothingToSay())
    return spoken


def _parts(chapters: Iterable[Chapter], wish: Wish) -> Iterator[Chapter]:
    most = _part_characters(wish)
    for chapter in chapters:
        if wish.input_type == "text":
            yield from parted(chapter, most=most)
        else:  # markup can't be cut just anywhere
            _require_held(chapter, wish, most)
            yield chapter


def _part_characters(wish: Wish) -> int:
    """What does not stream is in memory while it is made, several times over: shorter parts, then."""
    if streams(wish.effects):
        return PART_CHARACTERS
    pace = wish.speed / max(1.0, times_as_long(wish.effects))
    return max(LEAST_HELD_CHARACTERS, round(HELD_CHARACTERS * pace))


def _require_held(chapter: Chapter, wish: Wish, most: int) -> None:
    if not streams(wish.effects) and len(chapter.text) > most:
        raise InvalidInput(
            f"Some of these effects need the whole sound at once: {most:,} characters of SSML are the most "
            f"for them. Send it in parts, or leave out {unstreamed_labels(wish.effects)}.",
            param="effects",
            code="text_too_long",
        )


def _cleaned(chapters: Iterable[Chapter]) -> list[Chapter]:
    with refusals_told():
        return [Chapter(chapter.title, clean(chapter.text)) for chapter in chapters]


def _in_one(document: Document) -> Chapter:
    return Chapter("", "\n\n".join(chapter.text for chapter in document.chapters))


def _require_length(chapters: list[Chapter]) -> None:
    characters, most = (
        sum(len(chapter.text) for chapter in chapters),
        settings.CONFIG.long_text_max_characters,
    )
    if characters > most:
        raise InvalidInput(
            f"The text has {characters:,} characters; {most:,} are the most. Send it in parts.",
            param="input",
            code="text_too_long",
        )


def _says_something(request: SpeechRequest, chapter: Chapter, *, user: Any) -> bool:
    try:
        begin(replace(request, text=chapter.text), owner=user)
    except AppError as error:
        if error.code == NothingToSay.code:
            return False
        raise
    return True


def _title(title: str) -> str:
    return " ".join(title.split())[:TITLE_MAX_CHARACTERS] or "Long text"


def _enqueued(
    user: Any, title: str, author: str, asked: dict[str, Any], pieces: list[Chapter], characters: int
) -> Job:
    with transaction.atomic():
        job = enqueue(kind=KIND, owner=user, title=f"Speak “{shortened(title)}”")
        long_text = LongText.objects.create(
            owner=user, job=job, title=title, author=author, characters=characters, asked=asked
        )
        LongTextChapter.objects.bulk_create(_rows(long_text, pieces), batch_size=50)
    return job


def _rows(long_text: LongText, pieces: list[Chapter]) -> Iterator[LongTextChapter]:
    for position, piece in enumerate(pieces, 1):
        yield LongTextChapter(
            owner=long_text.owner,
            long_text=long_text,
            position=position,
            title=piece.title[:250],
            text=piece.text,
            characters=length_of(piece.text),
        )
