"""The pages' doors to archives: a link that downloads one, a form that takes one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from profiles.access import profile_for
from profiles.archives.forms import ArchiveForm
from profiles.archives.importing import Imported, import_profile
from profiles.archives.limits import archive_max_bytes
from profiles.archives.serving import archive_response


@login_required
@require_safe
def export(request: PageRequest, pk: UUID) -> HttpResponseBase:
    return archive_response(request, profile_for(request.user, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_archive(request: PageRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ArchiveForm())
    form = ArchiveForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            imported = import_profile(owner=request.user, file=form.cleaned_data["file"])
        except AppError as error:
            form.add_error("file", error.message)
        else:
            return _imported(request, imported)
    return _page(request, form)


def _imported(request: PageRequest, imported: Imported) -> HttpResponse:
    messages.success(request, f"“{imported.profile.name}” is imported.")
    for warning in imported.warnings:
        messages.warning(request, warning)
    editor = redirect("profiles:editor", pk=imported.profile.pk)
    return HttpResponseClientRedirect(editor.url) if wants_part(request) else editor


def _page(request: PageRequest, form: ArchiveForm) -> HttpResponse:
    template = "archives/_form.html" if wants_part(request) else "archives/import.html"
    context = {
        "form": form,
        "action": reverse("archives:import"),
        "hint": "A ZIP from “Export”",
        "archive_max_bytes": archive_max_bytes(),
    }
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)
