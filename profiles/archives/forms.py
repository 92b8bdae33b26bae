"""What a person sends to get a profile out of an archive."""

from django import forms


class ArchiveForm(forms.Form):
    file = forms.FileField(
        label="Archive",
        allow_empty_file=True,  # reading says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": "Choose an archive.", "invalid": "Choose an archive."},
    )
