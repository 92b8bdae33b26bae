"""The frame before an MP3's first that says how much silence the codec has put before the sound.

FFmpeg writes it at the end, into the beginning: a stream can't go back. The delay is known beforehand,
so this frame is made here and sent first; only the number of frames stays out of it.
"""

import struct

DELAY_FRAMES = 1_105  # what LAME's encoder and a decoder add together
DECODER_DELAY_FRAMES = 529

MPEG1_RATES = {44_100: 0, 48_000: 1, 32_000: 2}
MPEG2_RATES = {22_050: 0, 24_000: 1, 16_000: 2}
# The bit rate's number in the header is 64 kbit/s in either table: room enough for the tag.
MPEG1_64K, MPEG2_64K = 5, 8
JOINT_STEREO, MONO = 1, 3


def lame_frame(rate_hz: int, *, channels: int = 1) -> bytes:
    """One frame of silence that holds the tag."""
    is_mpeg1 = rate_hz in MPEG1_RATES
    version, number = (3, MPEG1_64K) if is_mpeg1 else (2, MPEG2_64K)
    rate_index = (MPEG1_RATES if is_mpeg1 else MPEG2_RATES)[rate_hz]
    mode = MONO if channels == 1 else JOINT_STEREO
    header = struct.pack(
        ">I", 0x7FF << 21 | version << 19 | 1 << 17 | 1 << 16 | number << 12 | rate_index << 10 | mode << 6
    )
    side_information = bytes(_side_information_bytes(is_mpeg1=is_mpeg1, is_mono=channels == 1))
    length = (144 if is_mpeg1 else 72) * 64_000 // rate_hz
    body = header + side_information + b"Info" + bytes(4) + _tag()
    checked = body + struct.pack(">H", _crc16(body))
    return checked + bytes(length - len(checked))


def _side_information_bytes(*, is_mpeg1: bool, is_mono: bool) -> int:
    if is_mpeg1:
        return 17 if is_mono else 32
    return 9 if is_mono else 17


def _tag() -> bytes:
    """Without the checksum over the frame that ends it."""
    delay = DELAY_FRAMES - DECODER_DELAY_FRAMES
    return (
        b"LAME3.100"
        + bytes([0x01, 0])  # constant bit rate; the low-pass is not told
        + bytes(8)  # peak and gains: not known
        + bytes([0, 64])
        + (delay << 12).to_bytes(3, "big")
        + bytes(1 + 1 + 2 + 4 + 2)
    )


def _crc16(data: bytes) -> int:
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
