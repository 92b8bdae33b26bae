"""Kokoro-82M through ONNX Runtime: 54 voices in nine languages, and blends of them."""

import re
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from kokoro_onnx.config import DEFAULT_VOCAB
from numpy.typing import NDArray

from speech.audio.silence import kept_span
from speech.engines.base import Block, Capabilities, OnWord, PassageRequest, Voice
from speech.engines.checks import check_request
from speech.engines.convolved import convolved_transform
from speech.engines.cutting import cut, pause_after_seconds
from speech.engines.errors import EngineFailed, EngineUnavailable, UnsupportedOption
from speech.engines.kokoro_voices import ESPEAK_NAMES, StyleFile, described, parse_blend
from speech.engines.languages import canonical_tag, nearest, primary
from speech.engines.onnx_changes import Change, graph_of, open_session, put_out
from speech.engines.onnx_files import Graph
from speech.engines.phonemes import EspeakPhonemes, spelled
from speech.engines.pronouncing import phonemes_with
from speech.engines.sessions import Sessions
from speech.engines.settings import EngineSettings
from speech.engines.stretching import split_speed, stretch
from speech.engines.telling import GivenPiece, WordTeller, heard_earlier, piece_marks
from speech.timing.phoneme_words import words_in
from speech.timing.words import words_of

NAME = "kokoro"
RATE_HZ = 24_000
MOST_TOKENS = 510
# ONNX Runtime keeps what its longest run took: 560 MB after 234 characters, 840 MB after 390.
PLANNED_CHARACTERS = 250
# Every run costs a quarter of a second beside its words, and long ones cost more for each of them.
WANTED_CHARACTERS = 160
NATIVE_SPEEDS = (0.5, 2.0)
VOICES_FILE = "voices.npz"
# A sound is heard this much before the frames made for it (docs/engines.md).
AHEAD_SECONDS = 0.06
# From the model's input for the speed to whole frames for each phoneme, these alone are passed.
TOWARDS_DURATIONS = frozenset(
    ("Cast", "Unsqueeze", "Reshape", "Reciprocal", "Div", "Mul", "Round", "Clip", "Max")
)
KANJI = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
NOTES = (
    "Japanese is read in kana only: text with characters (kanji) is refused.",
    "Chinese is spoken without its tones, which espeak's phonemes lose: it has a strong accent.",
)

Durations = NDArray[np.float64]  # of each phoneme, and of the silence before and after them


def open_engine(settings: EngineSettings) -> "KokoroEngine":
    what_to_do = settings.how_to_get.get(NAME, "Put the model and voices.npz into its folder.")
    if settings.kokoro_dir is None or not (settings.kokoro_dir / VOICES_FILE).is_file():
        raise EngineUnavailable(NAME, reason="its model is not on this machine", what_to_do=what_to_do)
    model = next(iter(sorted(settings.kokoro_dir.glob("*.onnx"))), None)
    if model is None:
        raise EngineUnavailable(NAME, reason="its model is not on this machine", what_to_do=what_to_do)
    return KokoroEngine(
        model,
        settings.kokoro_dir / VOICES_FILE,
        threads=settings.threads,
        lanes=settings.lanes,
        what_to_do=what_to_do,
    )


