"""The editor's part about the search for a voice; by itself it is a page that needs no scripts."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from common.departures import departure_of
from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, asked_again_and_again, in_its_own_place, wants_part
from common.streaming import stream
from jobs.services import cancel
from jobs.views import JOBS_STARTED
from profiles.access import profile_for
from profiles.matching import services
from profiles.matching.contexts import match_context, progress_context
from profiles.matching.forms import MatchForm
from profiles.matching.listening import spoken
from profiles.models import Profile


@login_required
@require_safe
@asked_again_and_again
def page(request: PageRequest, pk: UUID) -> HttpResponse:
    """Scripts ask for it while a search is under way: only what tells how far it is takes another's place."""
    profile = profile_for(request.user, pk)
    progress = progress_context(profile)
    if wants_part(request) and progress["match_is_running"]:
        return in_its_own_place(render(request, "profiles/_match_progress.html", progress))
    return _part(request, profile)


@login_required
@require_POST
def start(request: PageRequest, pk: UUID) -> HttpResponse:
    profile = profile_for(request.user, pk)
    try:
        form = MatchForm(request.POST, voices=list(services.matching_engine().voices))
        if not form.is_valid():
            return _part(request, profile, form)
        services.start_match(profile=profile, **form.cleaned_data)
    except AppError as error:
        form = MatchForm(request.POST, voices=[])
        form.refuse(error)
        return _part(request, profile, form)
    if not wants_part(request):
        return redirect("matching:page", pk=pk)
    return trigger_client_event(_part(request, profile), JOBS_STARTED)


@login_required
@require_POST
def stop(request: PageRequest, pk: UUID) -> HttpResponse:
    profile = profile_for(request.user, pk)
    job = services.latest_job(profile)
    if job is not None and job.can_cancel:
        cancel(job=job)
    return _part(request, profile) if wants_part(request) else redirect("matching:page", pk=pk)


@login_required
@require_POST
def apply(request: PageRequest, pk: UUID) -> HttpResponse:
    """To the editor, which shows the voice that it has now."""
    profile = profile_for(request.user, pk)
    try:
        services.use_match(profile=profile)
    except AppError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"“{profile.name}” speaks with the voice that was found.")
    editor = redirect("profiles:editor", pk=pk)
    return HttpResponseClientRedirect(editor.url) if wants_part(request) else editor


@login_required
@require_safe
def listen(request: PageRequest, pk: UUID, which: str) -> HttpResponseBase:
    profile = profile_for(request.user, pk)
    if request.method == "HEAD":  # nobody hears it
        return HttpResponse(content_type="audio/mpeg")
    chunks = spoken(user=request.user, profile=profile, which=which, departure=departure_of(request))
    headers = {"Content-Type": "audio/mpeg", "Cache-Control": "private, no-store"}
    return stream(request, chunks, headers=headers)


def _part(request: PageRequest, profile: Profile, form: MatchForm | None = None) -> HttpResponse:
    template = "profiles/_match.html" if wants_part(request) else "profiles/match.html"
    context = match_context(profile, form)
    return render(request, template, context, status=UNPROCESSABLE if form and form.errors else 200)
