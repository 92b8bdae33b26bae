"""The Settings pages: profile, API keys, security, one's data."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries
from accounts.access import key_for
from accounts.forms import AppearanceForm, ChangePasswordForm, DeleteAccountForm, KeyForm, ProfileForm
from accounts.requests import SignedInRequest
from accounts.services.deletion import delete_account
from accounts.services.export import start_export
from accounts.services.keys import create_key, revoke_key
from accounts.services.people import change_password, update_profile
from clips.queries import storage_used_bytes
from common.errors import AppError, InvalidInput

page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@page
def profile(request: SignedInRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        update_profile(user=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("accounts:settings")
    if form.errors:
        # The failed form has written its values onto the person shown in the frame.
        request.user.refresh_from_db()
    return _render(request, "profile", {"form": form})


@login_required
@require_POST
def appearance(request: SignedInRequest) -> HttpResponse:
    form = AppearanceForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("Appearance is system, light or dark.", param="appearance")
    update_profile(user=request.user, **form.cleaned_data)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect("accounts:settings")


@login_required
@never_cache
@sensitive_post_parameters()
@page
def keys(request: SignedInRequest) -> HttpResponse:
    form = KeyForm(request.POST or None, initial={"scopes": ["speech", "transcribe"], "expires_in": 365})
    new_key = None
    if request.method == "POST" and form.is_valid():
        new_key = _create_key(request, form)
        if new_key:
            form = KeyForm(initial=form.initial)
    context = {"form": form, "keys": queries.keys_of(request.user), "new_key": new_key}
    return _render(request, "keys", context)


def _create_key(request: SignedInRequest, form: KeyForm) -> str | None:
    data = form.cleaned_data
    try:
        _, plain = create_key(
            user=request.user,
            name=data["name"],
            scopes=data["scopes"],
            expires_in_days=data["expires_in"],
            request=request,
        )
    except AppError as error:
        form.add_error(error.param if error.param in form.fields else None, error.message)
        return None
    return plain


@login_required
@require_POST
def revoke(request: SignedInRequest, pk: UUID) -> HttpResponse:
    key = key_for(request.user, pk)
    revoke_key(key=key, request=request)
    messages.success(request, f"“{key.name}” no longer works.")
    return redirect("accounts:keys")


@login_required
@sensitive_post_parameters()
@page
def security(request: SignedInRequest) -> HttpResponse:
    form = ChangePasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_password(user=request.user, password=form.cleaned_data["new_password1"], request=request)
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. Other devices are signed out.")
        return redirect("accounts:security")
    events = Paginator(queries.audit_events_of(request.user), 20).get_page(request.GET.get("page"))
    return _render(request, "security", {"form": form, "events": events})


@login_required
@require_http_methods(["GET", "HEAD"])
def data(request: SignedInRequest) -> HttpResponse:
    return _render(request, "data", _data_context(request, DeleteAccountForm()))


@login_required
@require_POST
def export(request: SignedInRequest) -> HttpResponse:
    start_export(user=request.user)
    messages.success(request, "Your data is being packed. The jobs tray shows when it is ready.")
    return redirect("accounts:data")


@login_required
@sensitive_post_parameters()
@require_POST
def delete(request: SignedInRequest) -> HttpResponse:
    form = DeleteAccountForm(request.POST)
    if form.is_valid():
        user = request.user
        try:
            delete_account(user=user, password=form.cleaned_data["password"], request=request)
        except AppError as error:
            form.add_error("password", error.message)
        else:
            logout(request)
            messages.success(request, "Your account and everything in it are deleted.")
            return redirect("accounts:sign-in")
    return _render(request, "data", _data_context(request, form))


def _data_context(request: SignedInRequest, delete_form: DeleteAccountForm) -> dict[str, Any]:
    user = request.user
    return {
        "form": None,
        "delete_form": delete_form,
        "exports": queries.exports_of(user),
        "storage_used_bytes": storage_used_bytes(user),
        "storage_quota_bytes": user.storage_quota_bytes,
    }


def _render(request: SignedInRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    forms = (context.get("form"), context.get("delete_form"))
    status = 422 if any(form is not None and form.errors for form in forms) else 200
    return render(request, f"accounts/settings/{name}.html", {"section": name, **context}, status=status)
