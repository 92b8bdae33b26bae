"""Settings, “History”: what is kept of a person's work."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from history.limits import site_limits
from history.preference_forms import PreferencesForm
from history.preferences import change_preferences, preferences_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        change_preferences(user=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("history-settings")
    context: dict[str, Any] = {"section": "history", "form": form}
    return render(request, "history/settings.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> PreferencesForm:
    return PreferencesForm(
        request.POST if request.method == "POST" else None,
        instance=preferences_of(request.user),
        site=site_limits(),
    )
