"""The Studio: what a person has of conversations and of compositions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.htmx import PageRequest
from studio.conversations.listing import list_context


@login_required
@require_safe
def page(request: PageRequest) -> HttpResponse:
    return render(request, "studio/page.html", list_context(request))
