"""Conversations and their turns: what is kept, in which order, and what is refused."""

import uuid

import pytest

from common.errors import AppError, NotFound
from common.revisions import ChangedMeanwhile
from profiles import services as profile_services
from studio.conversations import services, turns
from studio.conversations.access import conversation_for, discarded_conversation_for, turn_for
from studio.conversations.queries import conversations_of
from studio.models import Conversation, Turn, TurnState
from tests.profiles.builders import make_profile
from tests.speech.lexicon_builders import make_lexicon
from tests.studio.conversations.builders import make_conversation, make_spoken, texts_in, turns_in

PITCH = [{"type": "pitch", "semitones": 2}]


def refusal_of(call, *args, **fields) -> tuple[str, str | None]:
    with pytest.raises(AppError) as caught:
        call(*args, **fields)
    return caught.value.code, caught.value.param


def test_turns_come_in_their_order(alice):
    conversation = make_conversation(alice, "A: one", "B: two", "three")
    assert texts_in(conversation) == ["one", "two", "three"]
    assert [turn.speaker for turn in turns_in(conversation)] == ["A", "B", ""]
    made = turns.add_turns(conversation=conversation, turns=[{"text": "four"}, {"text": "five"}], position=2)
    assert [(turn.text, turn.position) for turn in made] == [("four", 2), ("five", 3)]
    assert texts_in(conversation) == ["one", "four", "five", "two", "three"]
    turns.add_turns(conversation=conversation, turns=[{"text": "last"}], position=99)
    first = turns_in(conversation)[0]
    assert turns.move_turn(turn=first, position=3).position == 3
    assert texts_in(conversation) == ["four", "five", "one", "two", "three", "last"]
    assert turns.duplicate_turn(turn=first).position == 4
    turns.remove_turn(turn=turns_in(conversation)[0])
    assert texts_in(conversation) == ["five", "one", "one", "two", "three", "last"]
    turns.order_turns(conversation=conversation, ids=[turn.pk for turn in reversed(turns_in(conversation))])
    assert texts_in(conversation) == ["last", "three", "two", "one", "one", "five"]


@pytest.mark.parametrize(("place", "expected"), [(1, "dabc"), (2, "adbc"), (4, "abcd"), (10**30, "abcd")])
def test_a_turn_moves_to_any_place(alice, place, expected):
    conversation = make_conversation(alice, *"abcd")
    turns.move_turn(turn=turns_in(conversation)[3], position=place)
    assert "".join(texts_in(conversation)) == expected


def test_each_change_is_one_revision(alice):
    conversation = make_conversation(alice, "one", "two")
    first, second = turns_in(conversation)
    changes = [
        lambda: services.update_conversation(conversation=conversation, name="Scene 2"),
        lambda: turns.add_turns(conversation=conversation, turns=[{"text": "a"}, {"text": "b"}]),
        lambda: turns.change_turn(turn=first, text="One"),
        lambda: turns.move_turn(turn=first, position=2),
        lambda: turns.duplicate_turn(turn=first),
        lambda: turns.remove_turn(turn=second),
        lambda: turns.order_turns(
            conversation=conversation, ids=[turn.pk for turn in turns_in(conversation)]
        ),
        lambda: turns.replace_turns(conversation=conversation, turns=[{"text": "new"}]),
    ]
    for number, change in enumerate(changes, 2):
        change()
        assert Conversation.objects.get().revision == number


OF_AN_OLDER_ONE = {
    "update": lambda c, t: services.update_conversation(conversation=c, expected_revision=1, name="X"),
    "discard": lambda c, t: services.discard(conversation=c, expected_revision=1),
    "duplicate": lambda c, t: services.duplicate(conversation=c, expected_revision=1),
    "add": lambda c, t: turns.add_turns(conversation=c, expected_revision=1, turns=[{"text": "x"}]),
    "replace": lambda c, t: turns.replace_turns(conversation=c, expected_revision=1, turns=[]),
    "order": lambda c, t: turns.order_turns(conversation=c, expected_revision=1, ids=[t.pk]),
    "change": lambda c, t: turns.change_turn(turn=t, expected_revision=1, text="x"),
    "copy": lambda c, t: turns.duplicate_turn(turn=t, expected_revision=1),
    "move": lambda c, t: turns.move_turn(turn=t, expected_revision=1, position=1),
    "remove": lambda c, t: turns.remove_turn(turn=t, expected_revision=1),
}


