"""The pages of groups: as their teacher keeps them, and as their members see them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest
from common.undo import just_deleted
from dictation.models import Membership, PracticeGroup
from dictation.sharing import groups as services
from dictation.sharing import joining
from dictation.sharing.access import (
    discarded_group_for,
    group_for,
    list_for,
    member_for,
    membership_for,
    seen_group_for,
)
from dictation.sharing.queries import groups_joined_by, groups_taught_by, lists_in, lists_of, members_of
from dictation.sharing.renaming import rename_page
from dictation.sharing.scores import board_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: PageRequest) -> HttpResponse:
    name, problem = request.POST.get("name", ""), ""
    if request.method == "POST":
        try:
            made = services.create_group(owner=request.user, name=name)
        except AppError as error:
            problem = error.message
        else:
            return redirect("lists:group", pk=made.pk)
    return _page(request, {"name": name, "problem": problem})


@login_required
@require_safe
def one(request: PageRequest, pk: UUID) -> HttpResponse:
    group = seen_group_for(request.user, pk)
    if group.owner_id != request.user.pk:
        context = {"group": group, "membership": membership_for(request.user, pk), "lists": lists_in(group)}
        return render(request, "dictation/groups/joined.html", context)
    return render(request, "dictation/groups/one.html", _taught(request, group))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: PageRequest, pk: UUID) -> HttpResponse:
    group = group_for(request.user, pk)
    return rename_page(
        request,
        row=group,
        back=reverse("lists:group", args=[pk]),
        rename=lambda name: services.rename_group(group=group, name=name),
    )


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    group = group_for(request.user, pk)
    services.discard_group(group=group)
    return redirect(f"{reverse('lists:groups')}?deleted={pk}")


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    services.restore_group(group=discarded_group_for(request.user, pk))
    return redirect("lists:group", pk=pk)


@login_required
@require_POST
def renew_code(request: PageRequest, pk: UUID) -> HttpResponse:
    services.renew_code(group=group_for(request.user, pk))
    messages.success(request, "The group has a new code. The old one lets nobody in any more.")
    return redirect("lists:group", pk=pk)


@login_required
@require_POST
def share(request: PageRequest, pk: UUID, list_id: UUID) -> HttpResponse:
    """A list with a group, from either's page; `stop` takes it back."""
    group, item_list = group_for(request.user, pk), list_for(request.user, list_id)
    act = services.stop_sharing if "stop" in request.POST else services.share_list
    act(group=group, item_list=item_list)
    is_from_list = request.POST.get("back") == "list"
    return redirect("lists:one", pk=list_id) if is_from_list else redirect("lists:group", pk=pk)


@login_required
@require_POST
def remove_member(request: PageRequest, pk: UUID, membership_id: UUID) -> HttpResponse:
    membership = member_for(group_for(request.user, pk), membership_id)
    services.remove_member(membership=membership)
    messages.success(request, f"{membership.member} is not in the group any more.")
    return redirect("lists:group", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: PageRequest) -> HttpResponse:
    """`?code=`, as a teacher's link has it: first who teaches it and what they would see, then joined."""
    if request.method != "POST":
        return _offer(request, request.GET.get("code", ""))
    code = request.POST.get("code", "")
    try:
        membership = joining.join(user=request.user, code=code, shows_scores="shows_scores" in request.POST)
    except AppError as error:
        return _page(request, {"code": code, "join_problem": error.message})
    messages.success(request, f"You are in “{membership.group.name}”.")
    return redirect("lists:group", pk=membership.group_id)


@login_required
@require_POST
def agree(request: PageRequest, pk: UUID) -> HttpResponse:
    membership = membership_for(request.user, pk)
    joining.agree(membership=membership, shows_scores="shows_scores" in request.POST)
    messages.success(request, _agreed(membership))
    return redirect("lists:group", pk=pk)


@login_required
@require_POST
def leave(request: PageRequest, pk: UUID) -> HttpResponse:
    membership = membership_for(request.user, pk)
    joining.leave(membership=membership)
    messages.success(request, f"You left “{membership.group.name}”. Your attempts are still yours.")
    return redirect("lists:groups")


def _offer(request: PageRequest, code: str) -> HttpResponse:
    if not code:
        return redirect("lists:groups")
    try:
        group = joining.group_of_code(code)
    except AppError as error:
        return _page(request, {"code": code, "join_problem": error.message})
    is_known = group.owner_id == request.user.pk or group.memberships.filter(member=request.user).exists()
    if is_known:
        return redirect("lists:group", pk=group.pk)
    return render(request, "dictation/groups/join.html", {"group": group})


def _page(request: PageRequest, form: dict[str, Any]) -> HttpResponse:
    context = {
        "taught": groups_taught_by(request.user),
        "joined": groups_joined_by(request.user),
        "deleted": just_deleted(request, discarded_group_for),
        **form,
    }
    is_wrong = form.get("problem") or form.get("join_problem")
    return render(request, "dictation/groups/page.html", context, status=UNPROCESSABLE if is_wrong else 200)


def _taught(request: PageRequest, group: PracticeGroup) -> dict[str, Any]:
    board = board_of(group)
    shared = {each.pk for each in board.lists}
    link = f"{reverse('lists:join')}?code={group.code}"
    return {
        "group": group,
        "link": request.build_absolute_uri(link),
        "members": members_of(group),
        "board": board,
        "others": [each for each in lists_of(request.user) if each.pk not in shared],
    }


def _agreed(membership: Membership) -> str:
    teacher = membership.group.owner
    if membership.shows_scores:
        return f"{teacher} sees your scores of this group's lists."
    return f"{teacher} does not see your scores."
