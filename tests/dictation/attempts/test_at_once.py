"""Answers that come in at the same time."""

import threading

import pytest
from django.db import connection

from dictation.attempts.answers import Answer
from dictation.attempts.services import submit
from dictation.models import Attempt, Miss, Repetition
from tests.dictation.builders import make_item

pytestmark = pytest.mark.django_db(transaction=True)


def submitted_at_once(user, item, *answers):
    found, start = [], threading.Barrier(len(answers))

    def send(answer):
        try:
            start.wait(60)
            found.append(submit(user=user, item=item, answer=answer).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(answer,)) for answer in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def test_one_answer_sent_four_times_at_once_is_stored_once(alice):
    item = make_item(alice, text="one two")
    found = submitted_at_once(alice, item, *[Answer(text="one", client_key="k")] * 4)
    assert len(found) == 4
    assert len(set(found)) == Attempt.objects.count() == Miss.objects.count() == 1


def test_four_answers_at_once_are_all_stored_and_lead_to_one_schedule(alice):
    item = make_item(alice, text="one two")
    found = submitted_at_once(alice, item, *[Answer(text="one")] * 4)
    assert len(set(found)) == Attempt.objects.count() == 4
    [known] = Repetition.objects.all()
    last = Attempt.objects.order_by("-practised_at").first()
    assert known.card["last_review"] == last.practised_at.isoformat()
