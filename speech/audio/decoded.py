"""What FFmpeg's decoders give, as float32, and what they raise."""

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from speech.audio.errors import UnreadableSamples

FULL_SCALE = {"u1": 2.0**7, "i2": 2.0**15, "i4": 2.0**31, "i8": 2.0**63}
# FFmpeg's own errors, and what PyAV's wrappers raise over values that no sane file has.
DECODER_ERRORS = (av.FFmpegError, ValueError, ArithmeticError, LookupError)


def as_float(frame: AudioFrame) -> NDArray[np.float32]:
    try:
        array = frame.to_ndarray()
    except DECODER_ERRORS as error:
        raise UnreadableSamples from error
    samples = array.T if frame.format.is_planar else array.reshape(-1, frame.layout.nb_channels)
    kind = array.dtype.str[1:]
    if kind in FULL_SCALE:
        middle = np.float32(128 if kind == "u1" else 0)
        return (samples.astype(np.float32) - middle) * np.float32(1 / FULL_SCALE[kind])
    # Float files may hold what is no number; one NaN would spread through every effect and picture.
    return np.nan_to_num(samples.astype(np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
