"""What is asked of the engines, and of which passages it is made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from speech.effects import Effect
from speech.engines.base import PassageRequest, Reference, SpeechEngine
from speech.text import LexiconEntry, Passage, plan
from speech.text.errors import NothingToSay
from speech.text.passages import FASTEST, SLOWEST


@dataclass(frozen=True)
class Variant:
    """One passage said otherwise than the rest."""

    start: int  # where the passage begins, in `clean(text)`
    speed: float = 1.0  # of the passage's own
    seed: int | None = None  # None: that of the request


@dataclass(frozen=True)
class SpeechRequest:
    text: str
    engine: str
    voice: str
    language: str
    response_format: str = "mp3"
    speed: float = 1.0
    input_type: str = "text"
    lexicon: tuple[LexiconEntry, ...] = ()
    seed: int | None = None
    reference: Reference | None = None  # a voice to be imitated; `voice` is its id
    voice_name: str = ""  # of such a one, as its person calls it
    instructions: str = ""
    effects: tuple[Effect, ...] = ()
    title: str = ""
    variants: tuple[Variant, ...] = ()


def accepted(request: SpeechRequest, engine: SpeechEngine) -> Iterator[Passage]:
    """What is to be spoken, from the beginning. Raises what the engine refuses of it.

    A book is not planned before its first word is heard: unlike the words, all else is the same in each
    passage, and is asked of the first that says something.
    """
    first, passages = _begun(request, engine)
    judged = [first]
    if engine.capabilities.minds_words:
        whole = list(passages)
        judged = [passage for passage in whole if not passage.is_silent]
        passages = iter(whole)
    for passage in judged:
        # Planning keeps a passage's speed within bounds; what was asked for is judged as it was asked.
        engine.validate(replace(asked_of(passage, request), speed=request.speed))
    return passages


def planned(request: SpeechRequest, engine: SpeechEngine) -> Iterator[Passage]:
    """As `accepted`, and nobody is asked. Raises what is wrong with the text."""
    return _begun(request, engine)[1]


def _begun(request: SpeechRequest, engine: SpeechEngine) -> tuple[Passage, Iterator[Passage]]:
    """The first passage that says something, and all of them from the beginning."""
    passages = plan(
        request.text,
        language=request.language,
        input_type=request.input_type,
        speed=request.speed,
        lexicon=request.lexicon,
        max_characters=engine.capabilities.max_characters_per_passage,
        wanted_characters=engine.capabilities.wanted_characters_per_passage,
    )
    begun: list[Passage] = []
    for passage in passages:
        begun.append(passage)
        if not passage.is_silent:
            return passage, chain(begun, passages)
    raise NothingToSay


def asked_of(passage: Passage, request: SpeechRequest) -> PassageRequest:
    variant = next((each for each in request.variants if each.start == passage.start), Variant(passage.start))
    return PassageRequest(
        text=passage.spoken,
        voice=request.voice,
        language=request.language,
        speed=min(max(passage.speed * variant.speed, SLOWEST), FASTEST),
        seed=request.seed if variant.seed is None else variant.seed,
        pronunciations=passage.pronunciations,
        reference=request.reference,
        instructions=request.instructions,
    )
