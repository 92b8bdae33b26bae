"""The Statistics page of practice, the one of an item, and the daily goal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.charts import DAYS_MOST, last_day_of
from common.htmx import PageRequest, wants_part
from dictation.models import Attempt
from dictation.paging import PageAsked
from dictation.statistics import charts
from dictation.statistics.asking import PracticePageSerializer, Span, asked_in
from dictation.statistics.days import practice_days, progress_of, today_in
from dictation.statistics.forms import GoalForm
from dictation.statistics.goals import change_goal, goal_of, today_of
from dictation.statistics.logs import curve_of, practice_log, statistics_of_item
from dictation.statistics.notebook import missed_words
from dictation.statistics.streaks import streaks_of
from dictation.statistics.summaries import by_difficulty, summary_of
from history.asking import zone_of
from speech.voice_choices import named_languages

ITEMS_PER_PAGE = 10
WORDS_SHOWN = 10
ATTEMPTS_SHOWN = 20


@login_required
@require_safe
def statistics(request: PageRequest) -> HttpResponse:
    context = _found(request)
    if wants_part(request):
        return render(request, "dictation/statistics/_found.html", context)
    return render(request, "dictation/statistics/page.html", {**context, **_goal_context(request)})


@login_required
@require_safe
def item(request: PageRequest, pk: UUID) -> HttpResponse:
    """What one item came to: of all time, for it is one line."""
    span = Span(zone_of(request.user))
    found, attempts = statistics_of_item(request.user, span, pk), curve_of(request.user, span, pk)
    context = {
        "section": "statistics",
        "found": found,
        "chart": charts.item_chart(attempts),
        "attempts": attempts[: -ATTEMPTS_SHOWN - 1 : -1],
    }
    return render(request, "dictation/statistics/item.html", context)


@login_required
@require_POST
def goal(request: PageRequest) -> HttpResponse:
    form = GoalForm(request.POST)
    if form.is_valid():
        change_goal(user=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("practice-stats:page")
    context = {**_found(request), **_goal_context(request), "goal_form": form}
    return render(request, "dictation/statistics/page.html", context, status=422)


def _goal_context(request: PageRequest) -> dict[str, Any]:
    return {
        "section": "statistics",
        "today": today_of(request.user),
        "goal_form": GoalForm(initial={"daily_goal": goal_of(request.user)}),
    }


def _found(request: PageRequest) -> dict[str, Any]:
    user, zone = request.user, zone_of(request.user)
    asked = asked_in(PracticePageSerializer, request.GET)
    window, page = asked.window(zone), PageAsked(asked.page_asked.page, ITEMS_PER_PAGE)
    days, today = practice_days(user, zone), today_in(zone)
    progress = progress_of(user, window)
    log, log_total = practice_log(user, window, page)
    missed, _ = missed_words(user, window, PageAsked(1, WORDS_SHOWN))
    return {
        "window": window,
        "last_day": last_day_of(window.until, zone=zone),
        "locales": named_languages(_locales_of(user)),
        "summary": summary_of(user, window, streaks=streaks_of(days, today=today)),
        "has_practised": bool(days),
        "scores": charts.score_chart(progress[-DAYS_MOST:]),
        "attempts": charts.attempts_chart(progress[-DAYS_MOST:]),
        "practised_days": [day for day in reversed(progress) if day.attempts],
        "map": charts.practice_map(days, today=today),
        "difficulties": by_difficulty(user, window),
        "missed": missed,
        "log": log,
        "page": _numbered(log_total, page),
    }


def _numbered(total: int, asked: PageAsked) -> Page:
    """What the links between the pages ask."""
    return Paginator(range(total), asked.per_page).get_page(asked.page)


def _locales_of(user: Any) -> list[str]:
    found = Attempt.objects.for_user(user).order_by("locale").values_list("locale", flat=True)
    return list(found.distinct())
