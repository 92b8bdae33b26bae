"""What a person wants kept of their history, as a page asks for it."""

from typing import Any

from django import forms

from history.limits import Limits
from history.models import HistoryPreferences
from history.preference_serializers import LIMITS

NO_LIMIT = "Empty: no limit."


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = HistoryPreferences
        fields = ("keeps", "keeps_audio", "most_entries", "most_mib", "most_days", "proof_listens")
        labels = {
            "keeps": "What is kept",
            "keeps_audio": "Keep the audio",
            "most_entries": "Entries at the most",
            "most_mib": "MiB of audio at the most",
            "most_days": "Days at the most",
            "proof_listens": "Listen to what was spoken",
        }
        help_texts = {
            "keeps": "Of what is made from now on. What a page shows stays for an hour in any case.",
            "keeps_audio": "Without it, entries lose their audio an hour after they were made.",
            "proof_listens": "The site hears it again and marks what does not say its text.",
        }

    def __init__(self, *args: Any, site: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in LIMITS.items():
            given = getattr(site, name)
            field = forms.IntegerField(
                label=self.fields[name].label,
                required=False,
                min_value=1,
                max_value=most,
                help_text=NO_LIMIT if given is None else f"This site keeps {given:,} at the most.",
            )
            self.fields[name] = field
        if not site.keeps_audio:
            self.fields["keeps_audio"].help_text = "This site keeps no audio for longer than an hour."
