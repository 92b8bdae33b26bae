"""Small builders for conversations."""

from typing import Any

from django.core.files.base import ContentFile

from clips.models import Clip
from clips.services import store_file
from studio.conversations.services import create_conversation
from studio.models import Conversation, Turn, TurnState
from tests import audio_files


def make_conversation(owner: Any, *lines: str, name: str = "Scene 1", **fields: Any) -> Conversation:
    """Each line is a turn: “ANNA: Hello”, or the words alone."""
    return create_conversation(owner=owner, name=name, turns=[_turn(line) for line in lines], **fields)


def _turn(line: str) -> dict[str, str]:
    speaker, colon, text = line.partition(": ")
    return {"speaker": speaker, "text": text} if colon else {"text": line}


def turns_in(conversation: Conversation) -> list[Turn]:
    return list(conversation.turns.order_by("position"))


def texts_in(conversation: Conversation) -> list[str]:
    """In their places, which have no hole."""
    turns = turns_in(conversation)
    assert [turn.position for turn in turns] == list(range(1, len(turns) + 1))
    return [turn.text for turn in turns]


def make_spoken(turn: Turn, *, content_hash: str = "a" * 64) -> Clip:
    """As rendering leaves it."""
    file = ContentFile(audio_files.wav(0.2, rate=8000), name="turn.wav")
    clip = store_file(owner=turn.owner, file=file, title="Turn")
    Turn.objects.filter(pk=turn.pk).update(
        clip=clip, content_hash=content_hash, state=TurnState.DONE, lufs=-20.0
    )
    turn.refresh_from_db()
    return clip
