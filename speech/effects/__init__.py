"""Effects over speech: what there is, a chain of them out of JSON, and the chain at work on blocks."""

from speech.effects.chain import Chain, applied, streams
from speech.effects.moves import Moves
from speech.effects.reading import MOST_EFFECTS, as_json, read_chain
from speech.effects.refused import EffectRefused
from speech.effects.spec import Effect, EffectSpec, Parameter
from speech.effects.table import EFFECTS

__all__ = [
    "EFFECTS",
    "MOST_EFFECTS",
    "Chain",
    "Effect",
    "EffectRefused",
    "EffectSpec",
    "Moves",
    "Parameter",
    "applied",
    "as_json",
    "read_chain",
    "streams",
]
