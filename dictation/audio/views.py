"""What a page plays of an item."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from common.htmx import PageRequest
from dictation.access import practisable_item_for
from dictation.audio.serving import sound_response


@login_required
@require_safe
def audio(request: PageRequest, pk: UUID) -> HttpResponseBase:
    """`?speed=` from 0.5 to 1, at the same pitch."""
    return sound_response(request, practisable_item_for(request.user, pk))