@pytest.mark.parametrize("change", OF_AN_OLDER_ONE)
def test_whoever_changes_an_older_one_is_refused_and_nothing_is_changed(alice, change):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    turns.change_turn(turn=turn, text="of the other tab")
    with pytest.raises(ChangedMeanwhile):
        OF_AN_OLDER_ONE[change](conversation, turn)
    assert texts_in(conversation) == ["of the other tab"]
    assert (Conversation.objects.get().name, Conversation.objects.get().revision) == ("Scene 1", 2)


def test_what_is_left_out_stays_and_none_is_the_default(alice):
    conversation = make_conversation(alice, gap_ms=-200, room_tone_db=-60, levels_speakers=False)
    services.update_conversation(conversation=conversation, target_lufs=-23, sample_rate_hz=48_000)
    changed = Conversation.objects.get()
    assert (changed.gap_ms, changed.room_tone_db, changed.is_levelled) == (-200, -60.0, False)
    assert (changed.target_lufs, changed.sample_rate_hz) == (-23.0, 48_000)
    services.update_conversation(conversation=conversation, gap_ms=None, room_tone_db=None, name=None)
    changed = Conversation.objects.get()
    assert (changed.gap_ms, changed.room_tone_db) == (350, None)
    assert changed.name == "Untitled conversation"


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u200b"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": 5}, "name"),
        ({"gap_ms": 10_001}, "gap_ms"),
        ({"gap_ms": 0.5}, "gap_ms"),
        ({"gap_ms": True}, "gap_ms"),
        ({"gap_ms": "100"}, "gap_ms"),
        ({"sample_rate_hz": 44_101}, "sample_rate_hz"),
        ({"sample_rate_hz": [48_000]}, "sample_rate_hz"),
        ({"target_lufs": float("nan")}, "target_lufs"),
        ({"target_lufs": -4.9}, "target_lufs"),
        ({"target_lufs": 10**400}, "target_lufs"),
        ({"room_tone_db": float("inf")}, "room_tone_db"),
        ({"room_tone_db": False}, "room_tone_db"),
        ({"levels_speakers": 1}, "levels_speakers"),
        ({"color": "red"}, "color"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made_or_changed(alice, fields, param):
    assert refusal_of(make_conversation, alice, **{"name": "New", **fields})[1] == param
    assert not Conversation.objects.exists()
    conversation = make_conversation(alice)
    assert refusal_of(services.update_conversation, conversation=conversation, **fields)[1] == param
    assert Conversation.objects.get().revision == 1


@pytest.mark.parametrize(
    ("turn", "code", "param"),
    [
        ({"text": "x" * 5_001}, "text_too_long", "turns.1.text"),
        ({"text": 5}, "invalid", "turns.1.text"),
        ({"text": "\ud800"}, "invalid_text", "turns.1.text"),
        ({"speaker": "x" * 81}, "invalid", "turns.1.speaker"),
        ({"speaker": ["A"]}, "invalid", "turns.1.speaker"),
        ({"gap_ms": -10_001}, "invalid", "turns.1.gap_ms"),
        ({"effects": [{"type": "magic"}]}, "unknown_effect", "turns.1.effects[0].type"),
        ({"profile_id": "five"}, "invalid", "turns.1.profile_id"),
        ({"profile_id": str(uuid.UUID(int=5))}, "profile_not_found", "turns.1.profile_id"),
        ({"voice": "low"}, "unknown_parameter", "turns.1.voice"),
        ("Hello", "invalid", "turns.1"),
    ],
)
def test_a_wrong_turn_among_others_is_named_and_none_is_added(alice, turn, code, param):
    conversation = make_conversation(alice, "there")
    given = [{"text": "right"}, turn]
    assert refusal_of(turns.add_turns, conversation=conversation, turns=given) == (code, param)
    assert refusal_of(turns.replace_turns, conversation=conversation, turns=given) == (code, param)
    assert refusal_of(services.create_conversation, owner=alice, turns=given) == (code, param)
    assert texts_in(conversation) == ["there"]
    assert Conversation.objects.get().revision == 1


@pytest.mark.parametrize("position", [0, -1, 1.0, "1", True])
def test_a_place_is_a_whole_number_from_one(alice, position):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    add = {"conversation": conversation, "turns": [{"text": "x"}], "position": position}
    assert refusal_of(turns.add_turns, **add)[1] == "position"
    assert refusal_of(turns.move_turn, turn=turn, position=position)[1] == "position"


def test_an_order_names_each_turn_once(alice):
    conversation = make_conversation(alice, "one", "two")
    one, two = (turn.pk for turn in turns_in(conversation))
    for ids in ([one], [one, one], [one, uuid.uuid4()], [one, two, two], [], ["x", "y"]):
        assert refusal_of(turns.order_turns, conversation=conversation, ids=ids) == ("invalid", "turns")
    turns.order_turns(conversation=conversation, ids=[str(two), str(one)])
    assert texts_in(conversation) == ["two", "one"]


def test_any_number_of_turns_takes_any_order(alice):
    conversation = make_conversation(alice, *map(str, range(30)))
    ids = [turn.pk for turn in turns_in(conversation)]
    turns.order_turns(conversation=conversation, ids=[*ids[::-2], *ids[::2]])
    assert texts_in(conversation) == [*map(str, range(29, 0, -2)), *map(str, range(0, 30, 2))]


def test_there_is_room_for_so_many(alice, monkeypatch):
    monkeypatch.setattr(turns, "TURNS_AT_MOST", 2)
    conversation = make_conversation(alice, "one", "two")
    (first, _) = turns_in(conversation)
    full = ("too_many_turns", "turns")
    assert refusal_of(turns.add_turns, conversation=conversation, turns=[{"text": "x"}]) == full
    assert refusal_of(turns.duplicate_turn, turn=first) == full
    assert refusal_of(make_conversation, alice, *"abc") == full
    monkeypatch.setattr(services, "CONVERSATIONS_AT_MOST", 1)
    assert refusal_of(make_conversation, alice) == ("too_many_conversations", None)
    assert refusal_of(services.duplicate, conversation=conversation)[0] == "too_many_conversations"
    services.discard(conversation=conversation)
    make_conversation(alice)
    assert refusal_of(services.restore, conversation=conversation)[0] == "too_many_conversations"


def test_a_profile_is_kept_as_it_was_when_it_was_given(alice):
    lexicon = make_lexicon(alice)
    profile = make_profile(alice, speed=1.5, seed=7, effects=PITCH, lexicon_id=lexicon.pk)
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    turns.change_turn(turn=turn, profile_id=str(profile.pk))
    turn.refresh_from_db()
    kept = turn.voice_settings
    assert (turn.profile, turn.profile_name) == (profile, "Narrator")
    assert (kept["model"], kept["voice"], kept["speed"], kept["seed"]) == ("fake", "low", 1.5, 7)
    assert (kept["lexicon_id"], kept["effects"]) == (str(lexicon.pk), profile.effects)
    profile_services.delete_profile(profile=profile)
    turn.refresh_from_db()
    assert (turn.profile, turn.profile_name, turn.voice_settings) == (None, "Narrator", kept)
    turns.change_turn(turn=turn, profile_id=None)
    turn.refresh_from_db()
    assert (turn.profile_name, turn.voice_settings) == ("", {})


def test_a_deleted_profile_that_a_turn_has_may_be_sent_back(alice):
    profile = make_profile(alice)
    conversation = make_conversation(alice, "one", "two")
    first, second = turns_in(conversation)
    turns.change_turn(turn=first, profile_id=profile.pk)
    profile_services.discard(profile=profile)
    turns.change_turn(turn=first, profile_id=profile.pk, text="changed")
    assert (Turn.objects.get(pk=first.pk).profile_name, texts_in(conversation)[0]) == ("Narrator", "changed")
    assert refusal_of(turns.change_turn, turn=second, profile_id=profile.pk) == (
        "profile_not_found",
        "profile_id",
    )


def test_anothers_profile_is_as_absent_as_none(alice, bob):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    assert refusal_of(turns.change_turn, turn=turn, profile_id=make_profile(bob).pk)[0] == "profile_not_found"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"text": "new words"}, TurnState.NEW),
        ({"effects": PITCH}, TurnState.NEW),
        ({"effects": []}, TurnState.NEW),
        ({"text": "one", "speaker": "Anna", "gap_ms": 5}, TurnState.DONE),
    ],
)
def test_what_changes_its_sound_makes_it_new_and_leaves_the_sound_there_is(alice, changes, state):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    clip = make_spoken(turn)
    turns.change_turn(turn=turn, **changes)
    turn.refresh_from_db()
    assert (turn.state, turn.clip, turn.content_hash) == (state, clip, "a" * 64)


