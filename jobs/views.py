"""The jobs' page and the tray that is on every page."""

import uuid
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.htmx import PageRequest, wants_part
from jobs import services
from jobs.access import job_for, job_with_file_for
from jobs.downloads import file_response
from jobs.models import State
from jobs.queries import jobs_for, tray_jobs

PAGE_SIZE = 25
# The tray listens for it: whatever starts a job fires it.
JOBS_STARTED = "jobs-started"


@login_required
@never_cache
@require_safe
def job_list(request: PageRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    chosen = state if state in State.values else ""
    jobs = jobs_for(request.user, states=[chosen] if chosen else ())
    page = Paginator(jobs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page, "state": chosen, "states": State.choices})


@login_required
@never_cache
@require_safe
def tray(request: PageRequest) -> HttpResponse:
    return _tray(request)


@login_required
@never_cache
@require_safe
def file(request: PageRequest, job_id: uuid.UUID) -> HttpResponseBase:
    return file_response(request, job_with_file_for(request.user, job_id))


def _tray(request: PageRequest) -> HttpResponse:
    # Without the context processors: they would ask for the tray's jobs a second time at every poll.
    context = {"tray_jobs": tray_jobs(request.user), "csrf_token": get_token(request)}
    return HttpResponse(render_to_string("jobs/_tray.html", context))


def _act(request: PageRequest, job_id: uuid.UUID, action: Callable[..., object]) -> HttpResponse:
    """Do it to a job of this person; then the tray where it was pressed there, the list otherwise."""
    action(job=job_for(request.user, job_id))
    return _tray(request) if wants_part(request) else redirect("jobs:list")


@login_required
@require_POST
def cancel(request: PageRequest, job_id: uuid.UUID) -> HttpResponse:
    return _act(request, job_id, services.cancel)


@login_required
@require_POST
def retry(request: PageRequest, job_id: uuid.UUID) -> HttpResponse:
    return _act(request, job_id, services.retry)


@login_required
@require_POST
def dismiss(request: PageRequest, job_id: uuid.UUID) -> HttpResponse:
    return _act(request, job_id, services.dismiss)


@login_required
@require_POST
def remove(request: PageRequest, job_id: uuid.UUID) -> HttpResponse:
    return _act(request, job_id, services.remove)
