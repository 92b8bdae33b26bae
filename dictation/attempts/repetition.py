"""When an item is due again for a person: spaced repetition, rated by the scores of what was typed."""

from datetime import UTC
from typing import Any

from django.db.models import QuerySet
from fsrs import Card, Rating, Scheduler

from dictation.models import Attempt, AttemptKind, Item, Repetition
from dictation.queries import ItemFilters, items_for

# The same answers at the same times lead to the same day: no dice.
_SCHEDULER = Scheduler(enable_fuzzing=False)
_HARD_FROM, _GOOD_FROM, _EASY_FROM = 50, 80, 100


def rating_of(attempt: Attempt) -> Rating:
    """What was right with the help of hints was not easy."""
    if attempt.percentage < _HARD_FROM:
        return Rating.Again
    if attempt.percentage < _GOOD_FROM:
        return Rating.Hard
    is_easy = attempt.percentage >= _EASY_FROM and not attempt.hints
    return Rating.Easy if is_easy else Rating.Good


def remember(*, attempt: Attempt) -> Repetition:
    """In the transaction that stored the attempt, with its owner locked."""
    known = Repetition.objects.for_user(attempt.owner).filter(item=attempt.item).first()
    card = _reviewed(_card_of(known), attempt) if known else None
    if card is None:
        card = _card_of_all(attempt)
    stored, _ = Repetition.objects.update_or_create(
        owner=attempt.owner, item=attempt.item, defaults={"due_at": card.due, "card": card.to_dict()}
    )
    return stored


def due_items(user: Any) -> QuerySet[Item]:
    """Those that they practised and may still practise, the longest due first."""
    return items_for(user, ItemFilters(is_due=True, sort="due"), practisable=True)


def _reviewed(card: Card, attempt: Attempt) -> Card | None:
    """None for one that was practised before what the card knows of: it was sent late."""
    practised_at = attempt.practised_at.astimezone(UTC)
    if card.last_review is not None and practised_at < card.last_review:
        return None
    return _SCHEDULER.review_card(card, rating_of(attempt), practised_at)[0]


def _card_of(known: Repetition) -> Card:
    return Card.from_dict(known.card)


def _card_of_all(attempt: Attempt) -> Card:
    """As if all of them had been sent when they were made."""
    typed = Attempt.objects.for_user(attempt.owner).filter(item=attempt.item, kind=AttemptKind.TYPED)
    card = Card(card_id=0)
    for each in typed.only("percentage", "hints", "practised_at").order_by("practised_at", "id"):
        card = _SCHEDULER.review_card(card, rating_of(each), each.practised_at.astimezone(UTC))[0]
    return card
