"""Models that speak and models that hear. One is not asked to do what the other does."""

from dataclasses import dataclass

from common.errors import InvalidInput, NotFound
from speech.catalogue import speech_model, speech_models
from speech.transcription.catalogue import recogniser_name, transcription_models

LISTED_AT_MOST = 12


@dataclass(frozen=True)
class Model:
    id: str
    engine: str  # that speaks or hears under this name


def known_models() -> list[Model]:
    speaking = [Model(model.id, model.engine) for model in speech_models()]
    return speaking + [Model(model.id, model.recogniser) for model in transcription_models()]


def known_model(model_id: str) -> Model:
    """Also one that is not on this machine: using it then says what is missing."""
    engine = _speaking(model_id) or _hearing(model_id)
    if engine is None:
        raise _unknown(model_id)
    return Model(model_id, engine)


def require_hearing(model: str) -> None:
    if _hearing(model) is None:
        raise _wrong_kind(model, "speaks and can't transcribe") if _speaking(model) else _unknown(model)


def require_speaking(model: str) -> None:
    if _speaking(model) is None:
        raise _wrong_kind(model, "transcribes and can't speak") if _hearing(model) else _unknown(model)


def _speaking(model: str) -> str | None:
    try:
        return speech_model(model).engine
    except NotFound:
        return None


def _hearing(model: str) -> str | None:
    try:
        return recogniser_name(model)
    except NotFound:
        return None


def _unknown(model: str) -> NotFound:
    return NotFound(
        f"The model {model[:80]!r} does not exist here. There are: {_listed(known_models())}.",
        param="model",
        code="model_not_found",
    )


def _wrong_kind(model: str, why: str) -> InvalidInput:
    of_the_other = [known for known in known_models() if bool(_speaking(known.id)) != bool(_speaking(model))]
    there_are = f" Use one of: {_listed(of_the_other)}." if of_the_other else ""
    return InvalidInput(f"The model {model!r} {why}.{there_are}", param="model", code="wrong_kind_of_model")


def _listed(models: list[Model]) -> str:
    shown = ", ".join(model.id for model in models[:LISTED_AT_MOST])
    return f"{shown}, …" if len(models) > LISTED_AT_MOST else shown or "none"
