"""The Transcribe page: files and a microphone at the top, what was heard below."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from clips.models import Source as ClipSource
from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from common.moments import moment_of
from common.undo import just_deleted
from jobs.views import JOBS_STARTED
from transcribe import transcripts
from transcribe.access import discarded_entry_for
from transcribe.choices import language_titles
from transcribe.forms import TranscribeForm
from transcribe.models import Transcript
from transcribe.queries import listed_transcripts_of, previewed
from transcribe.uploads import Started, start_transcriptions

TRANSCRIPTS_PER_PAGE = 20
# The list on the page listens for it.
TRANSCRIPTS_CHANGED = "transcripts-changed"
REMEMBERED_AS = "transcribe"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _start(request)
    if wants_part(request):
        template = "transcribe/_rows.html" if "before" in request.GET else "transcribe/_list.html"
        return render(request, template, _list_context(request))
    return _page(request, TranscribeForm(initial=_remembered(request)))


def _start(request: PageRequest) -> HttpResponse:
    form = TranscribeForm(request.POST)
    started = None
    if form.is_valid():
        try:
            started = start_transcriptions(
                user=request.user,
                files=request.FILES.getlist("file"),
                asked=form.asked(),
                clip_source=ClipSource.RECORDING if "is_recording" in request.POST else ClipSource.UPLOAD,
            )
        except AppError as error:
            form.refuse(error)
    if started is None:
        return _refused(request, form)
    request.session[REMEMBERED_AS] = form.settings()
    return _begun(request, started)


def _begun(request: PageRequest, started: Started) -> HttpResponse:
    problems = [f"{refused.name}: {refused.error.message}" for refused in started.refused]
    if not wants_part(request):
        for problem in problems:
            messages.error(request, problem)
        return redirect("transcribe:page")
    context = {
        **_form_context(TranscribeForm(initial=_remembered(request))),
        "started": list(reversed(started.transcripts)),
        "refused": started.refused,
    }
    return trigger_client_event(render(request, "transcribe/_begun.html", context), JOBS_STARTED)


def _refused(request: PageRequest, form: TranscribeForm) -> HttpResponse:
    if not wants_part(request):
        return _page(request, form, status=UNPROCESSABLE)
    return render(request, "transcribe/_form.html", _form_context(form), status=UNPROCESSABLE)


def _page(request: PageRequest, form: TranscribeForm, *, status: int = 200) -> HttpResponse:
    context = {**_form_context(form), **_list_context(request)}
    return render(request, "transcribe/page.html", context, status=status)


def _form_context(form: TranscribeForm) -> dict[str, Any]:
    return {
        "form": form,
        "languages": language_titles(),
        "upload_max_bytes": settings.CONFIG.upload_max_bytes,
        "is_detailed": any(form[name].value() or form[name].errors for name in ("prompt", "keywords")),
    }


def _remembered(request: PageRequest) -> dict[str, Any]:
    """What this person chose last; a prompt and keywords belong to one recording."""
    kept = request.session.get(REMEMBERED_AS, {})
    return {name: value for name, value in kept.items() if name not in ("prompt", "keywords")}


def _list_context(request: PageRequest) -> dict[str, Any]:
    transcripts.settle(request.user)
    search = request.GET.get("q", "").strip()
    found = previewed(listed_transcripts_of(request.user, search=search))
    if before := moment_of(request.GET.get("before", "")):
        found = found.filter(entry__created_at__lt=before)
    rows = list(found[: TRANSCRIPTS_PER_PAGE + 1])
    listed = rows[:TRANSCRIPTS_PER_PAGE]
    is_cut = len(rows) > TRANSCRIPTS_PER_PAGE
    return {
        "transcripts": listed,
        "search": search,
        "more_url": _more_url(listed[-1], search) if is_cut else "",
        "deleted": just_deleted(request, discarded_entry_for),
    }


def _more_url(last: Transcript, search: str) -> str:
    """Those before the last one shown: a new one at the top moves nothing."""
    before = {"before": last.entry.created_at.isoformat()}
    return reverse("transcribe:page") + "?" + urlencode({**before, "q": search} if search else before)
