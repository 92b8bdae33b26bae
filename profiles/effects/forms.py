"""A chain of effects as a field of a form: JSON in one text, which the rack on the page keeps."""

from typing import Any

from django import forms

from common.errors import AppError
from profiles.effects.rack import text_of
from profiles.models import NAME_MAX_CHARACTERS
from speech.effect_chains import chain_in
from speech.effects import Effect

# Sixteen effects with every parameter written out are a tenth of it.
CHARACTERS_AT_MOST = 50_000


class EffectsField(forms.CharField):
    """Its value is a tuple of effects; what is wrong is told with the place in the chain it is about."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Effects")
        super().__init__(required=False, max_length=CHARACTERS_AT_MOST, **kwargs)

    def prepare_value(self, value: Any) -> str:
        return text_of(value)

    def clean(self, value: Any) -> tuple[Effect, ...]:
        try:
            return chain_in(super().clean(value))
        except AppError as error:
            raise problem_at(error) from None


def problem_at(error: AppError) -> forms.ValidationError:
    """For a field of a form, with the place in the chain: the rack shows it there."""
    message = error.message.replace("%", "%%")
    return forms.ValidationError(message, code=error.code, params={"at": error.param or "effects"})


def problems_of(field: forms.BoundField) -> dict[str, str]:
    """Sentences by the place in the chain that each is about."""
    found: dict[str, str] = {}
    for error in field.errors.as_data():
        place = (error.params or {}).get("at", "effects")
        found[place] = " ".join(filter(None, [found.get(place, ""), *error.messages]))
    return found


class PresetForm(forms.Form):
    name = forms.CharField(
        max_length=NAME_MAX_CHARACTERS, error_messages={"required": "Give the preset a name."}
    )
    effects = EffectsField()

    def refuse(self, error: AppError) -> None:
        """The service's sentence at the field it is about."""
        if (error.param or "").startswith("effects"):
            self.add_error("effects", problem_at(error))
        else:
            self.add_error("name" if error.param == "name" else None, error.message)
