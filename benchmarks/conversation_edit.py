"""A long conversation is rendered, one line of it is edited, and it is rendered again: how long the second
takes beside the first, and how often an engine was asked to speak.

Both are whole jobs as the worker does them, from looking up the voices to the stored clip. Nothing is
remembered of what was spoken: the second render is quick because of what it does not do.

Run: python -m benchmarks.conversation_edit [--quick] [--model kokoro] [--turns 100] [--short]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.processes import Site
from voicesite.config import load_config

MOST_SHARE = 0.03
VOICES = {"kokoro": ("af_heart", "am_michael"), "espeak": ("en-US", "en-GB")}
LINES = (
    "The river was high that morning, and the ferry had not come.",
    "Anna waited at the end of the pier with two baskets of apples beside her.",
    "She had been there since before dawn, when the fog still hid the other bank.",
    "Nobody else seemed to mind, for the town slept late on Sundays.",
    "A grey heron stood in the shallows and watched the water without moving.",
    "When the bell on the far shore rang at last, she picked up her baskets and smiled.",
    "The boatman was an old friend of her father, and he never asked for money.",
)
SHORT_LINES = (
    "Have you seen the ferry?",
    "Not since Sunday.",
    "And the bell?",
    "It rang at noon.",
    "Well, then.",
)
EDITED, SHORT_EDITED = (
    "The boatman had not been seen for years, and nobody knew why.",
    "Not since Monday, no.",
)


def main() -> int:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="voicesite-bench-") as folder:
        settings = {"models_dir": load_config().models_dir, "passage_cache_mib": 0}
        os.environ |= Site(Path(folder), free_disk_min_mib=1, log_level="ERROR", **settings).environment
        bench = prepare(options.model, options.turns, SHORT_LINES if options.short else LINES)
        first = bench.rendered()
        report("first render", first, bench.seconds)
        bench.edit_one_line(SHORT_EDITED if options.short else EDITED)
        second = bench.rendered()
        report("after one line was edited", second, bench.seconds)
        unchanged = bench.rendered()
        report("nothing edited", unchanged, bench.seconds)
    share = second[0] / first[0]
    print(f"\nsecond over first {100 * share:.2f} % (at most {100 * MOST_SHARE:g} %), syntheses {second[1]}")
    return 0 if share <= MOST_SHARE and second[1] == 1 and unchanged[1] == 0 else 1


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer turns: to see that it works")
    parser.add_argument("--model", choices=list(VOICES), default="kokoro")
    parser.add_argument("--turns", type=int, default=100)
    parser.add_argument("--short", action="store_true", help="lines of a few words")
    options = parser.parse_args()
    if options.quick:
        options.turns = min(options.turns, 10)
    return options


def report(name: str, found: tuple[float, int], seconds: float) -> None:
    took, syntheses = found
    print(f"{name:28}{took:9.2f} s{syntheses:6} syntheses  of {seconds:.0f} s of sound", flush=True)


class Bench:
    def __init__(self, conversation: Any, counted: list[str]) -> None:
        self.conversation, self._counted = conversation, counted
        self.seconds = 0.0

    def rendered(self) -> tuple[float, int]:
        """Seconds, and syntheses."""
        from jobs.models import Job
        from jobs.runner import run_job
        from studio.conversations.rendering.services import start_render

        self._counted.clear()
        self.conversation.refresh_from_db()
        job = start_render(conversation=self.conversation)
        began = time.perf_counter()
        run_job(str(job.pk))
        took = time.perf_counter() - began
        ended = Job.objects.get(pk=job.pk)
        assert ended.state == "done", (ended.state, ended.error)
        assert not ended.result["has_failures"], ended.result
        self.seconds = ended.result["duration_ms"] / 1000
        return took, len(self._counted)

    def edit_one_line(self, text: str) -> None:
        from studio.conversations.turns import change_turn

        turn = self.conversation.turns.order_by("position")[self.conversation.turns.count() // 2]
        change_turn(turn=turn, text=text)


def prepare(model: str, turns: int, texts: Sequence[str]) -> Bench:
    import django

    django.setup()
    from django.core.management import call_command

    from accounts.models import User
    from profiles.services import create_profile
    from speech.engine_pool import pool
    from studio.conversations.services import create_conversation

    call_command("migrate", verbosity=0)
    owner = User.objects.create_user("somebody")
    profiles = [
        create_profile(owner=owner, name=name, backend=model, voice=voice)
        for name, voice in zip(("Anna", "Ben"), VOICES[model], strict=True)
    ]
    lines = [
        {
            "speaker": profiles[number % 2].name,
            "profile_id": str(profiles[number % 2].pk),
            "text": texts[number % len(texts)],
        }
        for number in range(turns)
    ]
    conversation = create_conversation(owner=owner, name="A long one", turns=lines)
    counted = counting(pool().engine(model))
    pool().warm_up(model, warm_up_request(VOICES[model][0]))
    return Bench(conversation, counted)


def counting(engine: Any) -> list[str]:
    """What it is asked to speak from now on."""
    counted: list[str] = []
    synthesize = engine.synthesize

    def counts(request: Any, **rest: Any) -> Any:
        counted.append(request.text)
        return synthesize(request, **rest)

    engine.synthesize = counts
    return counted


def warm_up_request(voice: str) -> Any:
    from speech.engines.base import PassageRequest

    return PassageRequest("Ready.", voice, None)


if __name__ == "__main__":
    sys.exit(main())
