"""The timeline of one composition, and its versions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest
from studio.compositions import versions as kept
from studio.compositions.access import composition_for, version_of
from studio.compositions.lengths import seconds_of_clips
from studio.compositions.queries import versions_of


@login_required
@require_safe
def page(request: PageRequest, pk: UUID) -> HttpResponse:
    """The document itself comes by the API, so that a page that was gone back to shows what is saved."""
    return render(request, "studio/composition.html", {"composition": composition_for(request.user, pk)})


@login_required
@require_safe
def clips(request: PageRequest, pk: UUID) -> HttpResponse:
    return JsonResponse({"clips": seconds_of_clips(composition_for(request.user, pk))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: PageRequest, pk: UUID) -> HttpResponse:
    composition = composition_for(request.user, pk)
    problem = ""
    if request.method == "POST":
        try:
            version = kept.save_version(composition=composition, name=request.POST.get("name", ""))
        except AppError as error:
            problem = error.message
        else:
            messages.success(request, f"It is kept as “{version}”.")
            return redirect("compositions:versions", pk=pk)
    context = {"composition": composition, "versions": versions_of(composition), "problem": problem}
    status = UNPROCESSABLE if problem else 200
    return render(request, "studio/composition/versions.html", context, status=status)


@login_required
@require_POST
def restore_version(request: PageRequest, pk: UUID, number: int) -> HttpResponse:
    composition = composition_for(request.user, pk)
    version = version_of(composition, number)
    kept.restore_version(composition=composition, version=version)
    messages.success(request, f"This is “{version}”. What was here is a version, too.")
    return redirect("compositions:page", pk=pk)


@login_required
@require_POST
def remove_version(request: PageRequest, pk: UUID, number: int) -> HttpResponse:
    composition = composition_for(request.user, pk)
    version = version_of(composition, number)
    kept.remove_version(composition=composition, version=version)
    messages.success(request, f"“{version}” is removed.")
    return redirect("compositions:versions", pk=pk)
