"""Whisper's decoding of several stretches together, and again of those it is not sure of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.recognition.base import Hearing, Stretch
from speech.recognition.guard import (
    LEAST_LOGPROB,
    MOST_COMPRESSION,
    compression_ratio,
    is_silence,
    loop_in,
    without_loops,
)

FRAMES_PER_SECOND = 100
FULL_FRAMES = 3_000
# Silence the model must see behind speech: with 4 s of it, it begins to say the same again; with 10 s it
# is as good as with what fills the 30 s it was taught with, at a quarter of the work for a short sentence.
PADDING_FRAMES = 1_000
MOST_TOKENS = 448  # of prompt and text together
MOST_PROMPT_TOKENS = 223
MOST_KEYWORD_TOKENS = 111
TOKENS_AT_LEAST, TOKENS_PER_SECOND = 40, 30
SURE_LOGPROB = -0.2
BEAM = 5
SAMPLES = 5
LADDER = (0.2, 0.4, 0.6, 0.8, 1.0)

Features = NDArray[np.float32]


@dataclass(frozen=True)
class Decoded:
    tokens: tuple[int, ...]  # of text
    text: str
    temperature: float
    avg_logprob: float
    no_speech_prob: float
    is_whole: bool  # it came to an end by itself

    @property
    def compression_ratio(self) -> float:
        return compression_ratio(self.text)

    @property
    def is_good(self) -> bool:
        if is_silence(avg_logprob=self.avg_logprob, no_speech_prob=self.no_speech_prob):
            return True  # no other try would find words
        return self.avg_logprob >= LEAST_LOGPROB and self.says_new

    @property
    def is_sure(self) -> bool:
        return self.avg_logprob >= SURE_LOGPROB and self.says_new

    @property
    def says_new(self) -> bool:
        if not self.is_whole or self.compression_ratio > MOST_COMPRESSION:
            return False
        return loop_in(self.tokens) is None


@dataclass(frozen=True)
class Try:
    beam: int = 1
    temperature: float = 0.0
    must_be_sure: bool = False

    def accepts(self, decoded: Decoded) -> bool:
        return decoded.is_sure if self.must_be_sure else decoded.is_good

    @property
    def options(self) -> dict[str, Any]:
        if self.temperature:
            return {
                "beam_size": 1,
                "num_hypotheses": SAMPLES,
                "sampling_topk": 0,
                "sampling_temperature": self.temperature,
            }
        return {"beam_size": self.beam}


# Most speech is clear: the surest word each time is then what a search would find, at half its cost.
TRIES = (
    Try(must_be_sure=True),
    Try(beam=BEAM),
    *(Try(temperature=temperature) for temperature in LADDER),
)


class Encoded:
    """Stretches as the model's first half gives them."""

    def __init__(self, model: Any, stretches: Sequence[Stretch], *, frames: int | None = None) -> None:
        self._model = model
        self.stretches = stretches
        self.frames = frames or _frames_for(max(stretch.seconds for stretch in stretches))
        features = [_features(model, stretch, self.frames) for stretch in stretches]
        self.output = self._encoded(features)

    def only(self, rows: Sequence[int]) -> "Encoded":
        """Some of them, at full length: what was unclear is tried again as the model was taught."""
        return Encoded(self._model, [self.stretches[row] for row in rows], frames=FULL_FRAMES)

    def _encoded(self, features: list[Features]) -> Any:
        if self._model.model.device != "cpu":
            return self._model.encode(np.stack(features))
        # One by one is as fast here, and takes the memory of one.
        rows = [np.array(self._model.encode(feature[None])) for feature in features]
        return _storage(np.concatenate(rows))


