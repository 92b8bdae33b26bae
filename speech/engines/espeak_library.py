"""libespeak-ng through ctypes: a private copy of the library for every passage.

The library keeps its voice, its callback, its text and the state of its oscillators in global variables,
and opening the same file twice gives the same globals. Two users of it in one process corrupt each
other's sounds, and even alone it says nothing the same way twice. So each object here opens a copy of the
file, with globals of its own, and closes it again: 3 ms, no lock, and the same sound every time.
"""

import _ctypes
import ctypes
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import espeakng_loader
import numpy as np

from speech.engines.base import Block
from speech.engines.errors import EngineFailed, EngineUnavailable

SYNCHRONOUS = 0x02  # AUDIO_OUTPUT_SYNCHRONOUS
DONT_EXIT = 0x8000  # else a missing data folder ends the process
BLOCK_MILLISECONDS = 100
UTF8, END_PAUSE = 1, 0x1000
BY_CHARACTER = 1
RATE = 1
SLOWEST_WPM, USUAL_WPM, FASTEST_WPM = 80, 175, 450
LONGEST_DATA_PATH = 140  # espeak cuts a longer one off and finds nothing

LIST_ENDS, WORD = 0, 1  # kinds of events


class VoiceStruct(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


class Event(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_int),
        ("message", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("detail", ctypes.c_char * 8),
    ]


Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


@dataclass(frozen=True)
class WordBegins:
    """With its character at `place` of the text. A number begins several times, one word of it each."""

    place: int
    frame: int


@dataclass(frozen=True)
class EspeakVoice:
    name: str
    language: str
    identifier: str
    gender: int  # 0 none, 1 male, 2 female


class EspeakLibrary:
    """For one thread. A context manager."""

    def __init__(self) -> None:
        self._library = _open_copy()
        self._blocks: list[Block] = []
        self.begun: list[WordBegins] = []  # the words of what was spoken last
        # Kept here: ctypes does not, and the library would call freed memory.
        self._callback = Callback(self._take)
        try:
            self._initialize()
        except BaseException:
            self._unload()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: tuple[type[BaseException], BaseException, TracebackType]) -> None:
        self.close()

    def close(self) -> None:
        self._library.espeak_Terminate()
        self._unload()

    def voices(self) -> list[EspeakVoice]:
        """Without those whose dictionary is not in the package: they would speak nothing."""
        return [voice for voice in self._voices(None) if _has_dictionary(voice)]

    def variants(self) -> list[EspeakVoice]:
        return self._voices(b"variant")

    def speak(self, text: str, *, identifier: str, words_per_minute: int) -> list[Block]:
        """All of a passage: a minute of speech takes half a second."""
        self._blocks, self.begun = [], []
        self._set_voice(identifier)
        self._library.espeak_SetParameter(RATE, words_per_minute, 0)
        self._synthesize(text.replace("\0", " ").encode("utf-8", "replace") + b"\0")
        return self._blocks

    def _unload(self) -> None:
        # ctypes never closes what it has opened.
        _ctypes.dlclose(self._library._handle)

    def _set_voice(self, identifier: str) -> None:
        if self._library.espeak_SetVoiceByName(identifier.encode()) != 0:
            raise EngineFailed("espeak", reason=f"its voice {identifier} can't be opened")

    def _synthesize(self, text: bytes) -> None:
        status = self._library.espeak_Synth(text, len(text), 0, BY_CHARACTER, 0, UTF8 | END_PAUSE, None, None)
        if status != 0:
            raise EngineFailed("espeak", reason=f"espeak-ng answered {status}")

    def _take(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            block = np.ctypeslib.as_array(samples, shape=(count,))
            self._blocks.append(block.astype(np.float32) / np.float32(32768))
        number = 0
        while events and events[number].kind != LIST_ENDS:
            if events[number].kind == WORD:
                self.begun.append(WordBegins(events[number].text_position - 1, events[number].sample))
            number += 1
        return 0

    def _initialize(self) -> None:
        data = espeakng_loader.get_data_path()
        if len(data.encode()) > LONGEST_DATA_PATH:
            raise _unavailable(f"the path of its data is longer than {LONGEST_DATA_PATH} bytes: {data}")
        rate = self._library.espeak_Initialize(SYNCHRONOUS, BLOCK_MILLISECONDS, data.encode(), DONT_EXIT)
        if rate <= 0:
            raise _unavailable("espeak-ng found no data to start with")
        self._library.espeak_SetSynthCallback(self._callback)

    def _voices(self, language: bytes | None) -> list[EspeakVoice]:
        listed = self._library.espeak_ListVoices(_like(language) if language else None)
        found: list[EspeakVoice] = []
        while listed[len(found)]:
            found.append(_voice(listed[len(found)].contents))
        return found


def _has_dictionary(voice: EspeakVoice) -> bool:
    data = Path(espeakng_loader.get_data_path())
    lines = (data / "lang" / voice.identifier).read_text(encoding="utf-8").splitlines()
    named = [line.split()[1] for line in lines if line.startswith("dictionary ")]
    name = named[0] if named else voice.language.split("-")[0]
    return (data / f"{name}_dict").is_file()


def _like(language: bytes) -> Any:
    wanted = VoiceStruct()
    wanted.languages = ctypes.cast(ctypes.c_char_p(language), ctypes.c_void_p).value
    return ctypes.byref(wanted)


def _voice(struct: VoiceStruct) -> EspeakVoice:
    # A byte of priority stands before the language; more languages may follow it.
    language = ctypes.string_at(struct.languages + 1).decode()
    return EspeakVoice(struct.name.decode().strip(), language, struct.identifier.decode(), struct.gender)


def _open_copy() -> Any:
    with tempfile.TemporaryDirectory(prefix="espeak-") as folder:
        path = Path(folder) / Path(espeakng_loader.get_library_path()).name
        try:
            shutil.copyfile(espeakng_loader.get_library_path(), path)
            library = ctypes.CDLL(str(path))
        except OSError as error:
            raise _unavailable(
                f"its library can't be opened ({error.strerror or 'not a library'})"
            ) from error
    _declare(library)
    return library


def _declare(library: Any) -> None:
    listed = ctypes.POINTER(ctypes.POINTER(VoiceStruct))
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "espeak_Initialize": (ctypes.c_int, [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]),
        "espeak_Terminate": (ctypes.c_int, []),
        "espeak_SetSynthCallback": (None, [Callback]),
        "espeak_ListVoices": (listed, [ctypes.c_void_p]),
        "espeak_SetVoiceByName": (ctypes.c_int, [ctypes.c_char_p]),
        "espeak_SetParameter": (ctypes.c_int, [ctypes.c_int] * 3),
        "espeak_Synth": (
            ctypes.c_int,
            [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint]
            + [ctypes.c_void_p] * 2,
        ),
    }  # fmt: skip
    for name, (result, arguments) in signatures.items():
        function: Callable[..., Any] = getattr(library, name)
        function.restype, function.argtypes = result, arguments  # type: ignore[attr-defined]


def _unavailable(reason: str) -> EngineUnavailable:
    return EngineUnavailable("espeak", reason=reason, what_to_do="Install the package espeakng-loader again.")
