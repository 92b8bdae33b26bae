"""A server's answer as blocks: bare samples, or a file that is decoded while it comes."""

import io
from collections.abc import Iterator
from typing import IO, cast

import numpy as np

from speech.audio.decode import AudioFile
from speech.audio.errors import AudioError
from speech.audio.mono import mono_at
from speech.engines.base import Block, PassageRequest
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.http import Answer

SAMPLE_BYTES = 2  # 16 bits, signed, the lowest first
FULL_SCALE = np.float32(32768)
# An answer beyond it is no speech of that text: slow speakers of dense scripts say a character a second.
LEAST_SECONDS, SECONDS_A_CHARACTER = 60.0, 2.0
# What stands at the beginning of an answer that is no sound, whatever its type says.
NO_SOUND = ("application/json", "application/xml")
WORDS = (b"<!doctype", b"<html", b"<?xml", b'{"error', b'{"detail')

# What stands at the beginning of a file, by its format.
FILES = {"wav": b"RIFF", "mp3": b"ID3", "opus": b"OggS", "flac": b"fLaC"}


def longest_seconds(request: PassageRequest) -> float:
    return LEAST_SECONDS + SECONDS_A_CHARACTER * len(request.text) / request.speed


def broken_sound(name: str, reason: str, what_to_do: str = "Try again in a while.") -> ProviderFailed:
    return ProviderFailed(name, FailureKind.SERVER, reason=reason, what_to_do=what_to_do)


def sound_of(answer: Answer, *, name: str) -> Iterator[bytes]:
    """Its pieces, once it is plain that they are no words."""
    if answer.content_type.startswith("text/") or answer.content_type in NO_SOUND:
        raise _words_instead(name)
    is_first = True
    for piece in answer.pieces():
        if is_first and piece.lstrip()[:9].lower().startswith(WORDS):
            raise _words_instead(name)
        is_first = False
        yield piece


def _words_instead(name: str) -> ProviderFailed:
    return broken_sound(name, "its server sent words instead of sound", "Check its url.")


def from_pcm(pieces: Iterator[bytes], *, name: str, content_type: str = "") -> Iterator[Block]:
    """Pieces end anywhere, also within a sample."""
    rest = b""
    is_first = True
    for piece in pieces:
        if is_first:
            _require_bare(piece, content_type, name)
        is_first = False
        piece = rest + piece
        whole = len(piece) - len(piece) % SAMPLE_BYTES
        rest = piece[whole:]
        if whole:
            yield as_block(piece[:whole])
    if rest:
        raise broken_sound(name, "its server's sound ended within a sample")


def _require_bare(beginning: bytes, content_type: str, name: str) -> None:
    """A file would be heard as noise, as loud as can be."""
    kind = next((kind for kind, mark in FILES.items() if beginning.startswith(mark)), "")
    # An MP3 may begin with its first frame, and samples could by chance be the same two bytes.
    is_frame = beginning[:1] == b"\xff" and beginning[1:2] >= b"\xe0"
    if is_frame and content_type in ("audio/mpeg", "audio/mp3"):
        kind = "mp3"
    if kind:
        reason = f"its server sent a file ({kind.upper()}) where bare samples were asked for"
        raise broken_sound(name, reason, f'Set format = "{kind}" in its options.')


def as_block(samples: bytes) -> Block:
    return np.frombuffer(samples, "<i2").astype(np.float32) / FULL_SCALE


def from_file(pieces: Iterator[bytes], *, rate_hz: int, name: str) -> Iterator[Block]:
    """Of any kind that can be decoded as it comes, at the rate that the engine has promised."""
    try:
        with AudioFile(cast(IO[bytes], _Incoming(pieces))) as file:
            for block in mono_at(rate_hz, file.blocks()):
                if len(block):
                    yield block
    except AudioError as error:
        raise broken_sound(
            name, "its server's sound can't be decoded", "Check format in its options."
        ) from error


def bounded(blocks: Iterator[Block], *, rate_hz: int, seconds: float, name: str) -> Iterator[Block]:
    """No block of it is empty, and there is one at least."""
    frames = 0
    for block in blocks:
        frames += len(block)
        if frames > seconds * rate_hz:
            raise broken_sound(name, "its server's sound does not end")
        yield block
    if not frames:
        raise broken_sound(name, "its server sent no sound")


class _Incoming(io.RawIOBase):
    """To be read once, in order."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """What there is, up to `size`; nothing at the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        given, self._rest = self._rest[:size], self._rest[size:]
        return given
