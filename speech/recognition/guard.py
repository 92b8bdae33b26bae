"""What a recogniser says where nobody does: loops, and sentences it learnt from subtitles."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex

MOST_COMPRESSION = 2.4  # text that packs better than this says the same again and again
LEAST_LOGPROB = -1.0
MOST_NO_SPEECH = 0.6
_LONGEST_PHRASE = 80  # tokens
_LEAST_LOOP = 24  # tokens that say nothing new
_DOUBTFUL_PROBABILITY = 0.45
_DOUBTFUL_NO_SPEECH = 0.3

# Ends of films and programmes, by which silence was subtitled. Without signs and capitals.
_PHANTOMS = frozenset(
    {
        "you",
        "bye",
        "bye bye",
        "thank you",
        "thank you very much",
        "thank you so much",
        "thank you for watching",
        "thanks for watching",
        "thank you for listening",
        "thanks for listening",
        "thank you so much for watching",
        "please subscribe",
        "please subscribe to my channel",
        "subscribe to my channel",
        "like and subscribe",
        "see you next time",
        "see you in the next video",
        "ill see you in the next video",
        "subtitles by the amaraorg community",
        "the end",
        "untertitel im auftrag des zdf für funk 2017",
        "untertitelung des zdf 2020",
        "untertitel der amaraorg community",
        "vielen dank",
        "vielen dank fürs zuschauen",
        "soustitres réalisés par la communauté damaraorg",
        "soustitrage société radiocanada",
        "merci davoir regardé cette vidéo",
        "subtítulos realizados por la comunidad de amaraorg",
        "gracias por ver el video",
        "gracias",
        "legendas pela comunidade amaraorg",
        "sottotitoli creati dalla comunità amaraorg",
        "sottotitoli e revisione a cura di qtss",
        "ondertitels ingediend door de amaraorg gemeenschap",
        "napisy stworzone przez społeczność amaraorg",
        "продолжение следует",
        "спасибо за просмотр",
        "субтитры сделал dimatorzok",
        "субтитры создавал dimatorzok",
        "ご視聴ありがとうございました",
        "おやすみなさい",
        "字幕由amaraorg社区提供",
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "시청해주셔서 감사합니다",
    }
)


@dataclass(frozen=True)
class Loop:
    """Tokens `start` to `end` are one phrase of `period` tokens over and over."""

    start: int
    end: int
    period: int


def compression_ratio(text: str) -> float:
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def loop_in(tokens: Sequence[int]) -> Loop | None:
    """The longest one. What people repeat, they repeat less often."""
    sequence, found = np.asarray(tokens), None
    for period in range(1, min(_LONGEST_PHRASE, len(sequence) // 3) + 1):
        same = np.concatenate([[False], sequence[period:] == sequence[:-period], [False]])
        edges = np.flatnonzero(np.diff(same))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            again = int(end - start)
            if again >= max(2 * period, _LEAST_LOOP) and again > (found.end - found.start if found else 0):
                found = Loop(int(start), int(end) + period, period)
    return found


def without_loops(tokens: Sequence[int]) -> list[int]:
    """Each of them said once."""
    kept = list(tokens)
    while (loop := loop_in(kept)) is not None:
        del kept[loop.start + loop.period : loop.end]
    return kept


def is_silence(*, avg_logprob: float, no_speech_prob: float) -> bool:
    return no_speech_prob > MOST_NO_SPEECH and avg_logprob < LEAST_LOGPROB


def is_phantom(text: str, *, probability: float, no_speech_prob: float) -> bool:
    """People do say these: only where the sound leaves a doubt are they taken for nothing."""
    if not (probability < _DOUBTFUL_PROBABILITY or no_speech_prob > _DOUBTFUL_NO_SPEECH):
        return False
    bare = _bare(text)
    return not bare or bare in _PHANTOMS


def _bare(text: str) -> str:
    return " ".join(regex.sub(r"[^\p{L}\p{M}\p{N} ]", "", text.casefold()).split())
