"""The samples of a profile: a part of its page, and a page of its own where there are no scripts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from clips.access import clip_for
from common.errors import AppError, InvalidInput, NotFound
from common.htmx import UNPROCESSABLE, PageRequest, asked_again_and_again, in_its_own_place, wants_part
from jobs.views import JOBS_STARTED
from profiles.access import profile_for
from profiles.models import Profile, Sample
from profiles.samples import hearing, services
from profiles.samples.access import sample_for
from profiles.samples.forms import PlaceForm, TrimForm, added_of
from profiles.samples.queries import samples_of
from profiles.samples.shown import add_context, list_context, shown_sample, together_context
from profiles.samples.together import USUAL_SECONDS, sample_response, together_response


def samples_context(user: Any, profile: Profile) -> dict[str, Any]:
    """All that `profiles/_samples.html` shows."""
    return {
        **list_context(profile),
        **add_context(user, profile),
        "upload_max_bytes": settings.CONFIG.upload_max_bytes,
    }


@login_required
@require_safe
def page(request: PageRequest, profile_pk: UUID) -> HttpResponse:
    context = samples_context(request.user, profile_for(request.user, profile_pk))
    template = "profiles/_samples.html" if wants_part(request) else "profiles/samples/page.html"
    return render(request, template, context)


@login_required
@require_POST
def add(request: PageRequest, profile_pk: UUID) -> HttpResponse:
    profile = profile_for(request.user, profile_pk)
    return _list_after(request, profile, lambda: services.add_sample(profile=profile, **added_of(request)))


@login_required
@require_POST
def add_clip(request: PageRequest, profile_pk: UUID) -> HttpResponse:
    profile = profile_for(request.user, profile_pk)
    return _list_after(
        request, profile, lambda: services.add_sample(profile=profile, clip=_chosen_clip(request))
    )


@login_required
@require_POST
def move(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponse:
    sample = _asked_for(request, profile_pk, pk)
    place = PlaceForm(request.POST)
    return _list_after(
        request, sample.profile, lambda: services.move_sample(sample=sample, position=place.place())
    )


@login_required
@require_POST
def remove(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponse:
    sample = _asked_for(request, profile_pk, pk)
    return _list_after(request, sample.profile, lambda: services.remove_sample(sample=sample))


@login_required
@require_POST
def trim(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponse:
    form = TrimForm(request.POST)
    return _card_after(request, profile_pk, pk, form.changes)


@login_required
@require_POST
def transcript(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponse:
    return _card_after(request, profile_pk, pk, lambda: {"transcript": request.POST.get("transcript", "")})


@login_required
@require_POST
def enable(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponse:
    return _card_after(request, profile_pk, pk, lambda: {"is_enabled": "is_on" in request.POST})


@login_required
@require_POST
def denoise(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponse:
    return _card_after(request, profile_pk, pk, lambda: {"is_denoised": "is_on" in request.POST})


@login_required
@require_POST
def hear(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponse:
    sample = _asked_for(request, profile_pk, pk)
    try:
        hearing.ask_again(sample=sample)
    except AppError as error:
        return _refused(request, sample.profile, error)
    return _card(request, sample.profile, pk)


@login_required
@require_safe
@asked_again_and_again
def heard(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponse:
    """What a card asks for while its sample is listened to."""
    sample = _asked_for(request, profile_pk, pk)
    if not wants_part(request):
        return redirect("samples:page", profile_pk=profile_pk)
    shown = shown_sample(sample)
    if shown.is_heard_now:
        return in_its_own_place(render(request, "profiles/samples/_hearing.html", {"shown": shown}))
    return render(request, "profiles/samples/_heard.html", {"shown": shown})


@login_required
@require_safe
def used(request: PageRequest, profile_pk: UUID, pk: UUID) -> HttpResponseBase:
    return sample_response(request, _asked_for(request, profile_pk, pk))


@login_required
@require_safe
def together(request: PageRequest, profile_pk: UUID) -> HttpResponseBase:
    return together_response(request, profile_for(request.user, profile_pk), most_seconds=USUAL_SECONDS)


def _card_after(
    request: PageRequest, profile_pk: UUID, pk: UUID, changes: Callable[[], dict[str, Any]]
) -> HttpResponse:
    sample = _asked_for(request, profile_pk, pk)
    try:
        services.change_sample(sample=sample, **changes())
    except AppError as error:
        return _refused(request, sample.profile, error)
    return _card(request, sample.profile, pk)


def _card(request: PageRequest, profile: Profile, pk: UUID) -> HttpResponse:
    if not wants_part(request):
        return redirect("samples:page", profile_pk=profile.pk)
    context = {
        "shown": shown_sample(sample_for(request.user, profile, pk)),
        **together_context(profile, list(samples_of(profile))),
    }
    response = render(request, "profiles/samples/_changed.html", context)
    return trigger_client_event(response, JOBS_STARTED)


def _list_after(request: PageRequest, profile: Profile, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except AppError as error:
        return _refused(request, profile, error)
    if not wants_part(request):
        return redirect("samples:page", profile_pk=profile.pk)
    context = {**list_context(profile), **add_context(request.user, profile), "is_news": True}
    return trigger_client_event(render(request, "profiles/samples/_list.html", context), JOBS_STARTED)


def _refused(request: PageRequest, profile: Profile, error: AppError) -> HttpResponse:
    """Beside what was sent: a recording, above all, stays where it is."""
    if isinstance(error, NotFound) and error.param is None:
        raise error
    if not wants_part(request):
        messages.error(request, error.message)
        return redirect("samples:page", profile_pk=profile.pk)
    response = render(
        request, "profiles/samples/_problem.html", {"problem": error.message}, status=UNPROCESSABLE
    )
    return reswap(retarget(response, "#samples-problem"), "outerHTML")


def _chosen_clip(request: PageRequest) -> Any:
    try:
        return clip_for(request.user, UUID(request.POST.get("clip_id", "")))
    except ValueError:
        raise InvalidInput("Choose a clip.", param="clip_id") from None


def _asked_for(request: PageRequest, profile_pk: UUID, pk: UUID) -> Sample:
    return sample_for(request.user, profile_for(request.user, profile_pk), pk)
