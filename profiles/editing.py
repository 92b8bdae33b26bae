"""The editor of a voice profile, filled from a profile, from a voice, or from whatever a room above has."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from common.errors import AppError, NotFound
from common.htmx import UNPROCESSABLE, PageRequest
from profiles import services
from profiles.avatars import square_webp
from profiles.forms import TRY_MAX_CHARACTERS, ProfileForm
from profiles.matching.contexts import match_context
from profiles.models import Profile
from profiles.samples.views import samples_context
from profiles.usage import used_by
from speech.engines.kokoro_voices import MOST_IN_A_BLEND
from speech.sample_sentences import sample_sentence
from speech.voice_choices import language_of_voice, voice_groups_with


def editor_page(request: PageRequest, form: ProfileForm, *, profile: Profile | None = None) -> HttpResponse:
    chosen = form["voice"].value() or ""
    context = {
        "form": form,
        "profile": profile,
        "voice_groups": voice_groups_with(chosen, user=request.user),
        "chosen_voice": chosen,
        "most_blended": MOST_IN_A_BLEND,
        "try_text": form.data.get("try_text") or sample_sentence(_language_of(form)),
        "try_at_most": TRY_MAX_CHARACTERS,
        **(_of_what_is_there(request.user, profile) if profile else {}),
    }
    return render(request, "profiles/editor.html", context, status=UNPROCESSABLE if form.errors else 200)


def _of_what_is_there(user: Any, profile: Profile) -> dict[str, Any]:
    parts = {**samples_context(user, profile), **match_context(profile)}
    return {**parts, "profile": profile, "used_by": used_by(profile)}


def new_page(request: PageRequest, initial: Mapping[str, Any]) -> HttpResponse:
    return editor_page(request, ProfileForm(user=request.user, initial=dict(initial)))


def saved(form: ProfileForm, *, owner: Any, profile: Profile | None = None) -> Profile | None:
    """None where something is wrong: the form says what, and nothing is changed."""
    if not form.is_valid():
        return None
    try:
        file = form.cleaned_data["avatar"]
        image = square_webp(file) if file else None
        with transaction.atomic():
            kept = _kept(form.fields_of_profile(), owner=owner, profile=profile)
            _picture(form, kept, image)
    except AppError as error:
        form.refuse(error)
        return None
    return kept


def _kept(fields: dict[str, Any], *, owner: Any, profile: Profile | None) -> Profile:
    if profile is None:
        return services.create_profile(owner=owner, **fields)
    return services.update_profile(profile=profile, **fields)


def _picture(form: ProfileForm, profile: Profile, image: bytes | None) -> None:
    if image is not None:
        services.keep_avatar(profile=profile, image=image)
    elif form.cleaned_data["remove_avatar"]:
        with suppress(NotFound):  # it is gone already
            services.remove_avatar(profile=profile)


def _language_of(form: ProfileForm) -> str:
    engine, _, voice = str(form["voice"].value()).partition("/")
    return form["language"].value() or language_of_voice(engine, voice) or settings.LANGUAGE_CODE
