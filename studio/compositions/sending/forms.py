"""Which composition a sound goes into, and where."""

from typing import Any

from django import forms

from studio.compositions.queries import compositions_of

START, END = "start", "end"
MOST_SHOWN = 200


class AddForm(forms.Form):
    composition = forms.ChoiceField(
        label="Composition",
        required=False,
        error_messages={"invalid_choice": "This composition is not there any more. Choose another one."},
    )
    place = forms.ChoiceField(
        label="Where",
        choices=[(START, "At the beginning"), (END, "Behind all that is there")],
        initial=START,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = compositions_of(user).values_list("pk", "name")[:MOST_SHOWN]
        choice: Any = self.fields["composition"]
        choice.choices = [("", "A new one"), *((str(pk), name) for pk, name in mine)]
