"""A voice from what was sent: a file, a clip of one's own, or the samples of a profile."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, cast

from clips.access import clip_for
from clips.models import Source
from common.errors import AppError, InvalidInput, NotFound
from profiles.access import profile_for
from profiles.samples.reference import reference_of
from speech.engines.base import REFERENCE_RATE_HZ
from speech.own_voices.access import consent_for
from speech.own_voices.judging import LONGEST_SECONDS
from speech.own_voices.models import OwnVoice, VoiceConsent
from speech.own_voices.recordings import Recording, of_clip, of_samples, of_upload
from speech.own_voices.services import create_voice

SOURCES = ("file", "clip_id", "profile_id")


def bring(*, owner: Any, given: Mapping[str, Any], source: str = Source.UPLOAD) -> OwnVoice:
    """`given`: name, one of `SOURCES`, consent or consent_id; perhaps language, transcript, read_aloud."""
    recording, said = _recording(owner, given)
    transcript = given.get("transcript", "")
    return create_voice(
        owner=owner,
        name=given.get("name", ""),
        recording=recording,
        statement=given.get("consent", ""),
        consent=_consent(owner, given),
        language=given.get("language", ""),
        transcript=transcript or said,
        is_transcript_edited=False if given.get("read_aloud") else None,
        source=source,
    )


def _consent(owner: Any, given: Mapping[str, Any]) -> VoiceConsent | None:
    if "consent_id" not in given:
        return None
    return cast(VoiceConsent, _of_its_owner(consent_for, owner, given["consent_id"], "consent"))


def _recording(owner: Any, given: Mapping[str, Any]) -> tuple[Recording, str]:
    """And what is said in it, where that is known."""
    sent = [name for name in SOURCES if name in given]
    if len(sent) != 1:
        raise InvalidInput(
            "Send one of: the audio as “file”, “clip_id” for a clip of yours, “profile_id” for its samples.",
            param=sent[1] if sent else "file",
            code="one_source" if sent else "missing_file",
        )
    if "file" in given:
        return of_upload(given["file"]), ""
    if "clip_id" in given:
        return of_clip(_of_its_owner(clip_for, owner, given["clip_id"], "clip")), ""
    return _of_profile(owner, given["profile_id"])


def _of_profile(owner: Any, profile_id: uuid.UUID) -> tuple[Recording, str]:
    profile = _of_its_owner(profile_for, owner, profile_id, "profile")
    try:
        together = reference_of(profile, most_seconds=LONGEST_SECONDS, rate_hz=REFERENCE_RATE_HZ)
    except AppError as error:
        error.param = "profile_id"
        raise
    made = of_samples(together.samples, together.rate_hz, param="profile_id")
    return made, together.transcript


def _of_its_owner(find: Callable[[Any, uuid.UUID], Any], owner: Any, pk: uuid.UUID, kind: str) -> Any:
    try:
        return find(owner, pk)
    except NotFound as error:
        raise NotFound(error.message, param=f"{kind}_id", code=f"{kind}_not_found") from None
