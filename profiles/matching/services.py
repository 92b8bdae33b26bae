"""Starting a search for a profile's voice, and taking what it found. Pages and API both come through here."""

from typing import Any

from django.db import transaction

from common.errors import Conflict, InvalidInput, Unavailable
from jobs.models import Job
from jobs.services import enqueue
from profiles.matching.efforts import SECONDS, Effort
from profiles.matching.outcomes import known_outcome
from profiles.matching.sounds import require_samples
from profiles.models import Profile
from profiles.services import update_profile
from speech.catalogue import engine_named
from speech.engines.base import Gender, SpeechEngine
from speech.engines.languages import primary
from speech.matching.finding import candidates
from speech.packs.store import PackState
from speech.recognition.speakers.encoder import NAME as ENCODER
from speech.refusals import UNAVAILABLE_RETRY_SECONDS, refusals_told
from speech.services import pack_store

KIND = "profiles.match"
ENGINE = "kokoro"
# Each takes a worker for minutes: of one person's, so many may wait or run.
SEARCHES_AT_ONCE = 3


def start_match(*, profile: Profile, language: str = "", gender: str = "", effort: str = Effort.USUAL) -> Job:
    """One at a time for a profile: asked for again, it is the one under way."""
    require_samples(profile)
    require_voices(matching_engine(), language=language, gender=gender)
    _require_encoder()
    params = {
        "profile_id": str(profile.pk),
        "language": language,
        "gender": gender,
        "effort_seconds": SECONDS[Effort(effort)],
    }
    with transaction.atomic():
        _require_few_others(profile)
        return enqueue(
            kind=KIND,
            owner=profile.owner,
            params=params,
            title=f"Find a voice like “{profile.name}”",
            key=key_of(profile),
        )


def use_match(*, profile: Profile) -> Profile:
    """What was found becomes what it speaks with; everything else stays."""
    found = known_outcome(profile)
    if not found:
        raise Conflict("No voice has been looked for yet. Start a search first.", code="no_match")
    return update_profile(profile=profile, **_spoken_with(found), **_language(profile))


def latest_job(profile: Profile) -> Job | None:
    return Job.objects.for_user(profile.owner).filter(kind=KIND, key=key_of(profile)).first()


def key_of(profile: Profile) -> str:
    return f"{KIND}:{profile.pk}"


def matching_engine() -> SpeechEngine:
    """Raises what is missing, and how to get it."""
    return engine_named(ENGINE)


def require_voices(engine: SpeechEngine, *, language: str, gender: str) -> list[str]:
    """Those among which is searched."""
    wanted = Gender(gender) if gender else None
    try:
        with refusals_told():
            return candidates(engine.voices, language=language or None, gender=wanted)
    except InvalidInput as error:
        param = "language" if language else "gender"
        raise InvalidInput(error.message, param=param, code=error.code) from None


def _require_few_others(profile: Profile) -> None:
    active = Job.objects.active().filter(owner=profile.owner, kind=KIND)
    if active.exclude(key=key_of(profile)).count() >= SEARCHES_AT_ONCE:
        raise Conflict(
            f"{SEARCHES_AT_ONCE} of your searches are under way already. Wait for one, or stop it.",
            code="too_many_searches",
        )


def _require_encoder() -> None:
    if pack_store().state(ENCODER) is not PackState.READY:
        raise Unavailable(
            f"What tells voices apart, the pack {ENCODER!r}, is not on this server. "
            f"Its administrator can get it on the Models page, or by `manage.py packs pull {ENCODER}`.",
            code="engine_unavailable",
            retry_after_seconds=UNAVAILABLE_RETRY_SECONDS,
        )


def _spoken_with(found: dict[str, Any]) -> dict[str, Any]:
    is_stock = "+" not in found["blend"]
    voice, blend = (found["blend"], "") if is_stock else ("", found["blend"])
    return {"backend": ENGINE, "model": "", "voice": voice, "blend": blend}


def _language(profile: Profile) -> dict[str, str]:
    """What Kokoro can't speak would be refused: then it is the voice's own."""
    spoken = {primary(language) for language in matching_engine().capabilities.languages}
    is_spoken = not profile.language or primary(profile.language) in spoken
    return {} if is_spoken else {"language": ""}
