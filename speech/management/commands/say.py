"""`manage.py say "Hello" -o hello.mp3`: text into a sound file, with a progress bar."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from speech.audio.formats import FORMATS, UnknownFormat
from speech.audio.riff import finalize_header
from speech.engine_pool import pool, registry
from speech.engines.errors import EngineError
from speech.engines.kokoro_voices import parse_blend
from speech.pipeline import SpeechRequest, length_of, speak
from speech.text import TextError

REFUSALS = (EngineError, TextError, UnknownFormat)
DEFAULT_VOICES = {"kokoro": "af_heart", "piper": "en_US-joe-medium", "espeak": "en-US"}


class Command(BaseCommand):
    help = "Speak a text into a file. With - as text, it is read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text")
        parser.add_argument("-o", "--output", type=Path, required=True, help="its ending chooses the format")
        parser.add_argument("--engine", default="kokoro", help=f"one of {', '.join(registry().names)}")
        parser.add_argument("--voice", help="such as af_heart, or a blend: 'af_heart(0.6)+am_adam(0.4)'")
        parser.add_argument("--language", help="such as en-US; the voice's own if left out")
        parser.add_argument("--speed", type=float, default=1.0)
        parser.add_argument("--ssml", action="store_true", help="the text is SSML")

    def handle(self, *args: Any, text: str, output: Path, **options: Any) -> None:
        text = sys.stdin.read() if text == "-" else text
        try:
            self._write(_request(text, output, options), output)
        except REFUSALS as error:
            raise CommandError(str(error)) from None

    def _write(self, request: SpeechRequest, output: Path) -> None:
        with tqdm(total=length_of(request.text), unit=" characters", disable=None, leave=False) as bar:
            chunks = speak(request, pool=pool(), on_passage=lambda end: bar.update(end - bar.n))
            draft = output.with_name(f".{output.name}.{os.getpid()}.part")
            try:
                _fill(draft, chunks, is_wav=request.response_format == "wav")
                os.replace(draft, output)  # a file under its name is a whole one
            finally:
                draft.unlink(missing_ok=True)
        self.stdout.write(str(output))


def _fill(path: Path, chunks: Iterator[bytes], *, is_wav: bool) -> None:
    with path.open("w+b") as file:
        for chunk in chunks:
            file.write(chunk)
        if is_wav:
            finalize_header(file)


def _request(text: str, output: Path, options: dict[str, Any]) -> SpeechRequest:
    if not output.parent.is_dir():
        raise CommandError(f"There is no folder {output.parent}.")
    format_name = output.suffix.removeprefix(".").lower()
    if format_name not in FORMATS:
        raise CommandError(f"End the file's name with one of {', '.join(FORMATS)}: its ending is the format.")
    engine, voice = options["engine"], options["voice"]
    voice = voice or DEFAULT_VOICES.get(engine, "")
    return SpeechRequest(
        text=text,
        engine=engine,
        voice=voice,
        language=options["language"] or _language_of(engine, voice),
        response_format=format_name,
        speed=options["speed"],
        input_type="ssml" if options["ssml"] else "text",
    )


def _language_of(engine_name: str, voice: str) -> str:
    """Of the voice, or of the first of a blend. What is wrong with the voice is told by the engine."""
    engine = registry().engine(engine_name)
    languages = {known.id: known.language for known in engine.voices}
    if voice in languages:
        return languages[voice]
    if engine.capabilities.has_blends:
        return languages[parse_blend(voice, languages)[0].name]
    return "en"
