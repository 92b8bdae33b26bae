"""Files that nobody made by accident."""

import struct

from tests.audio_files import flac, silent_flac, video, wav


def wav_header(
    *, rate: int = 16_000, channels: int = 1, riff_bytes: int | None = None, data_bytes: int | None = None
) -> bytes:
    """A second of sound under a header that says whatever it is told to."""
    data = bytes(32_000)
    frame = 2 * channels
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * frame % 2**32, frame % 2**16, 16)
    size = len(data) if data_bytes is None else data_bytes
    body = b"WAVE" + b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size) + data
    return b"RIFF" + struct.pack("<I", len(body) if riff_bytes is None else riff_bytes) + body


PLAYLIST = b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"

# Name of the file, its bytes, status, code.
REFUSED = {
    "zero bytes": ("talk.wav", b"", "empty_file"),
    "one byte": ("talk.wav", b"R", "not_audio"),
    "a text named .mp3": ("talk.mp3", b"To whom it may concern. " * 500, "not_audio"),
    "a page named .wav": ("talk.wav", b"<!DOCTYPE html><script>alert(1)</script>" * 99, "not_audio"),
    "a film without sound": ("film.mp4", video(with_sound=False), "no_sound"),
    "a rate of 1 Hz": ("talk.wav", wav_header(rate=1), "unusable_layout"),
    "a rate of 4 GHz": ("talk.wav", wav_header(rate=4_000_000_000), None),
    "255 channels": ("talk.wav", wav_header(channels=255), "unusable_layout"),
    "65535 channels": ("talk.wav", wav_header(channels=65_535), None),
    "no channel": ("talk.wav", wav_header(channels=0), None),
    "seven hours of silence": ("talk.flac", silent_flac(7 * 3600), "too_long"),
    "a head without a body": ("talk.flac", flac(1.0)[:60], None),
    "a WAV of no sound": ("talk.wav", wav(0.0), None),
    "a playlist of other files": ("talk.m3u8", PLAYLIST, "not_audio"),
    "a list of other files": ("talk.wav", CONCAT, "not_audio"),
    "zeros": ("talk.mp3", bytes(200_000), "not_audio"),
    "a picture": ("talk.png", b"\x89PNG\r\n\x1a\n" + bytes(500), "not_audio"),
}
HEARD = {
    "a header that promises more": ("talk.wav", wav_header(data_bytes=2**31 - 1, riff_bytes=2**31 - 1)),
    "a header that knows of no end": ("talk.wav", wav_header(data_bytes=2**32 - 1, riff_bytes=2**32 - 1)),
    "a header that promises less": ("talk.wav", wav_header(data_bytes=16_000, riff_bytes=16_036)),
    "a header that promises nothing": ("talk.wav", wav_header(data_bytes=0, riff_bytes=0)),
    "a path in its name": ("../../../../etc/passwd", wav(1.0)),
    "a path of another system": ("C:\\Windows\\system32\\talk.wav", wav(1.0)),
    "a name that is a command": ("$(reboot) | `id`;\n.wav", wav(1.0)),
    "a very long name": ("x" * 5_000 + ".wav", wav(1.0)),
    "a name in other letters": ("звук 🎤.wav", wav(1.0)),
    "an address as its name": ("http:talk.wav", wav(1.0)),
    "the wrong ending": ("talk.pdf", wav(1.0)),
    "a film with sound": ("film.mp4", video()),
}
