"""How the catalogue of all voices is narrowed."""

from typing import Any

from django import forms

from speech.voice_choices import VoiceChoice, matching, voice_choices

SEARCH_MAX_CHARACTERS = 200


class CatalogueForm(forms.Form):
    q = forms.CharField(required=False, max_length=SEARCH_MAX_CHARACTERS)
    engine = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)
    gender = forms.ChoiceField(
        required=False, choices=[("", "Any gender"), ("female", "Female"), ("male", "Male")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._all = voice_choices()
        self._offer("engine", "All models", {each.engine: each.engine_title for each in self._all})
        self._offer("language", "All languages", {each.language: each.language_name for each in self._all})

    def found(self) -> list[VoiceChoice]:
        """An old link with a value that is gone shows everything."""
        self.full_clean()
        return matching(self._all, **self.cleaned_data)

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())

    def _offer(self, name: str, everything: str, labels: dict[str, str]) -> None:
        field: Any = self.fields[name]
        field.choices = [
            ("", everything),
            *sorted(labels.items(), key=lambda choice: choice[1].casefold()),
        ]
