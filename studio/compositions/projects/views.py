"""The page's door to projects: a form that takes one. What gives one is an address of the API."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from studio.compositions.projects.importing import Imported, import_file
from studio.compositions.projects.limits import project_max_bytes


class ProjectForm(forms.Form):
    file = forms.FileField(
        label="Project",
        allow_empty_file=True,  # reading says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        error_messages={"required": "Choose a project.", "invalid": "Choose a project."},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_project(request: PageRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ProjectForm())
    form = ProjectForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            imported = import_file(owner=request.user, file=form.cleaned_data["file"])
        except AppError as error:
            form.add_error("file", error.message)
        else:
            return _imported(request, imported)
    return _page(request, form)


def _imported(request: PageRequest, imported: Imported) -> HttpResponse:
    messages.success(request, f"“{imported.composition.name}” is imported.")
    for warning in imported.warnings[:5]:
        messages.warning(request, warning)
    page = redirect("compositions:page", pk=imported.composition.pk)
    return HttpResponseClientRedirect(page.url) if wants_part(request) else page


def _page(request: PageRequest, form: ProjectForm) -> HttpResponse:
    template = "archives/_form.html" if wants_part(request) else "studio/compositions/import.html"
    context = {
        "form": form,
        "action": reverse("projects:import"),
        "hint": "A project as ZIP or JSON",
        "archive_max_bytes": project_max_bytes(),
    }
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)
