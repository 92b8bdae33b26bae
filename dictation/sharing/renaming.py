"""The page that gives a list or a group another name."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest


def rename_page(request: PageRequest, *, row: Any, back: str, rename: Callable[[str], Any]) -> HttpResponse:
    name, problem = request.POST.get("name", row.name), ""
    if request.method == "POST":
        try:
            rename(name)
        except AppError as error:
            problem = error.message
        else:
            return redirect(back)
    context = {"project": row, "name": name, "problem": problem, "back": back}
    status = UNPROCESSABLE if problem else 200
    return render(request, "dictation/lists/rename.html", context, status=status)
