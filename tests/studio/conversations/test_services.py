"""Conversations and their turns: what is kept, in which order, and what is refused."""

from studio.conversations import turns
from tests.studio.conversations.builders import make_conversation, texts_in, turns_in


def test_turns_come_in_their_order(alice):
    conversation = make_conversation(alice, "A: one", "B: two", "three")
    assert texts_in(conversation) == ["one", "two", "three"]
    assert [turn.speaker for turn in turns_in(conversation)] == ["A", "B", ""]
    turns.add_turns(conversation=conversation, turns=[{"text": "four"}, {"text": "five"}], position=2)
    assert texts_in(conversation) == ["one", "four", "five", "two", "three"]
    turns.add_turns(conversation=conversation, turns=[{"text": "last"}], position=99)
    first = turns_in(conversation)[0]
    turns.move_turn(turn=first, position=3)
    assert texts_in(conversation) == ["four", "five", "one", "two", "three", "last"]
    turns.duplicate_turn(turn=first)
    turns.remove_turn(turn=turns_in(conversation)[0])
    assert texts_in(conversation) == ["five", "one", "one", "two", "three", "last"]
    turns.order_turns(conversation=conversation, ids=[turn.pk for turn in reversed(turns_in(conversation))])
    assert texts_in(conversation) == ["last", "three", "two", "one", "one", "five"]
    conversation.refresh_from_db()
    assert conversation.revision == 7
