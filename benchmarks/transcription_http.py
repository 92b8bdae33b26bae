"""A recording through HTTP, beside faster-whisper called directly on the same file.

Twice: with the same settings (several stretches together, word times), and as its plain sequential
`transcribe` without word times, which is what most programs call.

Run: python -m benchmarks.transcription_http [--quick] [--minutes 10] [--rounds 3]
"""

from collections.abc import Callable

from benchmarks.speech_rig import interleaved, options_of, print_ratio, threads
from benchmarks.transcription_rig import Recording, hearing_site, recording_of, word_error_rate
from speech.packs import PackStore
from speech.recognition.whisper import AT_ONCE_ON_CPU
from voicesite.config import load_config

OURS = "voicesite, through HTTP"
SAME, PLAIN = "faster-whisper, same settings", "faster-whisper, sequential"
WANTED = {SAME: 1.05, PLAIN: 0.7}
WARM_UP_MINUTES = 2.0  # as many stretches as are ever heard together


def main() -> None:
    options = options_of(__doc__ or "", rounds=3, minutes={"type": float, "default": None})
    recording = recording_of(options.minutes or (1 if options.quick else 10))
    heard: dict[str, str] = {}
    direct = direct_sides(recording, heard)
    with hearing_site(recording_of(min(WARM_UP_MINUTES, recording.seconds / 60))) as site:

        def requested() -> None:
            granularities = {"timestamp_granularities[]": ["word", "segment"]}
            answer = site.heard(recording.path, response_format="verbose_json", **granularities)
            heard[OURS] = answer.json()["text"]

        taken = interleaved({OURS: requested} | direct, rounds=options.rounds)
    for other, wanted in WANTED.items():
        pair = {OURS: taken[OURS], other: taken[other]}
        print_ratio(f"{recording.seconds / 60:.1f} minutes, as FLAC", pair, over=other, wanted=wanted)
    for name, text in heard.items():
        print(f"  {name:34} {100 * word_error_rate(text, recording.text):.2f} % of words wrong")


def direct_sides(recording: Recording, heard: dict[str, str]) -> dict[str, Callable[[], None]]:
    # Here, so that its threads wait as ours do: see speech/recognition/__init__.py.
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    config = load_config()
    folder = PackStore(config.models_dir, offline=config.offline).path("whisper-base")
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads())
    batched = BatchedInferencePipeline(model)

    def same() -> None:
        segments, _ = batched.transcribe(
            str(recording.path), language="en", batch_size=AT_ONCE_ON_CPU, beam_size=1, word_timestamps=True
        )
        heard[SAME] = " ".join(segment.text for segment in segments)

    def plain() -> None:
        segments, _ = model.transcribe(str(recording.path), language="en")
        heard[PLAIN] = " ".join(segment.text for segment in segments)

    same()
    return {SAME: same, PLAIN: plain}


if __name__ == "__main__":
    main()
