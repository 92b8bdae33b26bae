"""An answer becomes an attempt: scored, stored once, its misses noted, its item put off until it is due."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.errors import Conflict, NotFound
from common.owned import lock_owner
from dictation.attempts.answers import Answer
from dictation.attempts.repetition import remember
from dictation.models import WORD_MAX_CHARACTERS, Attempt, AttemptKind, Item, Miss
from dictation.scoring import Op, Score, best_score
from dictation.words import Token, normalised


def submit(*, user: Any, item: Item, answer: Answer) -> Attempt:
    """One that was sent before is not stored twice: the first is returned."""
    if stored := sent_before(user=user, item_id=item.pk, answer=answer, kind=AttemptKind.TYPED):
        return stored
    # Before the transaction: a long text takes a moment, and others wait to write.
    score = best_score(
        [item.text, *item.alternatives], answer.text, locale=item.locale, is_strict=item.is_strict
    )
    return store(user=user, item=item, answer=answer, score=score)


def store(
    *, user: Any, item: Item, answer: Answer, score: Score, kind: AttemptKind = AttemptKind.TYPED
) -> Attempt:
    """What was read aloud is an attempt like others, but it puts nothing off and nothing into the notebook:
    the text was seen, and a recogniser mishears.
    """
    with transaction.atomic():
        lock_owner(user.pk)
        if stored := sent_before(user=user, item_id=item.pk, answer=answer, kind=kind):
            return stored
        _require_there(item)
        attempt = _stored(user, item, answer, kind, score)
        if kind == AttemptKind.TYPED:
            Miss.objects.bulk_create(_misses(attempt, score))
            remember(attempt=attempt)
    return attempt


def sent_before(*, user: Any, item_id: uuid.UUID, answer: Answer, kind: str) -> Attempt | None:
    """By its client_key. Raises `Conflict` where another answer has that."""
    if not answer.client_key:
        return None
    stored = Attempt.objects.for_user(user).filter(client_key=answer.client_key).first()
    if stored is None or _is_same(stored, item_id, answer, kind):
        return stored
    raise Conflict(
        "Another answer was sent with this client_key. Choose a new one for each answer.",
        param="client_key",
        code="client_key_taken",
    )


def _is_same(stored: Attempt, item_id: uuid.UUID, answer: Answer, kind: str) -> bool:
    """What a recording said is known only once it was heard: its key and its item will do."""
    is_said_again = kind == AttemptKind.SPOKEN or stored.text == answer.text
    return stored.item_ref == item_id and stored.kind == kind and is_said_again


def _require_there(item: Item) -> None:
    """Locked until the attempt is stored, which points at it."""
    there = Item.objects.select_for_update(no_key=True).filter(pk=item.pk, deleted_at=None)
    if there.values_list("pk").first() is None:
        raise NotFound("There is no such item. It may have been deleted.")


def _stored(user: Any, item: Item, answer: Answer, kind: str, score: Score) -> Attempt:
    return Attempt.objects.create(
        owner=user,
        item=item,
        item_ref=item.pk,
        kind=kind,
        locale=item.locale,
        difficulty=item.difficulty,
        text=answer.text,
        expected=score.expected,
        is_strict=item.is_strict,
        alignment=score.alignment,
        words_total=score.words_total,
        words_correct=score.words_correct,
        substitutions=score.substitutions,
        deletions=score.deletions,
        insertions=score.insertions,
        wer=score.wer,
        percentage=score.percentage,
        replays=answer.replays,
        hints=answer.hints,
        practice_seconds=answer.practice_seconds,
        practised_at=answer.practised_at or timezone.now(),
        client_key=answer.client_key,
    )


def _misses(attempt: Attempt, score: Score) -> Iterator[Miss]:
    for step in score.steps:
        if step.expected is not None and step.op != Op.EQUAL:
            yield Miss(
                attempt=attempt,
                owner=attempt.owner,
                locale=attempt.locale,
                word=_spelled(step.expected, attempt.locale),
                given=_spelled(step.given, attempt.locale) if step.given else "",
            )


def _spelled(token: Token, locale: str) -> str:
    """With its accents, strict or not: it is to be learnt, and said."""
    return normalised(token.text, locale, is_strict=True)[:WORD_MAX_CHARACTERS]
