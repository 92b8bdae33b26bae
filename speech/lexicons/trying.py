"""The test box: what a sentence becomes with a lexicon, and how that sounds."""

from collections.abc import Iterator
from dataclasses import dataclass

from speech.lexicons.access import entries_of
from speech.lexicons.cleaning import clean_sentence
from speech.models import Lexicon
from speech.names import clean_language
from speech.text import Replacement, preview_lexicon

TRY_AT_MOST = 5_000


@dataclass(frozen=True)
class Part:
    """A stretch of the sentence: as it is written, or replaced."""

    text: str
    replacement: Replacement | None = None


@dataclass(frozen=True)
class Trial:
    text: str  # what places count in
    said: str
    replacements: tuple[Replacement, ...]
    applies: bool

    @property
    def parts(self) -> Iterator[Part]:
        position = 0
        for replacement in self.replacements:
            if position < replacement.start:
                yield Part(self.text[position : replacement.start])
            yield Part(replacement.written, replacement)
            position = replacement.end
        if position < len(self.text):
            yield Part(self.text[position:])


def try_lexicon(*, lexicon: Lexicon, text: str, language: str = "", most: int = TRY_AT_MOST) -> Trial:
    text, language = clean_sentence(text, most=most), clean_language(language)
    said, replacements = preview_lexicon(text, entries_of(lexicon, language=language))
    return Trial(text, said, tuple(replacements), lexicon.applies_to(language))
