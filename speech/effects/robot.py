"""A machine that speaks: every sound on one note, or rung by a tone."""

import numpy as np

from speech.effects.overlapping import Overlapping, Spectra
from speech.effects.processors import InPlace, mixed
from speech.effects.spec import Block, EffectSpec, Processor, Sound, Values, choice, number, share

MONOTONE, RING = "monotone", "ring"
WINDOW_SECONDS = 0.024
LEVEL = 0.5  # pulses are peakier than the voice they are made of


class Ring(InPlace):
    def __init__(self, sound: Sound, frequency_hz: float) -> None:
        super().__init__(sound)
        self._turn = 2 * np.pi * sound.clamped_hz(frequency_hz) / sound.rate_hz
        self._heard_frames = 0

    def process(self, block: Block) -> Block:
        moments = np.arange(self._heard_frames, self._heard_frames + len(block))
        self._heard_frames += len(block)
        return np.asarray(block * np.sin(self._turn * moments)[:, np.newaxis], np.float32)


def _monotone(sound: Sound, frequency_hz: float) -> Overlapping:
    """One pulse for each turn of the note, coloured by what the voice is just saying."""
    hop = max(2, round(sound.rate_hz / frequency_hz))
    size = 2 * max(hop, sound.frames(WINDOW_SECONDS) // 2)
    window = np.hanning(size + 1)[:-1].astype(np.float32)
    level = LEVEL * float(np.sqrt(hop / np.square(window).sum()))
    return Overlapping(
        sound, _in_phase, before=window, after=np.full(size, level, np.float32), hop_frames=hop
    )


def _in_phase(spectra: Spectra) -> Spectra:
    """All frequencies meet in the middle of the window: there the sign of every second one is turned."""
    pulses = np.abs(spectra).astype(np.complex64)
    pulses[..., 1::2] *= -1
    return pulses


def _make(values: Values, sound: Sound) -> Processor:
    frequency_hz = float(values["pitch_hz"])

    def made() -> Processor:
        return Ring(sound, frequency_hz) if values["style"] == RING else _monotone(sound, frequency_hz)

    return mixed(sound, made, float(values["mix"]))


ROBOT = EffectSpec(
    type="robot",
    label="Robot",
    description="A machine that speaks: every sound on one note, or rung like metal.",
    group="voice",
    parameters=(
        choice("style", "Kind", {MONOTONE: "On one note", RING: "Metallic"}, default=MONOTONE),
        number("pitch_hz", "Note", 30, 400, default=90, step=1, unit="Hz", is_logarithmic=True),
        share("mix", "Mix", default=1, description="How much of what is heard is the machine."),
    ),
    streams=True,
    make=_make,
)
