"""The voice again: a moment later, or beside itself."""

import pedalboard

from speech.effects.processors import Plugin, Unchanged
from speech.effects.spec import Block, EffectSpec, Processor, Sound, Values, number, share
from speech.effects.tail import tail

CHORUS_QUIET_SECONDS = 0.15  # its longest delay


class Ringing(Plugin):
    """A plug-in whose tail is kept."""

    def __init__(self, sound: Sound, plugin: pedalboard.Plugin, *, quiet_seconds: float) -> None:
        super().__init__(sound, plugin)
        self._quiet_seconds = quiet_seconds

    def flush(self) -> Block:
        return tail(self.process, self.sound, quiet_seconds=self._quiet_seconds, owed_frames=len(self._held))


def _make_delay(values: Values, sound: Sound) -> Processor:
    if not values["mix"]:
        return Unchanged(sound)
    delay_seconds = float(values["delay_seconds"])
    plugin = pedalboard.Delay(
        delay_seconds=delay_seconds, feedback=float(values["feedback"]), mix=float(values["mix"])
    )
    return Ringing(sound, plugin, quiet_seconds=delay_seconds + 0.01)


def _make_chorus(values: Values, sound: Sound) -> Processor:
    if not values["mix"]:
        return Unchanged(sound)
    plugin = pedalboard.Chorus(
        rate_hz=float(values["rate_hz"]),
        depth=float(values["depth"]),
        centre_delay_ms=float(values["centre_delay_ms"]),
        feedback=float(values["feedback"]),
        mix=float(values["mix"]),
    )
    return Ringing(sound, plugin, quiet_seconds=CHORUS_QUIET_SECONDS)


DELAY = EffectSpec(
    type="delay",
    label="Echo",
    description="The voice again, and again, each time softer.",
    group="space",
    parameters=(
        number("delay_seconds", "Delay", 0.01, 2, default=0.25, step=0.01, unit="s"),
        share("mix", "Mix", default=0.3, description="How much of what is heard is the echo."),
        number("feedback", "Feedback", 0, 0.9, default=0.3, step=0.01, description="What of an echo echoes."),
    ),
    streams=True,
    make=_make_delay,
)

CHORUS = EffectSpec(
    type="chorus",
    label="Chorus",
    description="Several of the same voice, never quite together.",
    group="voice",
    parameters=(
        number("rate_hz", "Rate", 0.1, 10, default=1, step=0.1, unit="Hz", is_logarithmic=True),
        share("depth", "Depth", default=0.25),
        number("centre_delay_ms", "Delay", 1, 50, default=7, step=1, unit="ms"),
        number("feedback", "Feedback", 0, 0.9, default=0, step=0.01),
        share("mix", "Mix", default=0.5, description="How much of what is heard are the others."),
    ),
    streams=True,
    make=_make_chorus,
)
