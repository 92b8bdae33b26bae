"""How much the web process grows while it speaks for ten minutes, over its level after warm-up.

Run: python -m benchmarks.speech_memory [--quick] [--minutes 10]
"""

from benchmarks.high_water import high_water_bytes, reset_high_water
from benchmarks.speech_rig import MIB, RATE_HZ, SpeakingSite, options_of, speaking_site, text_of

WANTED_MIB = 60
CHARACTERS_A_MINUTE = 900  # a little fewer than this voice says


def main() -> None:
    options = options_of(__doc__ or "", rounds=1, minutes={"type": float, "default": None})
    minutes = options.minutes or (1 if options.quick else 10)
    with speaking_site() as site:
        for _ in range(3):
            site.spoken(text_of(1_000))
        process = site.web_process()
        before = process.memory_info().rss
        reset_high_water(process)
        heard = speak_for(site, minutes)
        growth = high_water_bytes(process) - before
        after = process.memory_info().rss
    print(f"{heard / 60:.1f} minutes of speech in one request")
    print(f"  after warm-up {before / MIB:7.0f} MiB, at the end {after / MIB:7.0f} MiB")
    print(f"  highest in between: {growth / MIB:.0f} MiB more   (wanted: less than {WANTED_MIB})", flush=True)


def speak_for(site: SpeakingSite, minutes: float) -> float:
    """Seconds of sound, of one request that is never held whole on this side either."""
    seconds = 0.0
    while seconds < minutes * 60:
        left = minutes - seconds / 60
        data = site.spoken(text_of(max(round(left * CHARACTERS_A_MINUTE), 300)), response_format="pcm")
        seconds += len(data) / 2 / RATE_HZ
    return seconds


if __name__ == "__main__":
    main()
