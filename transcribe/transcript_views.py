"""One transcript: followed while it is heard, read, played, corrected, downloaded and removed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import AppError, InvalidInput
from common.htmx import UNPROCESSABLE, PageRequest, asked_again_and_again, in_its_own_place, wants_part
from common.undo import offer_undo
from jobs.views import JOBS_STARTED
from transcribe import downloads, transcripts
from transcribe.access import card_for, discarded_entry_for, segment_for, transcript_for
from transcribe.models import Transcript, TranscriptSegment
from transcribe.queries import PREVIEW_CHARACTERS
from transcribe.segments import with_turns
from transcribe.views import TRANSCRIPTS_CHANGED

LIVE_CHARACTERS = 400


@login_required
@never_cache
@require_safe
def detail(request: PageRequest, pk: UUID) -> HttpResponse:
    transcripts.settle(request.user)
    return render(request, "transcribe/detail.html", whole_context(transcript_for(request.user, pk)))


@login_required
@never_cache
@require_safe
@asked_again_and_again
def state(request: PageRequest, pk: UUID) -> HttpResponse:
    """Asked for by the list while it is heard: how far it is, and at the end the whole card."""
    transcripts.settle(request.user)
    transcript = transcript_for(request.user, pk)
    if not wants_part(request):
        return redirect("transcribe:page")
    if transcript.entry.is_unfinished:
        context = {"transcript": transcript, **live_context(transcript)}
        return in_its_own_place(render(request, "transcribe/_progress.html", context))
    return _card(request, transcript)


@login_required
@never_cache
@require_safe
@asked_again_and_again
def segments(request: PageRequest, pk: UUID) -> HttpResponse:
    """Asked for by its page while it is heard: what came since; at the end the whole."""
    transcripts.settle(request.user)
    transcript = transcript_for(request.user, pk)
    if not wants_part(request):
        return redirect("transcribe:detail", pk=pk)
    if not transcript.entry.is_unfinished:
        return _whole(request, transcript)
    given = request.GET.get("after", "")
    after = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
    rows = _rows(transcript, after=after)
    context = {"transcript": transcript, "segments": rows, "last": rows[-1].position if rows else after}
    return in_its_own_place(render(request, "transcribe/_more_segments.html", context))


@login_required
@require_safe
def segment(request: PageRequest, pk: UUID, position: int) -> HttpResponse:
    """One line as it is: what a cancelled correction goes back to."""
    transcript = transcript_for(request.user, pk)
    row = segment_for(transcript, position)
    if not wants_part(request):
        return redirect("transcribe:detail", pk=pk)
    return render(request, "transcribe/_segment.html", {"transcript": transcript, "segment": row})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, pk: UUID, position: int) -> HttpResponse:
    transcript = transcript_for(request.user, pk)
    row = segment_for(transcript, position)
    problem, text = "", row.text
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            transcripts.edit(transcript=transcript, texts={position: text})
            return _line_changed(request, transcript, position)
        except AppError as error:
            problem = error.message
    template = "transcribe/_edit.html" if wants_part(request) else "transcribe/edit.html"
    context = {"transcript": transcript, "segment": row, "text": text, "problem": problem}
    return render(request, template, context, status=UNPROCESSABLE if problem else 200)


@login_required
@require_POST
def revert(request: PageRequest, pk: UUID, position: int | None = None) -> HttpResponse:
    """One segment, or all of them, to what was heard."""
    transcript = transcript_for(request.user, pk)
    if position is None:
        transcripts.revert(transcript=transcript)
        return _whole(request, transcript) if wants_part(request) else redirect("transcribe:detail", pk=pk)
    segment_for(transcript, position)
    transcripts.revert(transcript=transcript, position=position)
    return _line_changed(request, transcript, position)


@login_required
@require_POST
def speakers(request: PageRequest, pk: UUID) -> HttpResponse:
    """A field for each: `speaker-A` holds the name of A."""
    transcript = transcript_for(request.user, pk)
    prefix = "speaker-"
    given = {
        name.removeprefix(prefix): request.POST[name] for name in request.POST if name.startswith(prefix)
    }
    try:
        transcripts.name_speakers(transcript=transcript, names=given)
    except InvalidInput as error:
        return _told(request, pk, error.message)
    return _whole(request, transcript) if wants_part(request) else redirect("transcribe:detail", pk=pk)


@login_required
@require_POST
def rename(request: PageRequest, pk: UUID) -> HttpResponse:
    transcript = transcript_for(request.user, pk)
    try:
        transcripts.rename(transcript=transcript, title=request.POST.get("title", ""))
    except InvalidInput as error:
        return _told(request, pk, error.message)
    messages.success(request, "Renamed.")
    return redirect("transcribe:detail", pk=pk)


@login_required
@never_cache
@require_safe
def words(request: PageRequest, pk: UUID) -> JsonResponse:
    """Of a card's words, when each is heard: characters from and to, seconds from and to."""
    entry = transcript_for(request.user, pk).entry
    shown = [timing for timing in entry.timings if timing[1] <= PREVIEW_CHARACTERS]
    return JsonResponse({"state": entry.state, "words": shown})


