"""The timeline of one composition, and its versions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clips.access import clip_for
from common.departures import departure_of
from common.errors import AppError, InvalidInput
from common.htmx import UNPROCESSABLE, PageRequest
from common.serving import ASK_EACH_TIME, is_unchanged
from profiles.turns import turn
from studio.compositions import versions as kept
from studio.compositions.access import composition_for, version_of
from studio.compositions.lengths import seconds_of_clips
from studio.compositions.outlines import STRETCH_SECONDS, fine_outline
from studio.compositions.preview.asking import clip_id_in
from studio.compositions.queries import versions_of
from studio.compositions.timeline import MOST_HOURS

OUTLINES_VERSION = 1


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
@require_safe
def outline(request: PageRequest) -> HttpResponse:
    """`?clip=…&stretch=…`: of one of the person's clips; one that was added just now is not saved yet."""
    clip = clip_for(request.user, clip_id_in(request))
    stretch = _stretch(request)
    etag = f'"{clip.sha256[:32]}-{stretch}-{OUTLINES_VERSION}"'
    headers = {"ETag": etag, "Cache-Control": ASK_EACH_TIME}
    if is_unchanged(request, etag):
        return HttpResponse(status=304, headers=headers)
    with turn(departure_of(request)) as check:
        pairs = fine_outline(clip, stretch=stretch, check=check)
    return HttpResponse(pairs, content_type="application/octet-stream", headers=headers)


def _stretch(request: PageRequest) -> int:
    given = request.GET.get("stretch", "")
    most = MOST_HOURS * 3600 // STRETCH_SECONDS
    if not (given.isascii() and given.isdigit() and len(given) < 6 and int(given) < most):
        raise InvalidInput(f"stretch must be a whole number below {most:,}.", param="stretch")
    return int(given)


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
