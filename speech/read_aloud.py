"""A text that was read aloud, corrected by what was heard.

Recognisers mishear words; who reads may begin anew, skip a line or add one. So a word heard otherwise stays
as it was written, a passage that was not heard goes, and one that was heard beside it comes in.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from speech.reading_texts import READING_TEXTS, reading_texts
from speech.timing.words import Word, words_of

_LEAST_SHARED = 0.6
_LEAST_WORDS = 4
# Fewer words are rather misheard than skipped or added.
_PASSAGE_WORDS = 3


def words_said(heard: str, language: str) -> str:
    """By somebody who may have read one of the site's texts, in that language if there are some in it."""
    texts = reading_texts(language) or [text for texts in READING_TEXTS.values() for text in texts]
    return read_of(heard.strip(), texts)


def read_of(heard: str, texts: Iterable[str]) -> str:
    """What was said, as that of the texts has it which was read; as it was heard where none was."""
    words = _keys(heard, words_of(heard))
    if len(words) < _LEAST_WORDS:
        return heard
    best = max(texts, key=lambda text: _shared(words, text), default="")
    return corrected(best, heard) if _shared(words, best) >= _LEAST_SHARED else heard


def corrected(text: str, heard: str) -> str:
    written, said = words_of(text), words_of(heard)
    matcher = SequenceMatcher(None, _keys(text, written), _keys(heard, said), autojunk=False)
    pieces = []
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        is_misheard = abs((i2 - i1) - (j2 - j1)) < _PASSAGE_WORDS
        pieces.append(_piece(text, written, i1, i2) if is_misheard else _piece(heard, said, j1, j2))
    return "".join(pieces).strip()


def _piece(text: str, words: Sequence[Word], first: int, last: int) -> str:
    """With what follows its last word: a comma, a space."""
    if first == last:
        return ""
    start = 0 if first == 0 else words[first].start
    if last < len(words):
        return text[start : words[last].start]
    return text[start:].rstrip() + (" " if _is_spaced(text, words) else "")


def _is_spaced(text: str, words: Sequence[Word]) -> bool:
    return text.count(" ") * 3 > len(words)


def _keys(text: str, words: Iterable[Word]) -> list[str]:
    return [text[word.start : word.end].casefold() for word in words]


def _shared(heard: Sequence[str], text: str) -> float:
    """How much of what was heard stands in the text, in order."""
    matcher = SequenceMatcher(None, _keys(text, words_of(text)), heard, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(heard)
