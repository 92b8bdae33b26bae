"""How soon a text of 3,000 characters begins, beside its first sentence alone through the engine.

Run: python -m benchmarks.speech_first_byte [--quick] [--rounds 11]
"""

from benchmarks.speech_rig import (
    SENTENCES,
    VOICE,
    interleaved,
    loaded_engine,
    options_of,
    print_ratio,
    speaking_site,
    text_of,
)
from speech.engines.base import PassageRequest

CHARACTERS = 3_000
WANTED = 1.15


def main() -> None:
    options = options_of(__doc__ or "", rounds=11)
    text, engine = text_of(CHARACTERS), loaded_engine()
    first = PassageRequest(SENTENCES[0], VOICE, "en-US")

    def alone() -> None:
        for _ in engine.synthesize(first):
            pass

    with speaking_site() as site:
        sides = {
            "voicesite, first byte of pcm": lambda: site.first_byte_seconds(text),
            "first sentence, engine alone": alone,
        }
        site.first_byte_seconds(text)
        taken = interleaved(sides, rounds=options.rounds)
    print_ratio(f"{len(text)} characters as pcm", taken, over="first sentence, engine alone", wanted=WANTED)


if __name__ == "__main__":
    main()
