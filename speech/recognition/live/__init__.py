"""Hearing while somebody speaks: bytes in as they come, utterances out, each cut into pieces heard once."""

from speech.recognition.live.ear import EmptyBuffer, LiveEar
from speech.recognition.live.formats import LiveFormat, SoundKind, UnevenSound
from speech.recognition.live.happenings import Dropped, Ended, Happening, Piece, Started, Stopped

__all__ = [
    "Dropped",
    "EmptyBuffer",
    "Ended",
    "Happening",
    "LiveEar",
    "LiveFormat",
    "Piece",
    "SoundKind",
    "Started",
    "Stopped",
    "UnevenSound",
]
