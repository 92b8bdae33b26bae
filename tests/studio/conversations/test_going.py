"""What goes with a conversation, what stays, who uses a profile; and two at once."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.services.deletion import remove_person
from clips.models import Clip
from clips.services import keep
from common.errors import NotFound
from common.revisions import ChangedMeanwhile
from jobs.registry import periodic_kinds
from profiles.usage import used_by
from studio.conversations import services, turns
from studio.models import Conversation, Turn
from tests.accounts.test_export_and_deletion import export_of
from tests.clips.builders import make_byproduct
from tests.profiles.builders import make_profile
from tests.profiles.test_going import together
from tests.studio.conversations.builders import make_conversation, make_spoken, texts_in, turns_in


def later(minutes: int) -> None:
    Conversation.objects.exclude(deleted_at=None).update(
        deleted_at=timezone.now() - timedelta(minutes=minutes)
    )


def test_what_is_deleted_is_purged_after_a_while_and_not_before(alice):
    conversation, kept = make_conversation(alice, "one"), make_conversation(alice, "two")
    services.discard(conversation=conversation)
    assert services.purge_discarded() == 0
    later(minutes=2)
    assert services.purge_discarded() == 1
    assert list(Conversation.objects.all()) == [kept]
    assert Turn.objects.count() == 1
    with pytest.raises(NotFound):
        services.restore(conversation=conversation)
    assert "studio.purge_conversations" in {kind.name for kind in periodic_kinds()}


def test_sound_goes_with_it_unless_it_is_kept_or_used_elsewhere(alice):
    conversation = make_conversation(alice, "one", "two", "three")
    first, second, third = turns_in(conversation)
    kept, shared, own = make_spoken(first), make_spoken(second), make_spoken(third)
    keep(clip=kept)
    copy = services.duplicate(conversation=conversation)
    turns.remove_turn(turn=turns_in(copy)[2])
    assert Clip.objects.count() == 3
    conversation.render = render = make_byproduct(alice)
    conversation.save()
    services.delete_conversation(conversation=conversation)
    assert set(Clip.objects.all()) == {kept, shared}
    assert not Clip.objects.filter(pk__in=[own.pk, render.pk]).exists()
    assert [turn.clip for turn in turns_in(copy)] == [kept, shared]


def test_a_removed_turn_takes_its_sound_along(alice):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    make_spoken(turn)
    copy = turns.duplicate_turn(turn=turn)
    turns.remove_turn(turn=turn)
    assert Clip.objects.filter(pk=copy.clip_id).exists()
    turns.remove_turn(turn=copy)
    assert not Clip.objects.exists()


def test_turns_use_a_profile_as_long_as_their_conversation_is_there(alice):
    profile = make_profile(alice)
    conversation = services.create_conversation(
        owner=alice, turns=[{"text": text, "profile_id": profile.pk} for text in ("one", "two")]
    )
    assert [str(user) for user in used_by(profile)] == ["2 turns of conversations"]
    services.discard(conversation=conversation)
    assert used_by(profile) == []


CHANGES = {
    "update": lambda c, t: services.update_conversation(conversation=c, name="X"),
    "duplicate": lambda c, t: services.duplicate(conversation=c),
    "add": lambda c, t: turns.add_turns(conversation=c, turns=[{"text": "x"}]),
    "change": lambda c, t: turns.change_turn(turn=t, text="x"),
    "remove": lambda c, t: turns.remove_turn(turn=t),
    "delete": lambda c, t: services.delete_conversation(conversation=c),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_person_is_locked_before_their_conversation_and_that_before_its_turns(alice, change):
    """PostgreSQL ends one of two that have what the other wants."""
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    with CaptureQueriesContext(connection) as queries:
        CHANGES[change](conversation, turn)
    tables = [model._meta.db_table for model in (get_user_model(), Conversation, Turn)]
    read = [table for query in queries for table in tables if f'FROM "{table}"' in query["sql"]]
    assert read[0] == tables[0]
    assert tables[1] in read
    assert tables[2] not in read[: read.index(tables[1])]


def test_the_database_holds_the_rules_too(alice):
    conversation = make_conversation(alice, "one")
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.create(owner=alice, conversation=conversation, position=1)


@pytest.mark.django_db(transaction=True)
def test_turns_added_at_once_have_places_of_their_own(alice):
    conversation = make_conversation(alice, "one")

    def work(number: int) -> None:
        turns.add_turns(conversation=conversation, turns=[{"text": "x"}, {"text": "y"}], position=1)

    assert together(work, 4) == []
    assert len(texts_in(conversation)) == 9
    assert Conversation.objects.get().revision == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_that_save_at_once_one_wins_and_the_other_is_told(alice):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)

    def work(number: int) -> None:
        mine = Turn.objects.select_related("conversation").get(pk=turn.pk)
        turns.change_turn(turn=mine, text=f"tab {number}", expected_revision=1)

    errors = together(work, 3)
    assert [type(error) for error in errors] == [ChangedMeanwhile] * 2
    assert Conversation.objects.get().revision == 2


@pytest.mark.django_db(transaction=True)
def test_no_more_fit_in_at_once_than_one_by_one(alice, monkeypatch):
    monkeypatch.setattr(services, "CONVERSATIONS_AT_MOST", 2)
    errors = together(lambda number: make_conversation(alice, "one"), 4)
    assert [error.code for error in errors] == ["too_many_conversations"] * 2
    assert Conversation.objects.count() == 2


def test_an_export_of_ones_data_holds_conversations_and_their_turns(alice, bob):
    make_conversation(alice, "ANNA: Hello.", name="Mine")
    make_conversation(bob, "Secret.", name="Bobs")
    archive = export_of(alice)
    (conversation,) = json.loads(archive.read("studio.conversation.json"))
    (turn,) = json.loads(archive.read("studio.turn.json"))
    assert (conversation["name"], turn["speaker"], turn["text"]) == ("Mine", "ANNA", "Hello.")


def test_an_account_takes_its_conversations_along(alice, admin_user, django_capture_on_commit_callbacks):
    profile = make_profile(alice)
    turn = {"text": "one", "profile_id": profile.pk}
    conversation = services.create_conversation(owner=alice, turns=[turn])
    make_spoken(turns_in(conversation)[0])
    with django_capture_on_commit_callbacks(execute=True):
        remove_person(user=alice, by=admin_user)
    for model in (Conversation, Turn, Clip):
        assert not model.objects.exists()
