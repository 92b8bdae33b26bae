"""The formats that speech is delivered in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from speech.audio.errors import AudioError


class UnknownFormat(AudioError):
    code = "unknown_format"
    param = "response_format"

    def __init__(self, name: str, allowed: Collection[str]) -> None:
        self.name, self.allowed = name, tuple(allowed)
        super().__init__(f"There is no audio format called {name!r}. There are: {', '.join(allowed)}.")


@dataclass(frozen=True)
class AudioFormat:
    name: str
    mime: str
    suffix: str
    rates_hz: tuple[int, ...] = ()  # the codec knows no others; empty: any
    bit_rate: int | None = None
    holds_title: bool = False
    stereo_bit_rate: int | None = None

    def nearest_rate_hz(self, rate_hz: int) -> int:
        """That rate, else the next higher one that the codec knows, else its highest."""
        if not self.rates_hz or rate_hz in self.rates_hz:
            return rate_hz
        return min((rate for rate in self.rates_hz if rate > rate_hz), default=max(self.rates_hz))

    def usual_bit_rate(self, *, channels: int) -> int | None:
        return self.bit_rate if channels == 1 else self.stereo_bit_rate


# AAC in MP4 has the same ones that every player knows.
MP3_RATES = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
# A raw AAC stream can't say how much its codec has put before and after (1,024 to 2,047 frames): at 48 kHz
# that is under 43 ms, at 24 kHz it would be twice as much.
AAC_RATES = (48_000,)

FORMATS: Mapping[str, AudioFormat] = {
    audio_format.name: audio_format
    for audio_format in (
        AudioFormat("mp3", "audio/mpeg", "mp3", MP3_RATES, 96_000, True, stereo_bit_rate=192_000),
        AudioFormat("opus", "audio/ogg", "opus", (48_000,), 48_000, True, stereo_bit_rate=128_000),
        AudioFormat("aac", "audio/aac", "aac", AAC_RATES, 96_000, stereo_bit_rate=160_000),
        AudioFormat("flac", "audio/flac", "flac", holds_title=True),
        AudioFormat("wav", "audio/wav", "wav", holds_title=True),
        AudioFormat("pcm", "audio/pcm", "pcm", (24_000,)),
    )
}

# Their index comes at the end and has to be at the front: these are files, and never streams.
M4A = AudioFormat("m4a", "audio/mp4", "m4a", MP3_RATES, 96_000, True, stereo_bit_rate=160_000)
M4B = AudioFormat("m4b", "audio/mp4", "m4b", MP3_RATES, 64_000, True, stereo_bit_rate=128_000)


def audio_format(name: str) -> AudioFormat:
    try:
        return FORMATS[name]
    except KeyError:
        raise UnknownFormat(name, tuple(FORMATS)) from None
