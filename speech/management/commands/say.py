"""`manage.py say "Hello" -o hello.mp3`: text into a sound file, with a progress bar."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from common.errors import AppError
from speech.audio.encode import write_whole
from speech.audio.formats import FORMATS
from speech.audio.whole_files import whole_or_none
from speech.catalogue import default_voice, engine_named, speech_model
from speech.effect_chains import chain_in
from speech.engine_pool import pool, registry
from speech.pipeline import SpeechRequest, length_of, speak
from speech.refusals import refusals_told
from speech.requests import Wish, resolve


class Command(BaseCommand):
    help = "Speak a text into a file. With - as text, it is read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text")
        parser.add_argument("-o", "--output", type=Path, required=True, help="its ending chooses the format")
        parser.add_argument("--model", default="kokoro", help=f"one of {', '.join(registry().names)}")
        parser.add_argument("--voice", help="such as af_heart, or a blend: 'af_heart(0.6)+am_adam(0.4)'")
        parser.add_argument("--language", help="such as en-US; the voice's own if left out")
        parser.add_argument("--speed", type=float, default=1.0)
        parser.add_argument(
            "--effects", default="", help='JSON: \'[{"type": "reverb", "room": "small", "mix": 0.2}]\''
        )
        parser.add_argument("--ssml", action="store_true", help="the text is SSML")

    def handle(self, *args: Any, text: str, output: Path, **options: Any) -> None:
        text = sys.stdin.read() if text == "-" else text
        try:
            with refusals_told():
                self._write(_request(text, output, options), output)
        except AppError as error:
            raise CommandError(error.message) from None

    def _write(self, request: SpeechRequest, output: Path) -> None:
        with tqdm(total=length_of(request.text), unit=" characters", disable=None, leave=False) as bar:
            chunks = speak(request, pool=pool(), on_passage=lambda end: bar.update(end - bar.n))
            with whole_or_none(output) as draft, draft.open("w+b") as file:
                write_whole(file, chunks, format_name=request.response_format)
        self.stdout.write(str(output))


def _request(text: str, output: Path, options: dict[str, Any]) -> SpeechRequest:
    if not output.parent.is_dir():
        raise CommandError(f"There is no folder {output.parent}.")
    format_name = output.suffix.removeprefix(".").lower()
    if format_name not in FORMATS:
        raise CommandError(f"End the file's name with one of {', '.join(FORMATS)}: its ending is the format.")
    engine = engine_named(speech_model(options["model"]).engine)
    wish = Wish(
        text=text,
        model=options["model"],
        voice=options["voice"] or default_voice(engine),
        language=options["language"] or "",
        response_format=format_name,
        speed=options["speed"],
        input_type="ssml" if options["ssml"] else "text",
        effects=chain_in(options["effects"]),
    )
    return resolve(wish, user=None, most_characters=len(text))
