"""What was heard: the whole, once the last segment is there."""

from dataclasses import dataclass

from speech.recognition.base import Segment, Task


@dataclass(frozen=True)
class Transcript:
    segments: tuple[Segment, ...]
    language: str  # ISO 639-1 of what is spoken; empty where nobody spoke
    duration_seconds: float  # of the sound, silence included
    task: Task = Task.TRANSCRIBE
    warning: str = ""  # what of the file could not be read

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)
