"""An answer, scored and stored."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from common.errors import Conflict, InvalidInput, NotFound
from dictation.attempts.answers import Answer, answer_of
from dictation.attempts.services import submit
from dictation.models import Attempt, Item, Miss, Repetition
from tests.dictation.builders import make_item

pytestmark = pytest.mark.django_db


def answered(user, item, text="", **fields):
    return submit(user=user, item=item, answer=Answer(text=text, **fields))


def test_an_answer_is_scored_and_keeps_what_it_was_scored_against(alice):
    item = make_item(alice, text="The cat sat on the mat.", difficulty=2)
    attempt = answered(alice, item, "the cat sat on a mat", replays=2, hints=1, practice_seconds=12.5)
    stored = Attempt.objects.get()
    assert stored == attempt
    assert (stored.percentage, stored.words_total, stored.words_correct, stored.substitutions) == (
        83,
        6,
        5,
        1,
    )
    assert (stored.expected, stored.locale, stored.difficulty) == ("The cat sat on the mat.", "en-GB", 2)
    assert (stored.replays, stored.hints, stored.practice_seconds) == (2, 1, 12.5)
    assert stored.alignment[4] == {"op": "substitute", "expected": "the", "given": "a"}
    assert stored.wer == pytest.approx(1 / 6)


def test_the_best_alternative_counts(alice):
    item = make_item(alice, text="I am here.", alternatives=["I'm here."])
    attempt = answered(alice, item, "i’m here")
    assert (attempt.percentage, attempt.expected, attempt.words_total) == (100, "I'm here.", 2)


def test_accents_count_where_the_item_is_strict(alice):
    assert answered(alice, make_item(alice, text="Café"), "cafe").percentage == 100
    assert answered(alice, make_item(alice, text="Café", is_strict=True), "cafe").percentage == 0


def test_an_empty_answer_is_an_attempt(alice):
    attempt = answered(alice, make_item(alice, text="one two"), "")
    assert (attempt.percentage, attempt.deletions, attempt.wer) == (0, 2, 1.0)


def test_every_word_that_was_missed_is_noted_as_it_is_spelled(alice):
    item = make_item(alice, text="Le Café est très bon", locale="fr-FR")
    answered(alice, item, "le The est tres beau")
    noted = Miss.objects.values_list("owner", "locale", "word", "given").order_by("word")
    assert list(noted) == [(alice.pk, "fr-FR", "bon", "beau"), (alice.pk, "fr-FR", "café", "the")]


def test_a_word_left_out_has_nothing_in_its_place(alice):
    answered(alice, make_item(alice, text="one two three"), "one three")
    assert list(Miss.objects.values_list("word", "given")) == [("two", "")]


def test_characters_are_missed_where_there_are_no_spaces(alice):
    answered(alice, make_item(alice, text="我喜欢猫", locale="zh-CN"), "我喜欢狗")
    assert list(Miss.objects.values_list("word", "given")) == [("猫", "狗")]


def test_a_word_longer_than_a_line_is_cut(alice):
    answered(alice, make_item(alice, text="x" * 300), "y" * 300)
    assert list(Miss.objects.values_list("word", "given")) == [("x" * 100, "y" * 100)]


def test_what_is_sent_twice_is_stored_once(alice):
    item = make_item(alice, text="one two")
    first = answered(alice, item, "one", client_key="k1")
    again = answered(alice, item, "one", client_key="k1")
    assert again == first
    assert (Attempt.objects.count(), Miss.objects.count(), Repetition.objects.count()) == (1, 1, 1)
    answered(alice, item, "one")
    answered(alice, item, "one")
    assert Attempt.objects.count() == 3


def test_a_key_of_another_answer_is_a_conflict_and_other_peoples_keys_are_not(alice, bob):
    item = make_item(alice, text="one two")
    answered(alice, item, "one", client_key="k1")
    for other_item, text in ((item, "two"), (make_item(alice, text="one"), "one")):
        with pytest.raises(Conflict):
            answered(alice, other_item, text, client_key="k1")
    answered(bob, make_item(bob), "one", client_key="k1")
    assert Attempt.objects.count() == 2


def test_an_item_deleted_meanwhile_takes_no_attempt(alice):
    item = make_item(alice)
    Item.objects.filter(pk=item.pk).update(deleted_at=timezone.now())
    with pytest.raises(NotFound):
        answered(alice, item, "x")
    Item.objects.filter(pk=item.pk).delete()
    with pytest.raises(NotFound):
        answered(alice, item, "x")
    assert Attempt.objects.count() == 0


def test_an_attempt_outlives_its_item(alice):
    item = make_item(alice, text="one two")
    attempt = answered(alice, item, "one two")
    ref = item.pk
    item.delete()
    attempt.refresh_from_db()
    assert (attempt.item, attempt.item_ref) == (None, ref)


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({}, "text"),
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "half \ud800 a sign"}, "text"),
        ({"text": "", "client_key": "k" * 65}, "client_key"),
        ({"text": "", "client_key": 5}, "client_key"),
        ({"text": "", "practice_seconds": float("nan")}, "practice_seconds"),
        ({"text": "", "practice_seconds": "inf"}, "practice_seconds"),
        ({"text": "", "practice_seconds": -0.1}, "practice_seconds"),
        ({"text": "", "practice_seconds": 86_401}, "practice_seconds"),
        ({"text": "", "practice_seconds": 10**400}, "practice_seconds"),
        ({"text": "", "practice_seconds": True}, "practice_seconds"),
        ({"text": "", "practice_seconds": [1]}, "practice_seconds"),
        ({"text": "", "replays": 1.5}, "replays"),
        ({"text": "", "replays": -1}, "replays"),
        ({"text": "", "hints": 10_001}, "hints"),
        ({"text": "", "hints": "many"}, "hints"),
        ({"text": "", "practised_at": "yesterday"}, "practised_at"),
        ({"text": "", "practised_at": "2026-02-30"}, "practised_at"),
        ({"text": "", "practised_at": "0001-01-01T00:00:00+14:00"}, "practised_at"),
        ({"text": "", "practised_at": "1999-12-31T00:00:00Z"}, "practised_at"),
        ({"text": "", "practised_at": 5}, "practised_at"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told_with_its_field(sent, param):
    with pytest.raises(InvalidInput) as told:
        answer_of(sent)
    assert told.value.param == param


def test_a_form_sends_strings():
    answer = answer_of({"text": " hi\x00 ", "replays": "2", "hints": "", "practice_seconds": "3.5"})
    assert (answer.text, answer.replays, answer.hints, answer.practice_seconds) == ("hi", 2, 0, 3.5)


def test_a_clock_that_is_ahead_says_now():
    ahead = (timezone.now() + timedelta(days=2)).isoformat()
    assert answer_of({"text": "", "practised_at": ahead}).practised_at <= timezone.now()


def test_a_moment_without_a_zone_is_in_the_persons():
    day = timezone.now().date() - timedelta(days=1)
    with timezone.override("Asia/Kolkata"):
        answer = answer_of({"text": "", "practised_at": f"{day}T05:30:00"})
    assert answer.practised_at.isoformat() == f"{day}T00:00:00+00:00"


def test_items_of_others_are_theirs_to_look_up_first(alice, bob):
    """A shared item may be answered by who is no owner of it: the attempt is theirs."""
    item = make_item(bob, text="one two")
    attempt = answered(alice, item, "one two", client_key=str(uuid4()))
    assert attempt.owner == alice
    assert Repetition.objects.get().owner == alice
