"""Small builders for voice profiles, and the engines they are spoken by."""

from collections.abc import Sequence
from typing import Any

from profiles.models import Profile
from profiles.services import create_profile
from speech.engines.base import Capabilities, Gender, PassageRequest, Voice
from speech.engines.checks import check_request
from speech.engines.kokoro_voices import parse_blend
from tests.speech.fake_engine import FakeEngine


class BlendingEngine(FakeEngine):
    """Two voices that can be blended; slower than the others can."""

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(languages=("en-US", "en-GB"), speeds=(0.5, 2.0), has_blends=True)

    @property
    def voices(self) -> Sequence[Voice]:
        return (
            Voice("anna", "Anna", "en-US", Gender.FEMALE, self.name),
            Voice("bert", "Bert", "en-GB", Gender.MALE, self.name),
        )

    def validate(self, request: PassageRequest) -> None:
        check_request(request, self.capabilities)
        parse_blend(request.voice, [voice.id for voice in self.voices])


def make_profile(owner: Any, name: str = "Narrator", **fields: Any) -> Profile:
    return create_profile(owner=owner, **{"name": name, "backend": "fake", "voice": "low", **fields})
