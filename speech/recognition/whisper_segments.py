"""From decoded stretches to segments: sentences with their times, words and doubts."""

from collections.abc import Sequence
from functools import cache
from math import log
from typing import Any

from speech.recognition.base import Hearing, Segment, Stretch, TokenLogprob
from speech.recognition.guard import is_phantom, is_silence
from speech.recognition.whisper_decoding import FRAMES_PER_SECOND, Decoded, Encoded
from speech.recognition.whisper_words import Said, probability_of, sentences_of, words_of
from speech.timing import HeardWord

_LEAST_PROBABILITY = 1e-10


def segments_of(
    model: Any, tokenizer: Any, encoded: Encoded, decoded: Sequence[Decoded], hearing: Hearing
) -> list[list[Segment]]:
    alignments = _alignments(model, tokenizer, encoded, decoded)
    return [
        _segments(stretch, heard, words_of(heard.tokens, alignment, tokenizer), tokenizer, hearing)
        for stretch, heard, alignment in zip(encoded.stretches, decoded, alignments, strict=True)
    ]


def _alignments(model: Any, tokenizer: Any, encoded: Encoded, decoded: Sequence[Decoded]) -> Sequence[Any]:
    frames = [
        max(1, min(encoded.frames, round(stretch.seconds * FRAMES_PER_SECOND)))
        for stretch in encoded.stretches
    ]
    tokens = [list(heard.tokens) for heard in decoded]
    found: Sequence[Any] = model.model.align(encoded.output, tokenizer.sot_sequence, tokens, frames)
    return found


def _segments(
    stretch: Stretch, heard: Decoded, words: Sequence[Said], tokenizer: Any, hearing: Hearing
) -> list[Segment]:
    if is_silence(avg_logprob=heard.avg_logprob, no_speech_prob=heard.no_speech_prob):
        return []
    found: list[Segment] = []
    for sentence in sentences_of(words):
        tokens = [token for word in sentence for token in word.tokens]
        text = tokenizer.decode(tokens).strip()
        doubt = {"probability": probability_of(sentence), "no_speech_prob": heard.no_speech_prob}
        if text and not is_phantom(text, **doubt):
            found.append(_segment(len(found), stretch, heard, sentence, text, tokenizer, hearing))
    return found


def _segment(
    number: int,
    stretch: Stretch,
    heard: Decoded,
    sentence: Sequence[Said],
    text: str,
    tokenizer: Any,
    hearing: Hearing,
) -> Segment:
    start, end = _placed(stretch, sentence[0].start, sentence[-1].end)
    return Segment(
        number,
        start,
        end,
        text,
        seek=round(FRAMES_PER_SECOND * stretch.start_seconds),
        tokens=tuple(token for word in sentence for token in word.tokens),
        temperature=heard.temperature,
        avg_logprob=heard.avg_logprob,
        compression_ratio=heard.compression_ratio,
        no_speech_prob=heard.no_speech_prob,
        words=_words(stretch, sentence) if hearing.has_word_times else (),
        logprobs=_logprobs(sentence, tokenizer) if hearing.has_logprobs else (),
    )


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