class KokoroEngine:
    name = NAME

    def __init__(
        self,
        model: Path,
        voices: Path,
        *,
        threads: int = 2,
        lanes: int = 1,
        session_options: onnxruntime.SessionOptions | None = None,
        what_to_do: str = "Get the model again.",
    ) -> None:
        """`session_options`, where given, stand for `threads`."""
        self._model, self._what_to_do = model, what_to_do
        self._threads, self._options = threads, session_options
        self._lanes = lanes if threads > 1 else 1
        self._loading = threading.Lock()
        self._sessions: Sessions | None = None
        self._phonemes = EspeakPhonemes()
        try:
            self._styles = StyleFile(voices)
        except (OSError, zipfile.BadZipFile) as error:
            raise self._unavailable("its voices can't be read") from error

    @cached_property
    def voices(self) -> Sequence[Voice]:
        return tuple(described(name, engine=NAME) for name in self._styles.names)

    @cached_property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            languages=tuple(ESPEAK_NAMES),
            native_speeds=NATIVE_SPEEDS,
            max_characters_per_passage=PLANNED_CHARACTERS,
            wanted_characters_per_passage=WANTED_CHARACTERS,
            turns_at_once=self._lanes,
            has_blends=True,
            takes_phonemes=True,
            has_word_times=self._durations is not None,
            is_repeatable=True,
            notes=NOTES,
        )

    def sample_rate_hz(self, voice: str) -> int:
        return RATE_HZ

    def validate(self, request: PassageRequest) -> None:
        check_request(request, self.capabilities)
        parse_blend(request.voice, self._styles.names)
        if request.phonemes is not None:
            _check_phonemes(request.phonemes)
        elif self._language_asked(request) == "ja" and KANJI.search(request.text):
            # espeak would say "Chinese letter" for every one of them.
            raise UnsupportedOption("text", request.text, "Japanese in kana, which is all this voice reads")

    def load(self) -> None:
        with self._loading:
            if self._sessions is None:
                self._sessions = Sessions(self._open_session, threads=self._threads, lanes=self._lanes)

    def unload(self) -> None:
        with self._loading:
            self._sessions = None
            self._styles.forget()

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        if self._sessions is None:
            raise EngineFailed(NAME, reason="it was asked to speak before it was loaded")
        with self._sessions.passage() as session:
            yield from self._synthesized(request, session, on_word)

    def _synthesized(
        self, request: PassageRequest, session: Callable[[], Any], on_word: OnWord | None
    ) -> Iterator[Block]:
        style = self._styles.style(parse_blend(request.voice, self._styles.names))
        speed, factor = split_speed(request.speed, NATIVE_SPEEDS)
        phonemes = self.phonemes_of(request)
        teller = self._teller(request, phonemes, on_word) if on_word and self._durations else None
        place = given_frames = 0
        pieces = list(cut(phonemes, limit=MOST_TOKENS))
        for number, piece in enumerate(pieces, start=1):
            place = phonemes.index(piece, place)
            samples, durations = _run(session(), piece, style=style, speed=speed)
            start, end = kept_span(samples, RATE_HZ)
            block = stretch(samples[start:end], factor, rate_hz=RATE_HZ)
            if teller and durations is not None:
                given = GivenPiece(block, (start, end), RATE_HZ, given_frames / RATE_HZ)
                marks = piece_marks(durations, frames=len(samples))[1:-1]
                marks = heard_earlier(marks, AHEAD_SECONDS * RATE_HZ, samples=samples, kept=(start, end))
                teller.heard(given.seconds(marks), first=place, voice=given.voice())
            yield block
            pause = 0.0 if number == len(pieces) else pause_after_seconds(piece) / request.speed
            silence = np.zeros(round(pause * RATE_HZ), np.float32)
            if len(silence):
                yield silence
            place, given_frames = place + len(piece), given_frames + len(block) + len(silence)

    def _teller(self, request: PassageRequest, phonemes: str, on_word: OnWord) -> WordTeller:
        """Each word is read alone, to know its phonemes again among those of the passage."""
        words = words_of(request.text)
        written = [request.text[word.start : word.end] for word in words]
        distinct = list(dict.fromkeys(written))
        language = ESPEAK_NAMES[self._language_asked(request)]
        read = dict(zip(distinct, self._phonemes.of_each(distinct, language=language), strict=True))
        said = {each.start: spelled(each.ipa, language=language) for each in request.pronunciations}
        known = [_known(said.get(word.start, read[text])) for word, text in zip(words, written, strict=True)]
        places = words_in(phonemes, known)
        return WordTeller(words, places, on_word, phonemes=phonemes)

    def phonemes_of(self, request: PassageRequest) -> str:
        """As the model reads them. The text's words are taken as they stand."""
        if request.phonemes is not None:
            return _known(" ".join(request.phonemes.split()))
        language = ESPEAK_NAMES[self._language_asked(request)]

        def read(text: str) -> str:
            return self._phonemes.of(text, language=language)

        if request.pronunciations:
            return _known(
                phonemes_with(
                    request.text,
                    request.pronunciations,
                    read=read,
                    spell=lambda ipa: _known(spelled(ipa, language=language)),
                )
            )
        return _known(read(request.text))

    def _language_asked(self, request: PassageRequest) -> str:
        """A blend speaks the language of the voice that weighs most."""
        heaviest = max(parse_blend(request.voice, self._styles.names), key=lambda part: part.weight)
        own = described(heaviest.name, engine=NAME).language
        # The voice's own accent, where only "en" was asked for and it has one.
        if request.language is None or canonical_tag(request.language) == primary(own):
            return own
        return nearest(request.language, list(ESPEAK_NAMES)) or own

    @property
    def _durations(self) -> str | None:
        """The tensor that holds how long each phoneme lasts."""
        return self._found[0]

    @cached_property
    def _found(self) -> tuple[str | None, Change | None]:
        """The durations and what makes it sooner: of one reading of the file, which takes a while."""
        graph = graph_of(self._model)
        return _durations_in(graph), convolved_transform(graph)

    def _open_session(self, threads: int) -> Any:
        options = self._options or tuned_options(threads=threads)
        durations, sooner = self._found
        try:
            return open_session(self._model, options, put_out(durations), sooner)
        except Exception as error:  # ONNX Runtime has a class for every status, none of them shared
            raise self._unavailable("its model can't be opened") from error

    def _unavailable(self, reason: str) -> EngineUnavailable:
        return EngineUnavailable(NAME, reason=reason, what_to_do=self._what_to_do)


