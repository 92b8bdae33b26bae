"""Which pieces of an entry become items, and what they have in common."""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from dictation.sources.splitting import PIECES_AT_MOST
from speech.engines.languages import nearest
from speech.voice_choices import language_choices

KNOWN = "{text} (an item already)"


class SourceForm(forms.Form):
    locale = forms.ChoiceField(
        label="Language",
        error_messages={"invalid_choice": "No voice here speaks this language. Choose another one."},
    )
    tags = forms.CharField(
        label="Tags", required=False, max_length=1_100, help_text="Parted by commas. All of them get these."
    )
    is_strict = forms.BooleanField(label="Accents count", required=False)
    chosen = forms.MultipleChoiceField(
        label="What becomes an item",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one.",
            "invalid_choice": "What was spoken has changed meanwhile. Tick again what you want.",
        },
    )

    def __init__(
        self, *args: Any, texts: Sequence[str], known: Collection[str], locale: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        languages = language_choices()
        fields: Any = self.fields
        fields["locale"].choices = languages
        fields["locale"].initial = nearest(locale, [tag for tag, _ in languages]) if locale else None
        self.texts = {_name(index, text): text for index, text in enumerate(texts)}
        shown = [
            name for name, text in self.texts.items() if len(texts) <= PIECES_AT_MOST or text not in known
        ]
        shown = list(self.texts) if self.is_bound else shown[:PIECES_AT_MOST]
        fields["chosen"].choices = [(name, _label(self.texts[name], known)) for name in shown]
        fields["chosen"].initial = [name for name in shown if self.texts[name] not in known]

    @property
    def left_out(self) -> int:
        """Of what could still be chosen: it is shown once these are items."""
        fields: Any = self.fields
        return max(0, len(self.texts) - len(fields["chosen"].choices))

    @property
    def chosen_texts(self) -> list[str]:
        return [self.texts[name] for name in self.cleaned_data["chosen"]]

    @property
    def common(self) -> dict[str, Any]:
        """Fields of a draft."""
        cleaned = self.cleaned_data
        tags = [tag.strip() for tag in cleaned["tags"].split(",")]
        return {
            "locale": cleaned["locale"],
            "is_strict": cleaned["is_strict"],
            "tags": [tag for tag in tags if tag],
        }


def _name(index: int, text: str) -> str:
    """Its place and what it says: what was ticked is that, or refused."""
    return f"{index}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _label(text: str, known: Collection[str]) -> str:
    return KNOWN.format(text=text) if text in known else text
