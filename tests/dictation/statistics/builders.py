"""Many attempts of chance, and words that were missed."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from dictation.models import Attempt, Item, Miss
from tests.dictation.builders import make_attempt, make_item

WORDS = ("kettle", "thorough", "fox", "über", "kön")
LOCALES = ("en-GB", "en-US", "de-DE")


def at(text: str) -> datetime:
    """In UTC, where nothing else is said."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def miss(
    owner: Any, item: Item, word: str = "kettle", given: str = "", practised_at: datetime | None = None
) -> Attempt:
    attempt = make_attempt(owner, item, percentage=90, practised_at=practised_at)
    Miss.objects.create(attempt=attempt, owner=owner, locale=attempt.locale, word=word, given=given)
    return attempt


def random_attempts(owner: Any, count: int, *, days: int, seed: int) -> list[Attempt]:
    """On some of the days, around the clock; some items are gone, some attempts at the same moment."""
    dice = random.Random(seed)
    items = [
        make_item(
            owner,
            text=f"Text {number}",
            locale=dice.choice(LOCALES),
            difficulty=1 + number % 5,
            tags=("all",),
        )
        for number in range(40)
    ]
    now = timezone.now().replace(microsecond=0)
    practised = [day for day in range(days) if dice.random() < 0.8]
    attempts = Attempt.objects.bulk_create(
        [_random_attempt(owner, dice, dice.choice(items), now, dice.choice(practised)) for _ in range(count)]
    )
    Miss.objects.bulk_create(
        Miss(
            attempt=attempt,
            owner=owner,
            locale=attempt.locale,
            word=dice.choice(WORDS),
            given=dice.choice(("", "vox", "cattle")),
        )
        for attempt in attempts
        if attempt.percentage < 100
    )
    for gone in items[:5]:
        gone.delete()
    return list(Attempt.objects.filter(owner=owner))


def _random_attempt(owner: Any, dice: random.Random, item: Item, now: datetime, days_ago: int) -> Attempt:
    total = dice.randint(1, 30)
    wrong = dice.randint(0, total)
    # Often near the full hours, at which days of all zones begin and clocks change.
    minute_of_day = dice.choice((dice.randrange(1440), dice.randrange(48) * 30, dice.randrange(48) * 30 - 1))
    moment = now.replace(hour=0, minute=0, second=0) - timedelta(days=days_ago)
    moment += timedelta(minutes=minute_of_day, seconds=dice.randrange(60))
    return Attempt(
        owner=owner,
        item=item,
        item_ref=item.pk,
        locale=item.locale,
        difficulty=dice.randint(1, 5),
        expected=item.text,
        text="",
        words_total=total,
        words_correct=total - wrong,
        deletions=wrong,
        wer=wrong / total,
        percentage=100 * (total - wrong) // total,
        practice_seconds=round(dice.random() * 90, 2),
        practised_at=min(moment, now),
    )
