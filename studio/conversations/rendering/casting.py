"""Who says a turn and how, and by what it is known that it has been said so already."""

import json
import uuid
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from profiles.models import Profile
from profiles.queries import default_of
from profiles.wishes import settings_of
from speech.catalogue import default_voice, engine_named
from speech.content_hash import sound_of, with_text
from speech.effect_chains import kept_chain
from speech.effects import as_json
from speech.engine_pool import usual_engine
from speech.models import Lexicon
from speech.pipeline import SpeechRequest
from speech.recorded import FORMAT
from speech.requests import Wish, resolve, shortened
from studio.models import Turn

PLAIN_SETTINGS = ("model", "voice", "language", "speed", "seed")


@dataclass(frozen=True)
class Saying:
    """A turn, looked up: what is asked of which engine, and the hash of all that its sound depends on."""

    wish: Wish
    request: SpeechRequest
    content_hash: str


class Casting:
    """For the turns of one conversation at one moment: what many of them share is looked up once."""

    def __init__(self, owner: Any) -> None:
        self.owner = owner
        self._known: dict[str, tuple[SpeechRequest, str]] = {}

    def saying(self, turn: Turn) -> Saying:
        """Raises what is wrong with the turn's voice, settings or text."""
        wish = self.wish(turn)
        shared, sound = self._resolved(replace(wish, text="", title=""))
        request = replace(shared, text=wish.text, title=wish.title)
        return Saying(wish, request, with_text(sound, request.text))

    def wish(self, turn: Turn) -> Wish:
        own: dict[str, Any] = {"text": turn.text, "title": title_of(turn), "response_format": FORMAT}
        if turn.effects is not None:
            own["effects"] = kept_chain(turn.effects)
        return Wish(**self._settings(turn) | own)

    def _settings(self, turn: Turn) -> dict[str, Any]:
        """Its profile's; where that is gone those it had then; where it never had one, the usual ones."""
        profile = turn.profile
        if profile is not None and profile.deleted_at is None:
            return _of_profile(profile, turn)
        if turn.voice_settings.get("voice"):
            return self._kept(turn)
        return self._usual_of_person(turn)

    def _kept(self, turn: Turn) -> dict[str, Any]:
        kept = turn.voice_settings
        fields = {name: kept[name] for name in PLAIN_SETTINGS if kept.get(name) is not None}
        return fields | {
            "model": kept.get("model") or kept.get("backend") or usual_engine(),
            "lexicon_id": self._lexicon_id(kept.get("lexicon_id")),
            "effects": () if turn.effects is not None else kept_chain(kept.get("effects")),
            "profile_id": turn.profile_id,
            "profile_name": turn.profile_name,
        }

    def _usual_of_person(self, turn: Turn) -> dict[str, Any]:
        if self._default_profile is not None:
            return _of_profile(self._default_profile, turn)
        return self._usual_of_site

    @cached_property
    def _default_profile(self) -> Profile | None:
        return default_of(self.owner)

    @cached_property
    def _usual_of_site(self) -> dict[str, Any]:
        engine = engine_named(usual_engine())
        return {"model": engine.name, "voice": default_voice(engine)}

    def _lexicon_id(self, kept: Any) -> uuid.UUID | None:
        """None where it is gone, as with a profile."""
        return next((pk for pk in self._lexicon_ids if str(pk) == str(kept)), None)

    @cached_property
    def _lexicon_ids(self) -> list[uuid.UUID]:
        there = Lexicon.objects.for_user(self.owner).filter(deleted_at=None)
        return list(there.values_list("pk", flat=True))

    def _resolved(self, wish: Wish) -> tuple[SpeechRequest, str]:
        key = json.dumps(asdict(replace(wish, effects=())) | {"effects": as_json(wish.effects)}, default=str)
        if key not in self._known:
            request = resolve(wish, user=self.owner)
            self._known[key] = request, sound_of(request)
        return self._known[key]


def title_of(turn: Turn) -> str:
    """As it is listed among clips and in the history."""
    said = shortened(turn.text)
    return f"{turn.speaker}: {said}" if turn.speaker else said


def _of_profile(profile: Profile, turn: Turn) -> dict[str, Any]:
    but = () if turn.effects is None else ("effects",)
    return {**settings_of(profile, but=but), "profile_id": profile.pk, "profile_name": profile.name}
