"""Adding, changing, ordering and removing the turns of a conversation. Pages and API both come through here.

What changes how a turn is said leaves its clip until it is spoken again: rendering compares what the clip
was made from.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from clips.services import release_many
from common.errors import AppError, InvalidInput
from common.places import put_in_places
from profiles.cleaning import clean_id
from studio.conversations.changing import changing, locked_turn
from studio.conversations.cleaning import clean_position, clean_turn
from studio.conversations.limits import TURNS_AT_MOST
from studio.conversations.voices import clean_profile_id, profiles_by_id, voice_of
from studio.models import Conversation, Turn, TurnState

OWN = ("speaker", "profile_name", "gap_ms")
SAID = ("text", "profile_id", "voice_settings", "effects")
SPOKEN = ("clip_id", "content_hash", "lufs")


def add_turns(
    *,
    conversation: Conversation,
    turns: Sequence[Mapping[str, Any]],
    position: int | None = None,
    expected_revision: int | None = None,
) -> list[Turn]:
    """From a place of the list on, or at its end; all of them or none."""
    with changing(conversation, expected_revision) as locked:
        return made_turns(locked, turns, position=position)


def change_turn(*, turn: Turn, expected_revision: int | None = None, **changes: Any) -> Turn:
    """What is left out stays; None is its default."""
    with changing(turn.conversation, expected_revision) as conversation:
        locked = locked_turn(conversation, turn)
        if "effects" in changes and changes["effects"] == locked.effects:
            del changes["effects"]  # to keep those there are is no matter of whether effects are turned on
        columns = clean_turn(changes) | _new_voice(locked, changes)
        before = _said(locked)
        for name, value in columns.items():
            setattr(locked, name, value)
        changed = [*columns, "updated_at"]
        if _said(locked) != before:
            changed += _unspoken(locked)
        locked.save(update_fields=changed)
    return locked


def duplicate_turn(*, turn: Turn, expected_revision: int | None = None) -> Turn:
    """Right behind it, with what is spoken of it."""
    with changing(turn.conversation, expected_revision) as conversation:
        source = locked_turn(conversation, turn)
        copy = _copy_of(source, conversation)
        _placed(conversation, [copy], position=source.position + 1)
    return copy


def move_turn(*, turn: Turn, position: int, expected_revision: int | None = None) -> Turn:
    """To a place of the list, from 1; beyond its end is its end."""
    place = clean_position(position)
    with changing(turn.conversation, expected_revision) as conversation:
        moved = locked_turn(conversation, turn)
        ids = [pk for pk in _ids(conversation) if pk != moved.pk]
        ids.insert(min(place - 1, len(ids)), moved.pk)
        put_in_places(conversation.turns.all(), ids)
        moved.refresh_from_db(fields=["position"])
    return moved


def order_turns(
    *, conversation: Conversation, ids: Sequence[uuid.UUID], expected_revision: int | None = None
) -> None:
    """`ids` are those of all the turns, each once."""
    wanted = [clean_id(each, param="turns") for each in ids[: TURNS_AT_MOST + 1]]
    with changing(conversation, expected_revision) as locked:
        there = _ids(locked)
        if len(wanted) != len(there) or set(wanted) != set(there):
            raise InvalidInput(
                f"Send the ids of all {len(there)} turns, each once, in the new order.", param="turns"
            )
        put_in_places(locked.turns.all(), wanted)


def remove_turn(*, turn: Turn, expected_revision: int | None = None) -> None:
    """With its sound, unless that is kept or used elsewhere."""
    with changing(turn.conversation, expected_revision) as conversation:
        _delete(conversation, [locked_turn(conversation, turn)])
        put_in_places(conversation.turns.all(), _ids(conversation))


def replace_turns(
    *,
    conversation: Conversation,
    turns: Sequence[Mapping[str, Any]],
    expected_revision: int | None = None,
) -> list[Turn]:
    """All there are. Of those that say the same in the same voice, what is spoken stays."""
    with changing(conversation, expected_revision) as locked:
        before = list(locked.turns.select_for_update())
        new = _new_turns(locked, turns)
        _require_room(len(new))
        _take_over_what_is_spoken(new, before)
        Turn.objects.filter(pk__in=[turn.pk for turn in before]).delete()
        made = _placed(locked, new)
        release_many(clip_ids=_clip_ids(before))
    return made


def made_turns(
    locked: Conversation, turns: Sequence[Mapping[str, Any]], *, position: int | None = None
) -> list[Turn]:
    """In the transaction that locked or made their conversation."""
    place = None if position is None else clean_position(position)
    return _placed(locked, _new_turns(locked, turns), position=place)


def copy_turns(source: Conversation, copy: Conversation) -> None:
    """In the transaction that locked the one and made the other."""
    turns = source.turns.select_for_update()
    _placed(copy, [_copy_of(turn, copy) for turn in turns])


def _new_turns(conversation: Conversation, turns: Sequence[Mapping[str, Any]]) -> list[Turn]:
    """The whole is judged before any of it is written; what is wrong says in which of them."""
    if not isinstance(turns, list | tuple):
        raise InvalidInput("Send the turns as a list.", param="turns")
    _require_room(len(turns))  # before thousands are looked at for nothing
    cleaned = []
    for number, given in enumerate(turns):
        with _told_of(number):
            cleaned.append((clean_turn(given), clean_profile_id(given.get("profile_id"))))
    known = profiles_by_id(conversation.owner, (profile_id for _, profile_id in cleaned))
    made = []
    for number, (columns, profile_id) in enumerate(cleaned):
        with _told_of(number):
            columns |= voice_of(profile_id, known)
        made.append(Turn(owner_id=conversation.owner_id, conversation=conversation, **columns))
    return made


@contextmanager
def _told_of(number: int) -> Iterator[None]:
    try:
        yield
    except AppError as error:
        error.param = ".".join(filter(None, ["turns", str(number), error.param]))
        raise


def _placed(conversation: Conversation, turns: list[Turn], *, position: int | None = None) -> list[Turn]:
    """Behind all the others first, where nobody is."""
    ids = _ids(conversation)
    _require_room(len(ids) + len(turns))
    for place, turn in enumerate(turns, len(ids) + 1):
        turn.position = place
    Turn.objects.bulk_create(turns)
    if position is not None and position <= len(ids):
        before = position - 1
        order = [*ids[:before], *(turn.pk for turn in turns), *ids[before:]]
        put_in_places(conversation.turns.all(), order)
        for place, turn in enumerate(turns, position):
            turn.position = place
    return turns


def _new_voice(turn: Turn, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A profile that is deleted, and is still the turn's, may be sent back with the rest of it."""
    if "profile_id" not in changes:
        return {}
    wanted = clean_profile_id(changes["profile_id"])
    known = profiles_by_id(turn.owner, [wanted])
    if wanted is not None and wanted == turn.profile_id and not known:
        return {}
    return voice_of(wanted, known)


