"""One row of everything that has an address of its own, by the names that `tests.addresses` calls them."""

from collections.abc import Callable
from typing import Any

from accounts.services.keys import create_key
from dictation.models import Attempt, ItemList, PracticeGroup, Tag
from dictation.sharing.groups import create_group
from jobs.models import Job
from jobs.services import enqueue
from profiles.models import Profile, Sample
from speak.models import Conversion
from studio.models import Conversation, Turn
from tests.clips.builders import make_clip
from tests.dictation.builders import make_attempt, make_item, make_list, make_tag
from tests.profiles.builders import make_profile
from tests.profiles.effects.builders import make_preset
from tests.profiles.samples.builders import make_sample
from tests.speak.builders import make_take
from tests.speech.lexicon_builders import make_lexicon
from tests.speech.own_voices.builders import make_own_voice
from tests.studio.compositions.builders import make_composition
from tests.studio.conversations.builders import make_conversation
from tests.transcribe.builders import make_transcript


def _key(owner: Any) -> Any:
    return create_key(user=owner, name="script", scopes=["manage"])[0]


def _job(owner: Any) -> Job:
    return enqueue(kind="accounts.export", owner=owner)


def _profile(owner: Any, name: str = "Narrator") -> Profile:
    return make_profile(owner, name, backend="espeak", voice="fi")


def _sample(owner: Any) -> Sample:
    return make_sample(_profile(owner, "Reader"))


def _conversation(owner: Any) -> Conversation:
    return make_conversation(owner, "Hello.")


def _turn(owner: Any) -> Turn:
    return _conversation(owner).turns.get()


def _conversion(owner: Any) -> Conversion:
    return Conversion.objects.create(owner=owner, text="Hello.", content_hash="0" * 64)


def _attempt(owner: Any) -> Attempt:
    return make_attempt(owner, make_item(owner))


def _tag(owner: Any) -> Tag:
    return make_tag(owner, "news")


def _list(owner: Any) -> ItemList:
    return make_list(owner, make_item(owner))


def _group(owner: Any) -> PracticeGroup:
    return create_group(owner=owner, name="Evening class")


MAKERS: dict[str, Callable[[Any], Any]] = {
    "attempt": _attempt,
    "clip": make_clip,
    "composition": make_composition,
    "conversation": _conversation,
    "conversion": _conversion,
    "group": _group,
    "item": make_item,
    "item_list": _list,
    "job": _job,
    "key": _key,
    "lexicon": lambda owner: make_lexicon(owner, SQL="sequel"),
    "own_voice": make_own_voice,
    "preset": make_preset,
    "profile": _profile,
    "sample": _sample,
    "tag": _tag,
    "take": make_take,
    "transcript": lambda owner: make_transcript(owner).entry,
    "turn": _turn,
}


def kwargs_of(row: Any) -> dict[str, Any]:
    """What an address about it takes: `tests.addresses.address(name, **kwargs_of(row))`."""
    return {
        "pk": getattr(row, "conversation_id", row.pk),
        "id": row.pk,
        "profile_pk": getattr(row, "profile_id", row.pk),
        "turn_id": row.pk,
    }
