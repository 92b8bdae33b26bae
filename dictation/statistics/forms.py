"""How much a person wants to practise, as a page asks for it."""

from django import forms

from dictation.models import GOAL_AT_MOST


class GoalForm(forms.Form):
    daily_goal = forms.IntegerField(
        label="Attempts a day", min_value=1, max_value=GOAL_AT_MOST, help_text=f"Up to {GOAL_AT_MOST}."
    )
