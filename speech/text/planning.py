"""From written text to passages: markup, lexicon, sentences, sizes, pauses. Lazily, after a first check."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

import regex

from speech.text import splitting
from speech.text.chunking import Guard, Piece, paragraphs, sentences, trimmed
from speech.text.cleaning import clean, has_speech
from speech.text.document import Block, Document, Silence, Span, plain_document
from speech.text.errors import LexiconGrowsText, PausesTooLong, UnknownInputType
from speech.text.languages import normalise_language
from speech.text.lexicon import Lexicon, LexiconEntry
from speech.text.normalise import normalise, say_as
from speech.text.passages import FASTEST, SLOWEST, Ending, Passage, Pauses, Pronunciation
from speech.text.ssml import ssml_document

INPUT_TYPES = ("text", "ssml")
LEAST_MAXIMUM = 20
# The limit of a text's length is one of the work it asks for: neither pauses nor a lexicon may get around it.
PAUSES_SECONDS, PAUSES_SECONDS_PER_CHARACTER = 300.0, 0.1
GROWTH_CHARACTERS, GROWTH_PER_CHARACTER = 2_000, 4
# Letters of an alphabet that nobody writes in (Deseret), so that a capital looks like one to the rules.
_CAPITAL, _SMALL = "\U00010400\U00010428", "\U00010428\U00010428"
_STAND_IN = regex.compile("[\U00010400\U00010428]\U00010428")


def plan(
    text: str,
    *,
    language: str,
    max_characters: int,
    wanted_characters: int = 0,
    input_type: str = "text",
    speed: float = 1.0,
    lexicon: Iterable[LexiconEntry] = (),
    first_passage_short: bool = True,
    pauses: Pauses | None = None,
) -> Iterator[Passage]:
    """Whatever is wrong with the text is raised at once; the passages are made while they are drawn.

    `max_characters` bounds what is spoken as well as what is written; sentences of a paragraph are joined
    as far as `wanted_characters`. Places are those of `clean(text)`.
    """
    if max_characters < LEAST_MAXIMUM:
        raise ValueError(f"max_characters is {max_characters}: it must be {LEAST_MAXIMUM} or more")
    language = normalise_language(language)
    document, entries = _document(clean(text), input_type, language), Lexicon(lexicon)
    _require_short_pauses(document, len(text))
    _require_little_growth(document, entries, len(text))
    planner = _Planner(
        document,
        language,
        max_characters,
        wanted_characters,
        speed,
        entries,
        first_passage_short,
        pauses or Pauses(),
    )
    return planner.passages()


def _require_short_pauses(document: Document, length: int) -> None:
    seconds = sum(piece.seconds for piece in document.pieces if isinstance(piece, Silence))
    limit = PAUSES_SECONDS + PAUSES_SECONDS_PER_CHARACTER * length
    if seconds > limit:
        raise PausesTooLong(seconds, limit_seconds=limit)


def _require_little_growth(document: Document, lexicon: Lexicon, length: int) -> None:
    spans = lexicon.spans(document.text, 0, len(document.text))
    added = sum(len(span.spoken) - (span.end - span.start) for span in spans)
    limit = GROWTH_CHARACTERS + GROWTH_PER_CHARACTER * length
    if added > limit:
        raise LexiconGrowsText(added=added, limit=limit)


def _document(text: str, input_type: str, language: str) -> Document:
    if input_type == "text":
        return plain_document(text)
    if input_type == "ssml":
        return ssml_document(text, say_as=partial(say_as, language=language))
    raise UnknownInputType(input_type, INPUT_TYPES)


@dataclass(frozen=True)
class _Rendered:
    spoken: str
    pronunciations: tuple[Pronunciation, ...]


@dataclass(frozen=True)
class _Planner:
    document: Document
    language: str
    max_characters: int
    wanted_characters: int
    speed: float
    lexicon: Lexicon
    first_passage_short: bool
    pauses: Pauses

    def passages(self) -> Iterator[Passage]:
        held: Passage | None = None
        for passage in self._unjoined():
            if held is not None:
                yield replace(held, pause_after_seconds=0.0) if _is_pause(passage) else held
            held = passage
        if held is not None:
            # The end of the text needs no silence, unless it was asked for.
            yield held if _is_pause(held) else replace(held, pause_after_seconds=0.0)

    def _unjoined(self) -> Iterator[Passage]:
        is_first = self.first_passage_short
        for piece in self.document.pieces:
            if isinstance(piece, Silence):
                yield self._silence(piece)
                continue
            for passage in self._block(piece, is_first):
                is_first = is_first and passage.is_silent
                yield passage

    def _silence(self, silence: Silence) -> Passage:
        return Passage("", "", 1.0, silence.seconds, False, silence.start, silence.end)

    def _block(self, block: Block, is_first: bool) -> Iterator[Passage]:
        markup = Guard(block.spans)
        block_end = trimmed(self.document.text, block.start, block.end)[1]
        for start, end in paragraphs(self.document.text, block.start, block.end):
            taken = markup.within(start, end)
            spans = [*taken, *self.lexicon.spans(self.document.text, start, end, taken=taken)]
            for piece, guard in self._pieces(start, end, Guard(spans), is_first):
                if piece.end == block_end:
                    piece = replace(piece, ending=block.ending)
                yield from self._fitted(piece, guard, block)
                is_first = False

    def _pieces(self, start: int, end: int, guard: Guard, is_first: bool) -> Iterator[tuple[Piece, Guard]]:
        text, most = self.document.text, self.max_characters
        pieces = splitting.joined(
            text,
            sentences(text, start, end, language=self.language, guard=guard),
            most=most,
            wanted=self.wanted_characters,
        )
        first = next(pieces, None) if is_first else None
        begun = splitting.split_first(text, first, guard) if first else iter(())
        for piece in chain(begun, pieces):
            for sized in splitting.split_long(text, piece, most=most, guard=guard):
                yield sized, guard

    def _fitted(self, piece: Piece, guard: Guard, block: Block) -> Iterator[Passage]:
        """Numbers grow when they are spoken: what no longer fits is cut again."""
        rendered = self._rendered(piece, guard)
        if len(rendered.spoken) <= self.max_characters:
            yield self._passage(piece, rendered, block)
            return
        middle = splitting.middle_space(self.document.text, piece, guard)
        if middle is None:
            yield from self._overflowing(piece, rendered, block)
            return
        right = trimmed(self.document.text, middle, piece.end)[0]
        yield from self._fitted(Piece(piece.start, middle, Ending.CUT), guard, block)
        yield from self._fitted(Piece(right, piece.end, piece.ending), guard, block)

    def _overflowing(self, piece: Piece, rendered: _Rendered, block: Block) -> Iterator[Passage]:
        """One written word that takes longer to say than a passage may be."""
        whole = Piece(0, len(rendered.spoken), piece.ending)
        parts = splitting.split_long(rendered.spoken, whole, most=self.max_characters, guard=Guard())
        for number, part in enumerate(parts):
            spoken = _Rendered(rendered.spoken[part.start : part.end], ())
            written = Piece(piece.end if number else piece.start, piece.end, part.ending)
            yield self._passage(written, spoken, block)

    def _passage(self, piece: Piece, rendered: _Rendered, block: Block) -> Passage:
        speed = min(max(self.speed * block.speed, SLOWEST), FASTEST)
        source = self.document.source
        end = source.end_of(piece.end)
        return Passage(
            text=self.document.text[piece.start : piece.end],
            spoken=rendered.spoken if has_speech(rendered.spoken) or rendered.pronunciations else "",
            speed=speed,
            pause_after_seconds=self.pauses.after(piece.ending, speed=speed),
            paragraph_end=piece.ending == Ending.PARAGRAPH,
            start=source.start_of(piece.start) if piece.start < piece.end else end,
            end=end,
            pronunciations=rendered.pronunciations,
        )

    def _rendered(self, piece: Piece, guard: Guard) -> _Rendered:
        # A span longer than a whole passage may be was cut, and is said as it is written.
        spans = [span for span in guard.within(piece.start, piece.end) if span.end <= piece.end]
        first, *others = self._around(piece, spans)
        said: list[str] = [first]
        pronunciations: list[Pronunciation] = []
        for span, following in zip(spans, others, strict=True):
            words = span.spoken.strip() if span.ipa else normalise(span.spoken, self.language)
            start = sum(map(len, said))
            if span.ipa:
                pronunciations.append(Pronunciation(start, start + len(words), span.ipa))
            said += [words, following]
        return _Rendered("".join(said).rstrip(), tuple(pronunciations))

    def _around(self, piece: Piece, spans: Sequence[Span]) -> list[str]:
        """What is said before, between and after spans: rules look at the words around, so these stand in."""
        text = self.document.text
        places = [piece.start, *(place for span in spans for place in (span.start, span.end)), piece.end]
        between = [text[start:end] for start, end in zip(places[::2], places[1::2], strict=True)]
        stand_ins = [_CAPITAL if text[span.start].isupper() else _SMALL for span in spans]
        whole = "".join(chain.from_iterable(zip(between, [*stand_ins, ""], strict=True)))
        parts = _STAND_IN.split(normalise(whole, self.language))
        if len(parts) == len(between):
            return parts
        return [self._normalised(words) for words in between]

    def _normalised(self, written: str) -> str:
        """With the spaces at its edges kept as one, for there are neighbours."""
        if not written or written.isspace():
            return written[:1] and " "
        before = " " if written[0].isspace() else ""
        after = " " if written[-1].isspace() else ""
        return before + normalise(written, self.language) + after


def _is_pause(passage: Passage) -> bool:
    """A silence that the writer asked for, not a line of asterisks."""
    return not passage.text and passage.is_silent
