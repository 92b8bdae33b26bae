"""Sounds in files, and mixes of them."""

import io

import av
import numpy as np
import soundfile

from speech.mixing import Master, Mix, Region, SourceMissing, Track, mixed
from speech.mixing.desk import Desk
from speech.mixing.sources import Sources

RATE_HZ = 48_000


class Shelf:
    """Sources by name. Each is opened anew from memory."""

    def __init__(self):
        self._files = {}

    def put(self, name, samples, *, rate_hz=RATE_HZ, form="WAV", subtype="PCM_16"):
        file = io.BytesIO()
        soundfile.write(file, samples, rate_hz, format=form, subtype=subtype)
        self._files[name] = file.getvalue()
        return name

    def put_bytes(self, name, data):
        self._files[name] = data
        return name

    def put_coded(self, name, samples, *, codec, container, rate_hz=RATE_HZ):
        if codec == "vorbis":  # FFmpeg has no good encoder of its own
            return self.put(name, samples, rate_hz=rate_hz, form="OGG", subtype="VORBIS")
        file = io.BytesIO()
        with av.open(file, "w", format=container) as output:
            stream = output.add_stream(codec, rate=rate_hz, layout="mono")
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(samples[np.newaxis], np.float32), format="fltp", layout="mono"
            )
            frame.sample_rate = rate_hz
            resampler = av.AudioResampler(
                stream.codec_context.format.name, "mono", rate_hz, stream.codec_context.frame_size or 4_096
            )
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                output.mux(stream.encode(part))
            output.mux(stream.encode(None))
        return self.put_bytes(name, file.getvalue())

    def open(self, name):
        if name not in self._files:
            raise SourceMissing
        return io.BytesIO(self._files[name])


def whole(mix, shelf, **options):
    """All of it, as one array."""
    return joined(mixed(mix, open_source=shelf.open, **options).blocks())


def joined(blocks):
    return np.concatenate([np.zeros((0, 2), np.float32), *blocks])


def heard(shelf, *regions, rate_hz=RATE_HZ, **of_track):
    """These regions on one track, quiet enough for the limiter to leave them alone."""
    return whole(one_track(*regions, rate_hz=rate_hz, **of_track), shelf)


def one_track(*regions, rate_hz=RATE_HZ, master=None, least_frames=0, **of_track):
    return Mix(rate_hz, [Track("one", regions, **of_track)], master or Master(), least_frames)


def in_blocks(mix, shelf, *, frames):
    """Before the master, with another size of blocks."""
    sources = Sources(shelf.open, rate_hz=mix.rate_hz, check=lambda: None)
    return joined(Desk(mix, sources, check=lambda: None, block_frames=frames).blocks())


def ones(frames, *, level=0.25, channels=1):
    return np.full((frames, channels), level, np.float32)


def ramp(frames, *, top=0.5):
    """Each frame has a value of its own, that 16 bits hold exactly."""
    return (np.arange(frames) % 16_384 / 32_768 * 2 * top).astype(np.float32)


def at(source="sound", offset_frames=0, **fields):
    return Region(source, offset_frames, **fields)