@login_required
@require_safe
def download(request: PageRequest, pk: UUID) -> HttpResponseBase:
    return downloads.download(transcript_for(request.user, pk), request.GET.get("format", ""))


@login_required
@require_POST
def again(request: PageRequest, pk: UUID) -> HttpResponse:
    transcript = transcripts.try_again(transcript=transcript_for(request.user, pk))
    return trigger_client_event(_answered(request, transcript), JOBS_STARTED)


@login_required
@require_POST
def stop(request: PageRequest, pk: UUID) -> HttpResponse:
    return _answered(request, transcripts.stop(transcript=transcript_for(request.user, pk)))


@login_required
@require_POST
def keep(request: PageRequest, pk: UUID) -> HttpResponse:
    transcript = transcript_for(request.user, pk)
    transcripts.keep(transcript=transcript)
    if not wants_part(request):
        messages.success(request, f"“{transcript.entry.title}” is in your Library.")
    return _answered(request, transcript)


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    transcript = transcript_for(request.user, pk)
    transcripts.discard(transcript=transcript)
    if not wants_part(request):
        return redirect(f"{reverse('transcribe:page')}?deleted={pk}")
    undo_url = reverse("transcribe:restore", args=[pk])
    return offer_undo(HttpResponse(), text=f"“{transcript.entry.title}” is deleted.", undo_url=undo_url)


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    entry = discarded_entry_for(request.user, pk)
    transcripts.restore(entry=entry)
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), TRANSCRIPTS_CHANGED)
    messages.success(request, f"“{entry.title}” is back.")
    return redirect("transcribe:page")


def whole_context(transcript: Transcript) -> dict[str, Any]:
    rows = _rows(transcript)
    labels = transcripts.labels_of(transcript)
    return {
        "transcript": transcript,
        "segments": rows,
        "last": rows[-1].position if rows else -1,
        "speakers": [(label, transcript.speaker_names.get(label, "")) for label in labels],
    }


def live_context(transcript: Transcript) -> dict[str, Any]:
    """The end of what is heard so far."""
    texts: list[str] = []
    newest = transcript.segments.order_by("-position").values_list("text", flat=True)
    for text in newest[:20]:
        texts.insert(0, text)
        if sum(map(len, texts)) > LIVE_CHARACTERS:
            break
    return {"live_text": " ".join(filter(None, texts))}


def _rows(transcript: Transcript, *, after: int = -1) -> list[TranscriptSegment]:
    found = transcript.segments.filter(position__gt=after).defer("facts").order_by("position")
    return with_turns(list(found))


def _whole(request: PageRequest, transcript: Transcript) -> HttpResponse:
    fresh = transcript_for(request.user, transcript.entry_id)
    return render(request, "transcribe/_transcript.html", whole_context(fresh))


def _line_changed(request: PageRequest, transcript: Transcript, position: int) -> HttpResponse:
    if not wants_part(request):
        return redirect("transcribe:detail", pk=transcript.entry_id)
    fresh = transcript_for(request.user, transcript.entry_id)
    context = {"transcript": fresh, "segment": segment_for(fresh, position), "is_elsewhere": True}
    return render(request, "transcribe/_line_changed.html", context)


def _told(request: PageRequest, pk: UUID, problem: str) -> HttpResponse:
    """What is wrong with a small form: its fields stay as they were filled in."""
    if not wants_part(request):
        messages.error(request, problem)
        return redirect("transcribe:detail", pk=pk)
    response = HttpResponse(status=204)
    return trigger_client_event(response, "toast", {"level": "error", "text": problem})


def _answered(request: PageRequest, transcript: Transcript) -> HttpResponse:
    """To the card in the list, or to the transcript's own page, whichever the button stands in."""
    if not wants_part(request):
        return redirect("transcribe:detail", pk=transcript.entry_id)
    if request.htmx.target == "transcript":
        return _whole(request, transcript)
    return _card(request, transcript)


def _card(request: PageRequest, transcript: Transcript) -> HttpResponse:
    fresh = card_for(request.user, transcript.entry_id)
    return render(request, "transcribe/_card.html", {"transcript": fresh, **live_context(fresh)})
