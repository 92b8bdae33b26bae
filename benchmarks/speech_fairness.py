"""Four people with short sentences, alone and while somebody else is read 50,000 characters.

Run: python -m benchmarks.speech_fairness [--quick] [--rounds 5]
"""

import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.speech_rig import SENTENCES, SpeakingSite, options_of, share, speaking_site, text_of

LONG_CHARACTERS = 50_000
CLIENTS = 4


def main() -> None:
    options = options_of(__doc__ or "", rounds=5)
    alone: list[float] = []
    behind: list[float] = []
    with speaking_site() as site:
        waits_of_all(site)
        for _ in range(options.rounds):
            alone += waits_of_all(site)
            with site.listening(text_of(LONG_CHARACTERS)):
                behind += waits_of_all(site)
            site.wait_until_idle()
    print(f"{CLIENTS} clients, a short sentence each at a time, {len(alone)} sentences")
    for name, waits in (("alone", alone), (f"behind {LONG_CHARACTERS:,} characters", behind)):
        told = "   ".join(f"{label} {share(waits, part):6.2f} s" for label, part in SHARES)
        print(f"  {name:28} {told}")
    ratios = "   ".join(f"{label} {share(behind, part) / share(alone, part):.2f}x" for label, part in SHARES)
    # One of five takes turns more: a quarter longer, and its passages are longer than a short sentence.
    print(f"  {'ratio':28} {ratios}", flush=True)


SHARES = (("p50", 0.5), ("p95", 0.95), ("longest", 1.0))


def waits_of_all(site: SpeakingSite) -> list[float]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        waits = clients.map(lambda client: waits_of_one(site, client), range(CLIENTS))
        return [wait for of_one in waits for wait in of_one]


def waits_of_one(site: SpeakingSite, client: int) -> list[float]:
    waits = []
    for number in range(2):
        started = time.perf_counter()
        site.spoken(SENTENCES[(client * 2 + number) % len(SENTENCES)])
        waits.append(time.perf_counter() - started)
    return waits


if __name__ == "__main__":
    main()
