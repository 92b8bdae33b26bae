"""Every effect there is, in the order a person is offered them."""

from collections.abc import Mapping
from types import MappingProxyType

from speech.effects.denoise import DENOISE
from speech.effects.dynamics import COMPRESSOR, NOISE_GATE
from speech.effects.echoes import CHORUS, DELAY
from speech.effects.filters import HIGH_PASS, LOW_PASS
from speech.effects.gain import GAIN
from speech.effects.limiter import LIMITER
from speech.effects.lines import RADIO, TELEPHONE
from speech.effects.normalize import NORMALIZE
from speech.effects.pitch import PITCH
from speech.effects.podcast_eq import PODCAST_EQ
from speech.effects.reverb import REVERB
from speech.effects.robot import ROBOT
from speech.effects.shelves import HIGH_SHELF, LOW_SHELF, PEAK
from speech.effects.spec import EffectSpec
from speech.effects.speed import SPEED
from speech.effects.trim_silence import TRIM_SILENCE

_OFFERED = (
    *(NORMALIZE, GAIN, COMPRESSOR, LIMITER),
    *(PODCAST_EQ, HIGH_PASS, LOW_PASS, LOW_SHELF, HIGH_SHELF, PEAK),
    *(REVERB, DELAY),
    *(PITCH, SPEED, ROBOT, TELEPHONE, RADIO, CHORUS),
    *(TRIM_SILENCE, NOISE_GATE, DENOISE),
)

EFFECTS: Mapping[str, EffectSpec] = MappingProxyType({spec.type: spec for spec in _OFFERED})
