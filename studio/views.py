"""The Studio: what a person has of conversations and of compositions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.htmx import PageRequest
from studio.compositions import listing as compositions
from studio.conversations import listing as conversations


@login_required
@require_safe
def page(request: PageRequest) -> HttpResponse:
    context = {**compositions.list_context(request), **conversations.list_context(request)}
    return render(request, "studio/page.html", context)
