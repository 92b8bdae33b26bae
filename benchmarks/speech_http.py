"""A text of 600 characters as WAV through HTTP, beside `kokoro-onnx` called directly with the same session.

Run: python -m benchmarks.speech_http [--quick] [--rounds 9]
"""

import io

import onnxruntime
import soundfile
from kokoro_onnx import Kokoro

from benchmarks.speech_rig import (
    RATE_HZ,
    VOICE,
    interleaved,
    model_and_voices,
    options_of,
    print_ratio,
    speaking_site,
    text_of,
    threads,
)
from speech.engines.kokoro import tuned_options

CHARACTERS = 600
WANTED = 1.05


def main() -> None:
    options = options_of(__doc__ or "", rounds=9)
    text, direct = text_of(CHARACTERS), direct_kokoro()
    lengths: dict[str, float] = {}

    def called() -> None:
        samples, rate_hz = direct.create(text, voice=VOICE, lang="en-us")
        lengths["kokoro-onnx, called"] = len(samples) / rate_hz

    with speaking_site() as site:

        def requested() -> None:
            data = site.spoken(text)
            lengths["voicesite, through HTTP"] = len(soundfile.read(io.BytesIO(data))[0]) / RATE_HZ

        called()
        sides = {"voicesite, through HTTP": requested, "kokoro-onnx, called": called}
        taken = interleaved(sides, rounds=options.rounds)
    print_ratio(f"{len(text)} characters, whole WAV", taken, over="kokoro-onnx, called", wanted=WANTED)
    for name, seconds in lengths.items():
        print(f"  {name:34} gives {seconds:.2f} s of sound")


def direct_kokoro() -> Kokoro:
    model, voices = model_and_voices()
    session = onnxruntime.InferenceSession(
        str(model), tuned_options(threads=threads()), providers=["CPUExecutionProvider"]
    )
    return Kokoro.from_session(session, str(voices))


if __name__ == "__main__":
    main()
