"""What the page sends of a sample. What is wrong with it, the services say."""

from typing import Any

from django import forms
from django.http import HttpRequest

from clips.models import Source
from common.errors import InvalidInput
from speech.reading_texts import reading_text


class TrimForm(forms.Form):
    trim_start_seconds = forms.FloatField(required=False, min_value=0)
    trim_end_seconds = forms.FloatField(required=False, min_value=0)

    def changes(self) -> dict[str, Any]:
        """An empty field is the clip's own edge."""
        if not self.is_valid():
            name = next(iter(self.errors))
            raise InvalidInput("Give the start and the end in seconds, such as 1.5.", param=name)
        return {**self.cleaned_data, "trim_start_seconds": self.cleaned_data["trim_start_seconds"] or 0.0}


class PlaceForm(forms.Form):
    position = forms.IntegerField(min_value=1, max_value=1000)

    def place(self) -> int:
        if not self.is_valid():
            raise InvalidInput("Say to which place it goes, from 1.", param="position")
        return int(self.cleaned_data["position"])


def added_of(request: HttpRequest) -> dict[str, Any]:
    """A file, and where it was recorded with a text to read, that text: as it may have been said."""
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput("Choose a recording, or make one.", param="file", code="missing_file")
    if "is_recording" not in request.POST:
        return {"file": file}
    language, text = reading_text(request.POST.get("reading", ""))
    return {
        "file": file,
        "source": Source.RECORDING,
        "transcript": text,
        "language": language,
        "is_transcript_edited": False,
    }
