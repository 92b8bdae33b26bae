"""From the Speak page into the background: a text that is too long for a take, or a document."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from jobs.models import Job
from jobs.views import JOBS_STARTED
from speak.forms import FileForm, SpeakForm, VoiceForm
from speak.long_texts import (
    AUDIOBOOK,
    CLIP_FORMATS,
    document_of_file,
    document_of_text,
    start_long_text,
)
from speak.views import file_context, refused, remembered
from speech.documents import Document


@login_required
@require_POST
def speak_long(request: PageRequest) -> HttpResponse:
    """The text of the page's form, as a job."""
    form = SpeakForm(request.POST, user=request.user)
    job = None
    if form.is_valid():
        try:
            wish = form.wish()
            document = document_of_text(wish.text, input_type=wish.input_type)
            job = _start(request, form, document)
        except AppError as error:
            form.refuse(error)
    if job is None:
        return refused(request, form, is_too_long=True)
    return _told(request, job, HttpResponse(status=204))


@login_required
@require_POST
def speak_file(request: PageRequest) -> HttpResponse:
    """A document, in the voice that the page's form shows; without scripts, in the one used last."""
    data = {**remembered(request), **request.POST.dict()}
    form = FileForm(data, request.FILES, user=request.user)
    job = None
    if form.is_valid():
        try:
            document = document_of_file(form.cleaned_data["file"])
            made_as = AUDIOBOOK if form.cleaned_data["made_as"] == AUDIOBOOK else ""
            job = _start(request, form, document, made_as=made_as)
        except AppError as error:
            form.refuse(error)
    context = file_context(request.user, form if job is None else None)
    if not wants_part(request):
        return _page_told(request, form, job)
    response = render(request, "speak/_file.html", context, status=UNPROCESSABLE if job is None else 200)
    return response if job is None else _told(request, job, response)


def _start(request: PageRequest, form: VoiceForm, document: Document, *, made_as: str = "") -> Job:
    wish = form.wish()
    usual = wish.response_format if wish.response_format in CLIP_FORMATS else "mp3"
    wish = replace(wish, response_format=made_as or usual)
    return start_long_text(user=request.user, document=document, wish=wish)


def _told(request: PageRequest, job: Job, response: HttpResponse) -> HttpResponse:
    text = f"“{job.title}” is under way. The jobs tray shows how far it is."
    if not wants_part(request):
        messages.success(request, text)
        return redirect("speak:page")
    trigger_client_event(response, JOBS_STARTED)
    return trigger_client_event(response, "toast", {"level": "success", "text": text})


def _page_told(request: PageRequest, form: Any, job: Job | None) -> HttpResponse:
    if job is not None:
        return _told(request, job, HttpResponse())
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect("speak:page")
