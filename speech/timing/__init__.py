"""When each word is heard, and subtitles from it. Plain Python: no Django in here."""

from speech.timing.estimate import align
from speech.timing.matching import Timed as HeardWord
from speech.timing.subtitles import Cue, cues_of, fits_a_cue, lines_of, to_srt, to_vtt
from speech.timing.voice import voiced_regions
from speech.timing.words import Word, WordTime, words_of, written_times

__all__ = [
    "Cue",
    "HeardWord",
    "Word",
    "WordTime",
    "align",
    "cues_of",
    "fits_a_cue",
    "lines_of",
    "to_srt",
    "to_vtt",
    "voiced_regions",
    "words_of",
    "written_times",
]
