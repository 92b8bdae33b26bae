"""What a person may change of a clip, and how the Library is narrowed."""

from django import forms

from clips.models import TITLE_MAX_CHARACTERS, Source
from clips.queries import NEWEST_FIRST, ORDERINGS, SEARCH_MAX_CHARACTERS

ORDERING_LABELS = {
    "-created": "Newest first",
    "created": "Oldest first",
    "title": "Title, A to Z",
    "-title": "Title, Z to A",
    "duration": "Shortest first",
    "-duration": "Longest first",
}


class TitleForm(forms.Form):
    title = forms.CharField(
        max_length=TITLE_MAX_CHARACTERS, error_messages={"required": "Give the clip a title."}
    )


class LibraryForm(forms.Form):
    q = forms.CharField(required=False, label="Search", max_length=SEARCH_MAX_CHARACTERS)
    source = forms.ChoiceField(required=False, label="From", choices=[("", "Everything"), *Source.choices])
    ordering = forms.ChoiceField(
        required=False, label="Order", choices=[(name, ORDERING_LABELS[name]) for name in ORDERINGS]
    )

    def narrowing(self) -> dict[str, str]:
        """Arguments of `library_of`. An old link with a value that is gone shows everything."""
        self.full_clean()
        data = self.cleaned_data
        return {
            "search": data.get("q", ""),
            "source": data.get("source", ""),
            "ordering": data.get("ordering") or NEWEST_FIRST,
        }
