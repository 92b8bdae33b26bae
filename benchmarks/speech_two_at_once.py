"""Two requests at once, beside the same two one after the other.

Run: python -m benchmarks.speech_two_at_once [--quick] [--rounds 7]
"""

from concurrent.futures import ThreadPoolExecutor

from benchmarks.speech_rig import interleaved, options_of, print_ratio, speaking_site, text_of

CHARACTERS = 600
WANTED = 1.1


def main() -> None:
    options = options_of(__doc__ or "", rounds=7)
    text = text_of(CHARACTERS)
    with speaking_site() as site, ThreadPoolExecutor(2) as clients:

        def at_once() -> None:
            list(clients.map(site.spoken, [text, text]))

        def in_turn() -> None:
            for _ in range(2):
                site.spoken(text)

        sides = {"both at once": at_once, "one after the other": in_turn}
        taken = interleaved(sides, rounds=options.rounds)
    print_ratio(f"Two texts of {len(text)} characters", taken, over="one after the other", wanted=WANTED)


if __name__ == "__main__":
    main()
