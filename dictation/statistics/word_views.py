"""The word notebook: what was got wrong, to be heard, practised and crossed out."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import NotFound
from common.htmx import PageRequest, wants_part
from common.moments import moment_of
from common.undo import offer_undo
from dictation.paging import PageAsked
from dictation.statistics.asking import PracticePageSerializer, PracticeWordSerializer, asked_in
from dictation.statistics.crossing_out import cross_out, take_back
from dictation.statistics.notebook import items_with, locales_of, missed_word, missed_words
from dictation.statistics.word_sounds import word_response
from history.asking import zone_of
from speech.voice_choices import named_languages

WORDS_PER_PAGE = 30
NOTEBOOK_CHANGED = "notebook-changed"


@login_required
@require_safe
def words(request: PageRequest) -> HttpResponse:
    context = _notebook(request)
    if not wants_part(request):
        return render(request, "dictation/statistics/words.html", {**context, "section": "words"})
    template = "_word_rows.html" if "page" in request.GET else "_words.html"
    return render(request, f"dictation/statistics/{template}", context)


@login_required
@require_safe
def audio(request: PageRequest) -> HttpResponseBase:
    return word_response(request, user=request.user, **_named(request))


@login_required
@require_safe
def practise(request: PageRequest) -> HttpResponse:
    """To the items that a word is in."""
    item_ids = items_with(request.user, missed_word(request.user, **_named(request)))
    if not item_ids:
        raise NotFound("The items with this word are deleted, or no longer shared with you.")
    ids = urlencode({"ids": ",".join(map(str, item_ids))})
    return redirect(f"{reverse('practice:page')}?{ids}")


@login_required
@require_POST
def learn(request: PageRequest) -> HttpResponse:
    named = _named(request)
    before = cross_out(user=request.user, **named)
    undo_url = reverse("practice-stats:unlearn")
    undo = urlencode({**named, **({"before": before.isoformat()} if before else {})})
    text = f"“{named['word']}” is crossed out."
    if not wants_part(request):
        messages.success(request, text)
        return redirect(f"{reverse('practice-stats:words')}?{urlencode({'crossed': undo})}")
    return offer_undo(HttpResponse(), text=text, undo_url=f"{undo_url}?{undo}")


@login_required
@require_POST
def unlearn(request: PageRequest) -> HttpResponse:
    before = moment_of(request.GET.get("before", ""))
    query = request.GET.copy()
    query.pop("before", None)
    take_back(user=request.user, before=before, **asked_in(PracticeWordSerializer, query).validated_data)
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), NOTEBOOK_CHANGED)
    return redirect("practice-stats:words")


def _named(request: PageRequest) -> dict[str, Any]:
    return dict(asked_in(PracticeWordSerializer, request.GET).validated_data)


def _notebook(request: PageRequest) -> dict[str, Any]:
    query = request.GET.copy()
    crossed = query.pop("crossed", [""])[0]
    asked = asked_in(PracticePageSerializer, query)
    page = PageAsked(asked.page_asked.page, WORDS_PER_PAGE)
    found, total = missed_words(request.user, asked.span(zone_of(request.user)), page)
    locale = asked.validated_data.get("locale", "")
    return {
        "words": found,
        "total": total,
        "locale": locale,
        "locales": named_languages(locales_of(request.user)),
        "crossed": crossed,
        "more_url": _more_url(locale, page, total),
    }


def _more_url(locale: str, page: PageAsked, total: int) -> str:
    if page.rows.stop >= total:
        return ""
    query = {"page": page.page + 1, **({"locale": locale} if locale else {})}
    return f"{reverse('practice-stats:words')}?{urlencode(query)}"