def test_a_failed_turn_that_is_changed_has_failed_no_more(alice):
    conversation = make_conversation(alice, "one")
    Turn.objects.update(state=TurnState.FAILED, error="No.", error_code="x")
    turns.change_turn(turn=turns_in(conversation)[0], text="two")
    turn = Turn.objects.get()
    assert (turn.state, turn.error, turn.error_code) == (TurnState.NEW, "", "")


def test_effects_that_are_there_may_be_sent_back_where_effects_are_turned_off(alice, settings):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    kept = turns.change_turn(turn=turn, effects=PITCH).effects
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    turns.change_turn(turn=turn, effects=kept, text="two")
    assert refusal_of(turns.change_turn, turn=turn, effects=PITCH * 2)[0] == "effects_disabled"
    assert (Turn.objects.get().text, Turn.objects.get().effects) == ("two", kept)


def test_lines_that_take_the_place_of_the_same_ones_keep_what_is_spoken(alice):
    conversation = make_conversation(alice, "A: one", "B: two", "A: three")
    first, second, _ = turns_in(conversation)
    clip, other = make_spoken(first), make_spoken(second)
    turns.replace_turns(
        conversation=conversation, turns=[{"text": "zero"}, {"speaker": "Anna", "text": "one"}]
    )
    zero, one = turns_in(conversation)
    assert (zero.clip, zero.state) == (None, TurnState.NEW)
    assert (one.clip, one.state, one.content_hash, one.speaker) == (clip, TurnState.DONE, "a" * 64, "Anna")
    assert not type(other).objects.filter(pk=other.pk).exists()


