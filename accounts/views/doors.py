"""The pages before the site knows who somebody is."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import SignUpForm
from accounts.models import AuditAction
from accounts.services import audit, first_admin, people
from common.errors import NotFound

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(auth_views.LoginView):
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sign_up_open=settings.CONFIG.sign_up, **kwargs)


class PasswordReset(auth_views.PasswordResetView):
    template_name = "accounts/password_reset.html"
    email_template_name = "accounts/mail/password_reset.txt"
    subject_template_name = "accounts/mail/password_reset_subject.txt"
    success_url = reverse_lazy("accounts:password-reset-done")
    # Not the request's host: whoever asks chooses that.
    extra_email_context = {"site_url": settings.CONFIG.site_url}


class PasswordResetDone(auth_views.PasswordResetDoneView):
    template_name = "accounts/password_reset_done.html"


class PasswordResetConfirm(auth_views.PasswordResetConfirmView):
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("accounts:password-reset-complete")

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            audit.record(AuditAction.PASSWORD_CHANGED, user=self.user, detail="by mail", request=self.request)
        return response


class PasswordResetComplete(auth_views.PasswordResetCompleteView):
    template_name = "accounts/password_reset_complete.html"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    if not settings.CONFIG.sign_up:
        raise NotFound("This site does not take new accounts by itself. Ask its administrator for one.")
    if request.user.is_authenticated:
        return redirect("home")
    form = SignUpForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/sign_up.html", {"form": form}, status=422 if form.errors else 200)
    data = form.cleaned_data
    user = people.sign_up(
        username=data["username"], email=data["email"], password=data["password1"], request=request
    )
    login(request, user, backend=BACKEND)
    return redirect("home")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    first_admin.check_token(token)
    form = SignUpForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/setup.html", {"form": form}, status=422 if form.errors else 200)
    data = form.cleaned_data
    user = first_admin.create_first_administrator(
        token=token,
        username=data["username"],
        email=data["email"],
        password=data["password1"],
        request=request,
    )
    login(request, user, backend=BACKEND)
    return redirect("home")
