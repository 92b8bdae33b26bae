"""The Speak page: what to say and how, and the takes below it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from common.errors import AppError, NotFound
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from common.moments import moment_of
from common.undo import just_deleted
from history.access import entry_for
from history.models import Entry, Kind
from profiles.access import profile_for
from profiles.queries import default_of, profiles_of
from speak import takes
from speak.access import discarded_take_for
from speak.examples import EXAMPLES
from speak.forms import FileForm, SpeakForm, initial_of, settings_of
from speak.queries import listed_takes_of
from speech.documents import SUFFIXES
from speech.effect_chains import effects_enabled
from speech.voice_choices import default_choice, missing_engines, voice_choices, voice_groups_with

TAKES_PER_PAGE = 20
# The take list listens for it.
TAKES_CHANGED = "takes-changed"
TAKE_STARTED = "take-started"
REMEMBERED_AS = "speak"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _generate(request)
    if wants_part(request):
        template = "speak/_rows.html" if "before" in request.GET else "speak/_takes.html"
        return render(request, template, _list_context(request))
    form = SpeakForm(user=request.user, initial=_initial(request))
    return render(
        request,
        "speak/page.html",
        {**_form_context(form), **file_context(request.user), **_list_context(request)},
    )


def _generate(request: PageRequest) -> HttpResponse:
    form = SpeakForm(request.POST, user=request.user)
    take, is_too_long = None, False
    if form.is_valid():
        try:
            take = takes.start_take(user=request.user, wish=form.wish())
        except AppError as error:
            form.refuse(error)
            is_too_long = error.code == "text_too_long"
    if take is None:
        return refused(request, form, is_too_long=is_too_long)
    request.session[REMEMBERED_AS] = form.settings()
    if not wants_part(request):
        return redirect("speak:page")
    response = render(request, "speak/_take.html", {"take": take})
    response["HX-Retarget"], response["HX-Reswap"] = "#takes", "afterbegin"
    return trigger_client_event(response, TAKE_STARTED, {"id": str(take.pk)}, after="settle")


def file_context(user: Any, form: FileForm | None = None) -> dict[str, Any]:
    return {
        "file_form": form or FileForm(user=user),
        "document_types": ",".join(f".{suffix}" for suffix in SUFFIXES),
        "document_max_bytes": settings.CONFIG.upload_max_bytes,
    }


def remembered(request: PageRequest) -> dict[str, Any]:
    """What this person chose last, as a form takes it."""
    chosen = {"voice": default_choice(), "effects": "[]", **_last_chosen(request)}
    if not effects_enabled():
        chosen.pop("effects", None)
    return {name: value for name, value in chosen.items() if value is not None}


def _last_chosen(request: PageRequest) -> dict[str, Any]:
    """On a first visit, what the person's default voice sets."""
    if chosen := request.session.get(REMEMBERED_AS):
        return dict(chosen)
    default = default_of(request.user)
    return settings_of(default) if default else {}


def refused(request: PageRequest, form: SpeakForm, *, is_too_long: bool) -> HttpResponse:
    return form_shown(request, form, status=UNPROCESSABLE, is_too_long=is_too_long)


def form_shown(
    request: PageRequest, form: SpeakForm, *, status: int = 200, is_too_long: bool = False
) -> HttpResponse:
    """Alone where a script asks for it, else in its page."""
    context = {**_form_context(form), "is_too_long": is_too_long}
    if wants_part(request):
        return render(request, "speak/_form.html", context, status=status)
    whole = {**context, **file_context(request.user), **_list_context(request)}
    return render(request, "speak/page.html", whole, status=status)


def _form_context(form: SpeakForm) -> dict[str, Any]:
    chosen = form["voice"].value() or default_choice()
    return {
        "form": form,
        "profiles": list(profiles_of(form.user)),
        "voice_groups": voice_groups_with(chosen, user=form.user),
        "chosen_voice": chosen,
        "missing_engines": missing_engines(),
        "most_characters": settings.CONFIG.speech_max_characters,
        "is_advanced": any(form[name].value() for name in ("blend", "lexicon", "seed", "language"))
        or form["input_type"].value() == "ssml",
        "text_length": len(form["text"].value() or ""),
    }


def _initial(request: PageRequest) -> dict[str, Any]:
    """Of what was spoken, by whichever door, and is asked for again; else what this person chose last."""
    if take_id := request.GET.get("take"):
        entry = entry_for(request.user, _uuid(take_id))
        if entry.kind != Kind.TTS:
            raise NotFound("There is no such take.")
        return {**initial_of(entry, known_voices=_known_voices(request.user)), "is_given": True}
    if profile_id := request.GET.get("profile"):
        return {**remembered(request), **settings_of(profile_for(request.user, _uuid(profile_id)))}
    return remembered(request)


def _list_context(request: PageRequest) -> dict[str, Any]:
    found = listed_takes_of(request.user)
    if before := moment_of(request.GET.get("before", "")):
        found = found.filter(created_at__lt=before)
    rows = list(found[: TAKES_PER_PAGE + 1])
    listed = rows[:TAKES_PER_PAGE]
    for take in listed:
        takes.go_on(take)
    return {
        "takes": listed,
        "more_url": _more_url(listed[-1]) if len(rows) > TAKES_PER_PAGE else "",
        "examples": EXAMPLES,
        "deleted": just_deleted(request, discarded_take_for),
    }


def _more_url(last: Entry) -> str:
    """Those before the last one shown: a new take at the top moves nothing."""
    return reverse("speak:page") + "?" + urlencode({"before": last.created_at.isoformat()})


def _known_voices(user: Any) -> dict[str, str]:
    return {choice.value: choice.name for choice in voice_choices(user)}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such take.") from None
