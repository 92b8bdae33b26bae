"""Words crossed out in the notebook, and back again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.owned import lock_owner
from dictation.models import LearntWord
from dictation.statistics.notebook import missed_word


@transaction.atomic
def cross_out(*, user: Any, locale: str, word: str) -> datetime | None:
    """Its misses up to now count no more. Returns since when it was crossed out before: to undo it."""
    missed_word(user, locale=locale, word=word)
    lock_owner(user.pk)
    before = learnt_words(user).filter(locale=locale, word=word).values_list("learnt_at", flat=True).first()
    LearntWord.objects.update_or_create(
        owner=user, locale=locale, word=word, defaults={"learnt_at": timezone.now()}
    )
    return before


@transaction.atomic
def take_back(*, user: Any, locale: str, word: str, before: datetime | None = None) -> None:
    """All its misses count again, or those since `before`. What is not crossed out is left as it is."""
    found = learnt_words(user).filter(locale=locale, word=word)
    if before is None:
        found.delete()
    else:
        found.filter(learnt_at__gt=before).update(learnt_at=before, updated_at=timezone.now())


def learnt_words(user: Any) -> Any:
    """The latest first."""
    return LearntWord.objects.for_user(user).order_by("-learnt_at", "word", "locale")
