"""The blend of stock voices that sounds most like somebody's recordings. Plain Python: no Django in here."""

from speech.matching.base import LIKENESS, Finding, Match, OnFinding, Sample, Stock
from speech.matching.errors import (
    MatchRefused,
    NoCandidates,
    SampleUnusable,
    SeveralVoices,
    TooLittleSpeech,
)
from speech.matching.finding import find_match

__all__ = [
    "LIKENESS",
    "Finding",
    "Match",
    "MatchRefused",
    "NoCandidates",
    "OnFinding",
    "Sample",
    "SampleUnusable",
    "SeveralVoices",
    "Stock",
    "TooLittleSpeech",
    "find_match",
]