def tuned_options(*, threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait for work turn idly for 100 µs, not for the usual while: a quarter less processor time.
    options.add_session_config_entry("session.intra_op.spin_duration_us", "100")
    return options


def _durations_in(graph: Graph) -> str | None:
    """What the speed divides is rounded to whole frames and has a least value: followed to its end."""
    reached, last = {"speed"}, None
    for node in graph.nodes:
        if reached.intersection(node.inputs) and node.operator in TOWARDS_DURATIONS:
            reached.update(node.outputs)
            last = node.outputs[0] if node.operator in ("Round", "Clip", "Max") else last
    return last


def _run(session: Any, phonemes: str, *, style: Any, speed: float) -> tuple[Block, Durations | None]:
    tokens = [DEFAULT_VOCAB[symbol] for symbol in phonemes]
    inputs = {
        session.get_inputs()[0].name: np.array([[0, *tokens, 0]], np.int64),
        "style": style[len(tokens) - 1],
        "speed": np.array([speed], np.float32),
    }
    try:
        audio, *others = session.run(None, inputs)
    except Exception as error:  # as above
        raise EngineFailed(NAME, reason="the model could not speak this passage") from error
    durations = next((other for other in others if np.size(other) == len(tokens) + 2), None)
    return np.asarray(audio, np.float32).reshape(-1), _usable(durations)


def _usable(durations: Any) -> Durations | None:
    if durations is None:
        return None
    frames = np.asarray(durations, np.float64).reshape(-1)
    return frames if np.isfinite(frames).all() and frames.min() >= 0 and frames.sum() > 0 else None


def _known(phonemes: str) -> str:
    return "".join(symbol for symbol in phonemes if symbol in DEFAULT_VOCAB)


def _check_phonemes(phonemes: str) -> None:
    unknown = sorted({symbol for symbol in phonemes if symbol not in DEFAULT_VOCAB and not symbol.isspace()})
    if unknown or not _known(phonemes).strip():
        symbols = "".join(symbol for symbol in DEFAULT_VOCAB if not symbol.isspace())
        raise UnsupportedOption("phonemes", "".join(unknown), f"the symbols {symbols}")
