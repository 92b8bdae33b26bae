"""The Lexicons page: the list, and what is done to a lexicon as a whole."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import AppError
from common.htmx import PageRequest, wants_part
from common.undo import just_deleted, offer_undo
from speech.lexicons import importing, services
from speech.lexicons.access import discarded_lexicon_for, lexicon_for
from speech.lexicons.exporting import csv_response
from speech.lexicons.forms import LANGUAGES, FileForm, LexiconForm
from speech.lexicons.queries import lexicons_of
from speech.models import Lexicon

# The list on the page listens for it.
LEXICONS_CHANGED = "lexicons-changed"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lexicons(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _create(request)
    if wants_part(request):
        return render(request, "lexicons/_list.html", {"lexicons": lexicons_of(request.user)})
    return _page(request, form=LexiconForm(), file_form=FileForm())


@login_required
@require_POST
def import_new(request: PageRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            lexicon = importing.import_new(owner=request.user, file=form.cleaned_data["file"])
        except AppError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, f"“{lexicon.name}” has {_words(lexicon.words.count())}.")
            return redirect("lexicons:detail", pk=lexicon.pk)
    return _page(request, form=LexiconForm(), file_form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, pk: UUID) -> HttpResponse:
    lexicon = lexicon_for(request.user, pk)
    now = {"name": lexicon.name, "language": lexicon.language, "note": lexicon.note}
    form = LexiconForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_lexicon(lexicon=lexicon, **form.cleaned_data)
        except AppError as error:
            _blame(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("lexicons:detail", pk=pk)
    context = {"lexicon": lexicon, "form": form, "languages": LANGUAGES}
    return render(request, "lexicons/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    lexicon = lexicon_for(request.user, pk)
    services.discard(lexicon=lexicon)
    if wants_part(request):
        return _row_gone(request, lexicon)
    return redirect(f"{reverse('lexicons:list')}?deleted={pk}")


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    lexicon = discarded_lexicon_for(request.user, pk)
    services.restore(lexicon=lexicon)
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), LEXICONS_CHANGED)
    messages.success(request, f"“{lexicon.name}” is back.")
    return redirect("lexicons:list")


@login_required
@require_safe
def export(request: PageRequest, pk: UUID) -> HttpResponse:
    return csv_response(lexicon_for(request.user, pk))


def _create(request: PageRequest) -> HttpResponse:
    form = LexiconForm(request.POST)
    if form.is_valid():
        try:
            lexicon = services.create_lexicon(owner=request.user, **form.cleaned_data)
        except AppError as error:
            _blame(form, error)
        else:
            return redirect("lexicons:detail", pk=lexicon.pk)
    return _page(request, form=form, file_form=FileForm())


def _page(request: PageRequest, *, form: LexiconForm, file_form: FileForm) -> HttpResponse:
    context = {
        "lexicons": lexicons_of(request.user),
        "form": form,
        "file_form": file_form,
        "languages": LANGUAGES,
        "deleted": just_deleted(request, discarded_lexicon_for),
    }
    status = 422 if form.errors or file_form.errors else 200
    return render(request, "lexicons/list.html", context, status=status)


def _row_gone(request: PageRequest, lexicon: Lexicon) -> HttpResponse:
    """The row goes, and the toast can bring it back."""
    response = HttpResponse()
    if not lexicons_of(request.user).exists():
        trigger_client_event(response, LEXICONS_CHANGED)
    undo_url = reverse("lexicons:restore", args=[lexicon.pk])
    return offer_undo(response, text=f"“{lexicon.name}” is deleted.", undo_url=undo_url)


def _blame(form: Any, error: AppError) -> None:
    form.add_error(error.param if error.param in form.fields else None, error.message)


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count:,} words"
