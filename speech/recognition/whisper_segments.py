"""From decoded stretches to segments: sentences with their times, words and doubts."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import log
from typing import Any

from speech.recognition.base import Hearing, Segment, Stretch, TokenLogprob
from speech.recognition.guard import is_phantom, is_silence
from speech.recognition.whisper_decoding import FRAMES_PER_SECOND, Decoded, Encoded
from speech.recognition.whisper_holes import Part
from speech.recognition.whisper_words import (
    LONG_PAUSE_SECONDS,
    Said,
    probability_of,
    sentences_of,
    words_of,
)
from speech.timing import HeardWord

_LEAST_PROBABILITY = 1e-10


def aligned(model: Any, tokenizer: Any, encoded: Encoded, decoded: Sequence[Decoded]) -> list[Part]:
    """When each word of each stretch is said."""
    lengths = (round(stretch.seconds * FRAMES_PER_SECOND) for stretch in encoded.stretches)
    frames = [max(1, min(encoded.frames, length)) for length in lengths]
    tokens = [list(heard.tokens) for heard in decoded]
    alignments = model.model.align(encoded.output, tokenizer.sot_sequence, tokens, frames)
    return [
        Part(heard, tuple(words_of(heard.tokens, alignment, tokenizer)))
        for heard, alignment in zip(decoded, alignments, strict=True)
    ]


class Writer:
    """What was heard in a stretch, as segments."""

    def __init__(self, tokenizer: Any, hearing: Hearing) -> None:
        self._tokenizer, self._hearing = tokenizer, hearing

    def segments(self, stretch: Stretch, parts: Sequence[Part]) -> list[Segment]:
        found = [
            self._segment(stretch, part.decoded, piece)
            for part in parts
            if not _is_silence(part.decoded)
            for sentence in sentences_of(part.words)
            if self._is_said(part.decoded, sentence)
            for piece in without_pauses(stretch, sentence)
        ]
        return [replace(segment, id=number) for number, segment in enumerate(found)]

    def _is_said(self, heard: Decoded, sentence: Sequence[Said]) -> bool:
        text = self._text(sentence)
        probability = probability_of(sentence)
        return bool(text) and not is_phantom(
            text, probability=probability, no_speech_prob=heard.no_speech_prob
        )

    def _text(self, sentence: Sequence[Said]) -> str:
        return str(self._tokenizer.decode(_tokens(sentence))).strip()

    def _segment(self, stretch: Stretch, heard: Decoded, sentence: Sequence[Said]) -> Segment:
        start, end = _placed(stretch, sentence[0].start, sentence[-1].end)
        return Segment(
            0,
            start,
            end,
            self._text(sentence),
            seek=round(FRAMES_PER_SECOND * stretch.start_seconds),
            tokens=tuple(_tokens(sentence)),
            temperature=heard.temperature,
            avg_logprob=heard.avg_logprob,
            compression_ratio=heard.compression_ratio,
            no_speech_prob=heard.no_speech_prob,
            words=_words(stretch, sentence) if self._hearing.has_word_times else (),
            logprobs=_logprobs(sentence, self._tokenizer) if self._hearing.has_logprobs else (),
        )


def without_pauses(stretch: Stretch, sentence: Sequence[Said]) -> list[list[Said]]:
    """A silence that was left out of the stretch parts words as one in it does: no cue stands through it."""
    pieces = [[sentence[0]]]
    for word, following in pairwise(sentence):
        _, end = _placed(stretch, word.start, word.end)
        start, _ = _placed(stretch, following.start, following.end)
        if start - end >= LONG_PAUSE_SECONDS:
            pieces.append([])
        pieces[-1].append(following)
    return pieces


def _is_silence(heard: Decoded) -> bool:
    return is_silence(avg_logprob=heard.avg_logprob, no_speech_prob=heard.no_speech_prob)


def _tokens(sentence: Sequence[Said]) -> list[int]:
    return [token for word in sentence for token in word.tokens]


def _words(stretch: Stretch, sentence: Sequence[Said]) -> tuple[HeardWord, ...]:
    return tuple(
        HeardWord(word.text.strip(), *_placed(stretch, word.start, word.end))
        for word in sentence
        if word.text.strip()
    )


def _placed(stretch: Stretch, start: float, end: float) -> tuple[float, float]:
    last = stretch.seconds
    return stretch.place(min(start, last), min(max(start, end), last))


def _logprobs(sentence: Sequence[Said], tokenizer: Any) -> tuple[TokenLogprob, ...]:
    return tuple(
        _logprob(token, probability, tokenizer)
        for word in sentence
        for token, probability in zip(word.tokens, word.probabilities, strict=True)
    )


def _logprob(token: int, probability: float, tokenizer: Any) -> TokenLogprob:
    data = _bytes_of(tokenizer.tokenizer.id_to_token(token) or "")
    text = data.decode(errors="replace")
    return TokenLogprob(text, log(max(probability, _LEAST_PROBABILITY)), tuple(data))


def _bytes_of(written: str) -> bytes:
    """A token is written with one sign for each of its bytes."""
    known = _byte_of_sign()
    return (
        bytes(known[sign] for sign in written) if all(sign in known for sign in written) else written.encode()
    )


@cache
def _byte_of_sign() -> dict[str, int]:
    """Bytes that show are written as themselves, the others, in order, as signs from 256 on."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in set(shown)]
    return {chr(byte): byte for byte in shown} | {chr(256 + at): byte for at, byte in enumerate(hidden)}
