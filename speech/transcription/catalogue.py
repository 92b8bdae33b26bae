"""The models that hear, by every name they have."""

from dataclasses import dataclass

from django.conf import settings

from common.errors import NotFound
from speech.recognition.base import Recogniser
from speech.refusals import refusals_told
from speech.transcription.recognisers import registry


@dataclass(frozen=True)
class TranscriptionModel:
    id: str
    recogniser: str  # what it stands for; the same as its id where it is no alias


def transcription_models() -> list[TranscriptionModel]:
    """What can be asked for on this machine, aliases included."""
    own = [state.name for state in registry().states() if state.is_available]
    aliases = settings.CONFIG.transcription_aliases
    return [TranscriptionModel(name, name) for name in own] + [
        TranscriptionModel(alias, name) for alias, name in aliases.items() if name in own
    ]


def recogniser_name(model: str) -> str:
    """The recogniser that a name stands for. Raises `NotFound`."""
    name = str(settings.CONFIG.transcription_aliases.get(model, model))
    if name not in registry().names:
        raise NotFound(
            f"The model {model[:80]!r} does not exist here.", param="model", code="model_not_found"
        )
    return name


def recogniser_of(model: str) -> Recogniser:
    """To ask what it can do: nothing is loaded. Raises `NotFound`; `Unavailable` where its weights lack."""
    name = recogniser_name(model)
    with refusals_told():
        return registry().engine(name)


def recognisers() -> list[Recogniser]:
    """Those that can hear on this machine."""
    return [state.engine for state in registry().states() if state.engine is not None]
