"""`manage.py transcribe talk.mp3 --format srt -o subtitles/`: files into text, with a progress bar."""

from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from common.errors import AppError
from speech.audio.whole_files import whole_or_none
from speech.recognition.base import Task
from speech.recognition.forms import FORMS, written
from speech.recognition.transcript import Transcript
from speech.transcription.listening import begin
from speech.transcription.requests import USUAL_MODEL, TranscriptRequest
from transcribe.downloads import FORMATS, form_of
from transcribe.wishes import Asked, keywords_of, language_of, require_within

# Whose turn it is at a model is asked of everybody, of commands too.
COMMAND = SimpleNamespace(pk="command")
BAR = "{desc}: {percentage:3.0f}%|{bar}| {n:.0f}/{total:.0f} s of sound [{elapsed}<{remaining}]"


class Command(BaseCommand):
    help = "Transcribe sound files. Without -o the text is printed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "-f",
            "--format",
            default="txt",
            metavar="NAME",
            help=f"one of {', '.join(FORMATS)}",
        )
        parser.add_argument(
            "-o", "--output", type=Path, help="a folder, or for a single file the file to be written"
        )
        parser.add_argument("--model", default=USUAL_MODEL, help="such as whisper-base")
        parser.add_argument("--language", default="", help="such as fi or Finnish; found out if left out")
        parser.add_argument("--translate", action="store_true", help="into English")
        parser.add_argument("--prompt", default="", help="a sentence with names that are to be expected")
        parser.add_argument("--keywords", default="", help="words that are likely to be said, between commas")
        parser.add_argument("--words", action="store_true", help="ask for the time of every word")
        parser.add_argument("--speakers", action="store_true", help="tell speakers apart")

    def handle(self, *args: Any, files: list[Path], output: Path | None, **options: Any) -> None:
        try:
            form = form_of(options["format"])
            request = _request(options, form)
        except AppError as error:
            raise CommandError(error.message) from None
        places = _places(files, output, form)
        failed = [path for path in files if not self._transcribe(path, places[path], request, form)]
        if failed:
            raise CommandError(f"{len(failed)} of {len(files)} files could not be transcribed.")

    def _transcribe(self, path: Path, place: Path | None, request: TranscriptRequest, form: str) -> bool:
        """One bad file does not hold up the others."""
        try:
            transcript = _heard(path, request)
        except (AppError, OSError) as error:
            self.stderr.write(f"{path}: {_sentence(error)}")
            return False
        data = written(transcript, form, title=path.stem, has_words=bool(request.hearing.has_word_times))
        if transcript.warning:
            self.stderr.write(f"{path}: {transcript.warning}")
        if place is None:
            self.stdout.write(data.decode(), ending="" if data.endswith(b"\n") else "\n")
        else:
            _write(place, data)
            self.stdout.write(str(place))
        return True


def _request(options: dict[str, Any], form: str) -> TranscriptRequest:
    asked = Asked(
        model=options["model"],
        language=language_of(options["language"]),
        task=Task.TRANSLATE if options["translate"] else Task.TRANSCRIBE,
        prompt=options["prompt"],
        keywords=keywords_of(options["keywords"]),
        words=options["words"] or form in ("srt", "vtt"),  # cues are cut between words
        speakers=options["speakers"] or form == "diarized_json",
    )
    require_within(asked)
    return asked.resolved()


def _places(files: list[Path], output: Path | None, form: str) -> dict[Path, Path | None]:
    """Where each goes. None: printed."""
    if output is None:
        if form == "docx":
            raise CommandError("A Word document can't be printed. Name a file or a folder with -o.")
        return dict.fromkeys(files)
    if not output.is_dir():
        return {files[0]: _single(files, output)}
    stems = [path.stem for path in files]
    places: dict[Path, Path | None] = {}
    for path in files:  # talk.mp3 and talk.wav: each keeps its whole name
        stem = path.stem if stems.count(path.stem) == 1 else path.name
        places[path] = output / f"{stem}.{FORMS[form].suffix}"
    if len(set(places.values())) < len(files):
        raise CommandError("Two of these files have the same name: transcribe them into different folders.")
    return places


def _single(files: list[Path], output: Path) -> Path:
    if len(files) > 1:
        raise CommandError(f"{output} is no folder. Several files need one with -o.")
    if not output.parent.is_dir():
        raise CommandError(f"There is no folder {output.parent}.")
    return output


def _heard(path: Path, request: TranscriptRequest) -> Transcript:
    with tqdm(desc=path.name, unit="s", disable=None, leave=False) as bar:
        listening = begin(
            path, request, owner=COMMAND, on_seconds=lambda seconds: bar.update(max(seconds - bar.n, 0.0))
        )
        if listening.announced_seconds:
            bar.total, bar.bar_format = listening.announced_seconds, BAR
            bar.refresh()
        with closing(listening.segments()) as segments:
            for _ in segments:
                pass
        return listening.transcript


def _write(place: Path, data: bytes) -> None:
    with whole_or_none(place) as draft:
        draft.write_bytes(data)


def _sentence(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, IsADirectoryError):
        return "This is a folder."
    return error.message if isinstance(error, AppError) else str(error)