class Decoder:
    def __init__(self, model: Any, tokenizer: Any, hearing: Hearing) -> None:
        self._model, self._tokenizer, self._hearing = model, tokenizer, hearing
        self._prompt = self._prompt_tokens()
        self._suppressed = _suppressed(tokenizer)

    def decode(self, encoded: Encoded, *, most_tries: int = len(TRIES)) -> list[Decoded]:
        found: dict[int, Decoded] = {}
        tried: dict[int, list[Decoded]] = {row: [] for row in range(len(encoded.stretches))}
        rows, current = list(tried), encoded
        for number, attempt in enumerate(self._tries()[:most_tries]):
            if number and rows:
                current = encoded.only(rows) if len(rows) < len(current.stretches) or number == 1 else current
            for row, decoded in zip(rows, self._run(current, attempt), strict=True):
                tried[row].append(decoded)
                if attempt.accepts(decoded):
                    found[row] = decoded
            rows = [row for row in rows if row not in found]
            if not rows:
                break
        return [found.get(row) or self._least_bad(tried[row]) for row in tried]

    def _tries(self) -> Sequence[Try]:
        temperature = self._hearing.temperature
        return (Try(temperature=temperature),) if temperature else TRIES

    def _run(self, encoded: Encoded, attempt: Try) -> list[Decoded]:
        longest = max(stretch.seconds for stretch in encoded.stretches)
        room = round(TOKENS_AT_LEAST + TOKENS_PER_SECOND * longest)
        most = min(MOST_TOKENS, len(self._prompt) + room)
        results = self._model.model.generate(
            encoded.output,
            [self._prompt] * len(encoded.stretches),
            max_length=most,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
            **attempt.options,
        )
        return [self._decoded(result, attempt, most - len(self._prompt)) for result in results]

    def _decoded(self, result: Any, attempt: Try, most: int) -> Decoded:
        ids = result.sequences_ids[0]
        tokens = tuple(token for token in ids if token < self._tokenizer.eot)
        return Decoded(
            tokens,
            self._tokenizer.decode(tokens),
            attempt.temperature,
            # The score is the mean over the tokens; the end counts as one more.
            result.scores[0] * len(ids) / (len(ids) + 1),
            result.no_speech_prob,
            is_whole=len(ids) < most - 1,
        )

    def _least_bad(self, tried: Sequence[Decoded]) -> Decoded:
        new = [decoded for decoded in tried if decoded.says_new]
        best = max(new or tried, key=lambda decoded: decoded.avg_logprob)
        tokens = tuple(without_loops(best.tokens))
        if tokens == best.tokens:
            return best
        return Decoded(
            tokens,
            self._tokenizer.decode(tokens),
            best.temperature,
            best.avg_logprob,
            best.no_speech_prob,
            is_whole=False,  # what is left of a loop is never taken for good
        )

    def _prompt_tokens(self) -> list[int]:
        hearing, tokenizer = self._hearing, self._tokenizer
        keywords = _tokens_of(", ".join(hearing.keywords), tokenizer)[:MOST_KEYWORD_TOKENS]
        before = _tokens_of(hearing.prompt, tokenizer)
        before = before[-(MOST_PROMPT_TOKENS - len(keywords)) :]
        told = [tokenizer.sot_prev, *keywords, *before] if keywords or before else []
        return [*told, *tokenizer.sot_sequence, tokenizer.no_timestamps]


def _tokens_of(text: str, tokenizer: Any) -> list[int]:
    plain = text.strip()
    return list(tokenizer.encode(" " + plain)) if plain else []


def _frames_for(seconds: float) -> int:
    frames = round(seconds * FRAMES_PER_SECOND) + PADDING_FRAMES
    return min(FULL_FRAMES, frames + frames % 2)


def _features(model: Any, stretch: Stretch, frames: int) -> Features:
    found = model.feature_extractor(stretch.samples)[:, :-1][:, :frames]
    # What follows is silence, as quiet as what is quietest in it.
    return np.pad(found, ((0, 0), (0, frames - found.shape[1]))).astype(np.float32)


def _suppressed(tokenizer: Any) -> list[int]:
    """What is no word: brackets and notes, and the marks by which the model is steered."""
    steering = (
        tokenizer.transcribe,
        tokenizer.translate,
        tokenizer.sot,
        tokenizer.sot_prev,
        tokenizer.sot_lm,
        tokenizer.no_speech,
    )
    return sorted({*tokenizer.non_speech_tokens, *steering} - {None})


def _storage(array: NDArray[np.float32]) -> Any:
    import ctranslate2

    return ctranslate2.StorageView.from_array(np.ascontiguousarray(array))