def _said(turn: Turn) -> str:
    """What decides how it sounds, to be compared."""
    return json.dumps([getattr(turn, name) for name in SAID], sort_keys=True, default=str)


def _unspoken(turn: Turn) -> list[str]:
    turn.state, turn.error_code, turn.error = TurnState.NEW, "", ""
    return ["state", "error_code", "error"]


def _copy_of(turn: Turn, conversation: Conversation) -> Turn:
    """With what is spoken of it; its place is the caller's to say."""
    columns = {name: getattr(turn, name) for name in (*OWN, *SAID)}
    copy = Turn(owner_id=conversation.owner_id, conversation=conversation, **columns)
    _take_over(copy, turn)
    return copy


def _take_over_what_is_spoken(turns: Iterable[Turn], before: Iterable[Turn]) -> None:
    known = {_said(turn): turn for turn in before if turn.clip_id}
    for turn in turns:
        if same := known.get(_said(turn)):
            _take_over(turn, same)


def _take_over(turn: Turn, same: Turn) -> None:
    for name in SPOKEN:
        setattr(turn, name, getattr(same, name))
    turn.state = TurnState.DONE if same.state == TurnState.DONE else TurnState.NEW


def _delete(conversation: Conversation, turns: Sequence[Turn]) -> None:
    """A clip goes once nothing points at it any more."""
    conversation.turns.filter(pk__in=[turn.pk for turn in turns]).delete()
    release_many(clip_ids=_clip_ids(turns))


def _clip_ids(turns: Iterable[Turn]) -> list[Any]:
    return [turn.clip_id for turn in turns if turn.clip_id]


def _ids(conversation: Conversation) -> list[uuid.UUID]:
    return list(conversation.turns.values_list("pk", flat=True))


def _require_room(count: int) -> None:
    if count > TURNS_AT_MOST:
        raise InvalidInput(
            f"A conversation has {TURNS_AT_MOST} turns at the most; this would be {count:,}.",
            code="too_many_turns",
            param="turns",
        )
