"""Audio made on the fly, in every container people upload, and the ways in which such files are broken."""

import io
import struct
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE = 48_000


def tone(seconds: float = 1.0, *, rate: int = RATE, hertz: float = 440.0, channels: int = 1) -> np.ndarray:
    """float32, (frames, channels), at half of full scale."""
    times = np.arange(round(seconds * rate)) / rate
    wave_form = 0.5 * np.sin(2 * np.pi * hertz * times)
    return np.repeat(wave_form[:, None], channels, axis=1).astype(np.float32)


def wav(
    seconds: float = 1.0, *, rate: int = RATE, channels: int = 1, samples: np.ndarray | None = None
) -> bytes:
    samples = tone(seconds, rate=rate, channels=channels) if samples is None else samples
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return out.getvalue()


def float_wav(samples: np.ndarray, *, rate: int = RATE) -> bytes:
    """IEEE float samples, which may hold NaN and infinity."""
    data = samples.astype("<f4").tobytes()
    channels = samples.shape[1]
    form = struct.pack("<HHIIHH", 3, channels, rate, rate * channels * 4, channels * 4, 32)
    body = b"WAVE" + b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def encoded(
    container: str, codec: str, seconds: float = 1.0, *, rate: int = RATE, channels: int = 1, **options: str
) -> bytes:
    """Any container and codec that PyAV can write."""
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=options) as file:
        stream = file.add_stream(codec, rate=rate, layout="mono" if channels == 1 else "stereo")
        for frame in _frames(tone(seconds, rate=rate, channels=channels), rate=rate):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def mp3(seconds: float = 1.0, **kwargs: int) -> bytes:
    return encoded("mp3", "libmp3lame", seconds, **kwargs)


def flac(seconds: float = 1.0, **kwargs: int) -> bytes:
    return encoded("flac", "flac", seconds, **kwargs)


def opus(seconds: float = 1.0, **kwargs: int) -> bytes:
    return encoded("ogg", "libopus", seconds, **kwargs)


def m4a(seconds: float = 1.0, **kwargs: int) -> bytes:
    return encoded("ipod", "aac", seconds, **kwargs)


def m4a_index_first(seconds: float = 1.0) -> bytes:
    """As made for the web: a file cut short can still be opened."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "first.m4a"
        # The muxer opens the file a second time to move the index, so it must have a name.
        with av.open(str(path), "w", format="ipod", options={"movflags": "faststart"}) as file:
            _write(file, "aac", tone(seconds), rate=RATE)
        return path.read_bytes()


def webm(seconds: float = 1.0, **kwargs: int) -> bytes:
    return encoded("webm", "libopus", seconds, **kwargs)


def video(seconds: float = 1.0, *, with_sound: bool = True) -> bytes:
    """A small MP4 film."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        picture = file.add_stream("mpeg4", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        sound = file.add_stream("aac", rate=RATE, layout="mono") if with_sound else None
        for _ in range(round(seconds * 10)):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            file.mux(picture.encode(frame))
        file.mux(picture.encode(None))
        if sound is not None:
            for frame in _frames(tone(seconds), rate=RATE):
                file.mux(sound.encode(frame))
            file.mux(sound.encode(None))
    return out.getvalue()


def mp3_with_cover(seconds: float = 1.0) -> bytes:
    """ID3v2.3 with an attached picture and a title that is not UTF-8, as old rippers write them."""
    cover = b"\x00image/png\x00\x03\x00" + png()
    title = b"\x00Caf\xe9 \x80\xff"
    frames = _id3_frame(b"APIC", cover) + _id3_frame(b"TIT2", title)
    return b"ID3\x03\x00\x00" + _syncsafe(len(frames)) + frames + mp3(seconds)


def png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(out, "PNG")
    return out.getvalue()


def silent_flac(seconds: int) -> bytes:
    """Hours of silence in next to no bytes: a decompression bomb."""
    out = io.BytesIO()
    with av.open(out, "w", format="flac") as file:
        stream = file.add_stream("flac", rate=8000, layout="mono")
        block = np.zeros((1, 8000 * 10), np.int16)
        for _ in range(seconds // 10):
            frame = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
            frame.sample_rate = 8000
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def with_noise(data: bytes, *, start: float, stop: float) -> bytes:
    """The part between two fractions of the file replaced by noise."""
    first, last = int(len(data) * start), int(len(data) * stop)
    noise = np.random.default_rng(0).integers(0, 256, last - first, dtype=np.uint8).tobytes()
    return data[:first] + noise + data[last:]


def _write(file: Any, codec: str, samples: np.ndarray, *, rate: int) -> None:
    stream = file.add_stream(codec, rate=rate, layout=_layout(samples))
    for frame in _frames(samples, rate=rate):
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))


def _layout(samples: np.ndarray) -> str:
    return "mono" if samples.shape[1] == 1 else "stereo"


def _frames(samples: np.ndarray, *, rate: int) -> Iterator[av.AudioFrame]:
    for start in range(0, len(samples), 960):
        block = np.ascontiguousarray(samples[start : start + 960].T)
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=_layout(samples))
        frame.sample_rate = rate
        frame.pts = start
        yield frame


def _id3_frame(name: bytes, body: bytes) -> bytes:
    return name + struct.pack(">I", len(body)) + b"\x00\x00" + body


def _syncsafe(value: int) -> bytes:
    return bytes((value >> shift) & 0x7F for shift in (21, 14, 7, 0))
