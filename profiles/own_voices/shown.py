"""Own voices as their page shows them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from common.referrers import sentence
from profiles.queries import profiles_of
from profiles.samples.queries import clips_offered
from profiles.samples.shown import shown_quality
from speech.own_voices.imitating import cloning_engines, who_imitates
from speech.own_voices.judging import LONGEST_SECONDS, SHORTEST_SECONDS
from speech.own_voices.models import OwnVoice
from speech.own_voices.queries import heard_now, own_voices_of
from speech.own_voices.usage import used_by
from speech.reading_texts import keyed_texts

MINE = "This is my own voice, and I agree that this site imitates it."


@dataclass(frozen=True)
class ShownVoice:
    voice: OwnVoice
    is_heard_now: bool
    imitator: str  # the engine that is asked first; empty where none imitates

    @property
    def choice(self) -> str:
        """As a picker of voices sends it."""
        return f"{self.imitator}/{self.voice.pk}" if self.imitator else ""

    @property
    def pk(self) -> Any:
        return self.voice.pk

    @property
    def quality(self) -> dict[str, Any] | None:
        return shown_quality(self.voice.quality) if self.voice.quality else None

    @property
    def used_by(self) -> str:
        """Empty where nothing is."""
        found = used_by(self.voice)
        return sentence(found) if found else ""


def shown_voice(voice: OwnVoice) -> ShownVoice:
    is_heard = str(voice.pk) in heard_now(voice.owner)
    return ShownVoice(voice, is_heard, _imitator())


def list_context(user: Any) -> dict[str, Any]:
    heard, imitator = heard_now(user), _imitator()
    voices = [ShownVoice(voice, str(voice.pk) in heard, imitator) for voice in own_voices_of(user)]
    return {"voices": voices, "is_imitated": bool(imitator), "who_imitates": who_imitates()}


def page_context(user: Any, form: Any) -> dict[str, Any]:
    site = settings.CONFIG
    context = list_context(user)
    return {
        **context,
        "form": form,
        "most": site.own_voices_max,
        "is_full": len(context["voices"]) >= site.own_voices_max,
        "readings": keyed_texts(""),
        "clip_groups": clips_offered(user, least_seconds=SHORTEST_SECONDS, most_seconds=LONGEST_SECONDS),
        "sampled_profiles": profiles_of(user).filter(samples__is_enabled=True).distinct(),
        "upload_max_bytes": site.upload_max_bytes,
    }


def _imitator() -> str:
    return next((engine.name for engine in cloning_engines()), "")
