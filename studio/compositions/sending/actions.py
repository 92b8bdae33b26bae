"""What this room puts into the menu of an entry of the history."""

from django.urls import reverse

from history.actions import Action
from history.models import Entry


def _url(entry: Entry) -> str:
    return f"{reverse('sending:add')}?entry={entry.pk}"


ADD_TO_COMPOSITION = Action(
    "Add to composition", "plus", url=_url, applies=lambda entry: entry.clip_id is not None
)