def test_a_copy_has_its_turns_and_what_is_spoken_of_them(alice):
    conversation = make_conversation(alice, "A: one", "B: two", name="x" * 118, gap_ms=7)
    clip = make_spoken(turns_in(conversation)[0])
    copy = services.duplicate(conversation=conversation)
    assert (copy.name, copy.gap_ms, copy.revision, copy.render) == ("x" * 115 + " copy", 7, 1, None)
    assert texts_in(copy) == ["one", "two"]
    assert [turn.clip for turn in turns_in(copy)] == [clip, None]
    services.delete_conversation(conversation=conversation)
    assert turns_in(copy)[0].clip == clip


def test_anothers_is_as_absent_as_none(alice, bob):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    other = make_conversation(bob, "two")
    for user, pk in ((bob, conversation.pk), (alice, uuid.uuid4())):
        with pytest.raises(NotFound):
            conversation_for(user, pk)
        with pytest.raises(NotFound):
            turn_for(user, pk, turn.pk)
    with pytest.raises(NotFound):
        turn_for(bob, other.pk, turn.pk)
    services.discard(conversation=conversation)
    for user in (alice, bob):
        with pytest.raises(NotFound):
            conversation_for(user, conversation.pk)
    with pytest.raises(NotFound):
        discarded_conversation_for(bob, conversation.pk)
    assert discarded_conversation_for(alice, conversation.pk) == conversation


@pytest.mark.parametrize(
    "change",
    [
        lambda c, t: services.update_conversation(conversation=c, name="X"),
        lambda c, t: services.discard(conversation=c),
        lambda c, t: services.duplicate(conversation=c),
        lambda c, t: turns.add_turns(conversation=c, turns=[{"text": "x"}]),
        lambda c, t: turns.replace_turns(conversation=c, turns=[]),
        lambda c, t: turns.change_turn(turn=t, text="x"),
        lambda c, t: turns.duplicate_turn(turn=t),
        lambda c, t: turns.remove_turn(turn=t),
        lambda c, t: turns.move_turn(turn=t, position=1),
    ],
)
def test_what_was_deleted_meanwhile_is_not_found(alice, change):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    services.discard(conversation=conversation)
    with pytest.raises(NotFound):
        change(conversation, turn)
    assert Conversation.objects.count() == 1
    services.restore(conversation=conversation)
    assert texts_in(conversation) == ["one"]


def test_a_turn_removed_in_another_tab_is_not_found(alice):
    conversation = make_conversation(alice, "one", "two")
    (turn, _) = turns_in(conversation)
    turns.remove_turn(turn=turn)
    for change in (turns.remove_turn, turns.duplicate_turn, turns.change_turn):
        with pytest.raises(NotFound):
            change(turn=turn)
    assert texts_in(conversation) == ["two"]


def test_the_last_changed_is_first_and_names_are_searched_in_any_case(alice):
    first = make_conversation(alice, name="Ärger im Büro")
    make_conversation(alice, name="Other")
    services.update_conversation(conversation=first, gap_ms=0)
    assert [found.name for found in conversations_of(alice)] == ["Ärger im Büro", "Other"]
    assert [found.pk for found in conversations_of(alice, search=" ÄRGER ")] == [first.pk]
    assert refusal_of(conversations_of, alice, search="x" * 121) == ("invalid", "q")
