"""What is written or said at the desk, and what came out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from common.departures import departure_of
from common.errors import InvalidInput
from common.htmx import PageRequest, wants_part
from common.uploads import uploads_closed
from dictation.access import practisable_item_for
from dictation.attempts.answers import answer_of, spoken_answer_of
from dictation.attempts.hearing import submit_spoken
from dictation.attempts.services import sent_before, submit
from dictation.filters import id_sent
from dictation.models import Attempt, AttemptKind, Repetition
from dictation.statistics.goals import today_of


@login_required
@require_POST
def check(request: PageRequest) -> HttpResponse:
    """Sent twice, as happens where the answer to the first got lost, it is stored once: also when its item is
    gone meanwhile."""
    user, item_id, answer = request.user, id_sent(request.POST.get("item"), "item"), answer_of(request.POST)
    attempt = sent_before(user=user, item_id=item_id, answer=answer, kind=AttemptKind.TYPED)
    if attempt is None:
        attempt = submit(user=user, item=practisable_item_for(user, item_id), answer=answer)
    return _scored(request, attempt)


@login_required
@require_POST
def aloud(request: PageRequest) -> HttpResponse:
    with uploads_closed(request.FILES):
        item = practisable_item_for(request.user, id_sent(request.POST.get("item"), "item"))
        recording = request.FILES.get("recording")
        if recording is None:
            raise InvalidInput(
                "There is no recording in this. Record first, then send it.", param="recording"
            )
        attempt = submit_spoken(
            user=request.user,
            item=item,
            recording=recording,
            answer=spoken_answer_of(request.POST),
            check=departure_of(request).check,
        )
    return _scored(request, attempt)


def _scored(request: PageRequest, attempt: Attempt) -> HttpResponse:
    due = Repetition.objects.for_user(request.user).filter(item_id=attempt.item_ref)
    context = {
        "attempt": attempt,
        "due_at": due.values_list("due_at", flat=True).first(),
        "today": today_of(request.user),
    }
    template = "_scored.html" if wants_part(request) else "result.html"
    return render(request, f"dictation/practice/{template}", context)
