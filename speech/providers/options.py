"""What only one kind of provider knows, checked when it is opened."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from speech.engines.errors import EngineUnavailable
from speech.providers.settings import ProviderSettings


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


O = TypeVar("O", bound=Options)  # noqa: E741 - as short as type variables are


def options_of(settings: ProviderSettings, kind: type[O]) -> O:
    """Raises `EngineUnavailable`, which names the first that is wrong and those that there are."""
    try:
        return kind.model_validate(dict(settings.options))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in wrong["loc"])
        known = ", ".join(kind.model_fields)
        raise EngineUnavailable(
            settings.name,
            reason=f"its option {name!r} can't be used ({wrong['msg']})",
            what_to_do=f"Mend it in [providers.{settings.name}.options]. There are: {known}.",
        ) from None
