"""What people type about themselves."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm, PasswordChangeForm

from accounts.models import Appearance, Scope, User
from accounts.services.people import address_is_taken, confirm_password
from common.errors import AppError

KEY_LIFETIMES = ((30, "30 days"), (90, "90 days"), (365, "A year"), ("", "Until I revoke it"))


class UniqueEmailMixin:
    """Says in the form what the database would refuse: an address is one account's, whatever its case."""

    def clean_email(self) -> str:
        email = str(self.cleaned_data.get("email") or "").strip()  # type: ignore[attr-defined]
        if address_is_taken(email, by_other_than=self.instance):  # type: ignore[attr-defined]
            raise forms.ValidationError("Another account uses this address.")
        return email


class SignUpForm(UniqueEmailMixin, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("username", "email")
        labels = {"username": "Name to sign in with", "email": "E-mail"}
        help_texts = {
            "username": "Letters, digits and @ . + - _",
            "email": "Only to reset a forgotten password.",
        }

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("That name is taken.")
        return username


class ProfileForm(UniqueEmailMixin, forms.ModelForm):
    time_zone = forms.ChoiceField(required=False)  # its choices are read when the form is made

    class Meta:
        model = User
        fields = ("first_name", "email", "time_zone", "appearance")
        labels = {"first_name": "Your name", "email": "E-mail"}
        help_texts = {"email": "Only to reset a forgotten password."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
        self.fields["time_zone"] = forms.ChoiceField(
            choices=[("", "Like the site"), *zones], required=False, label="Time zone"
        )


class AppearanceForm(forms.Form):
    appearance = forms.ChoiceField(choices=Appearance.choices)


class KeyForm(forms.Form):
    name = forms.CharField(max_length=100, label="Name", help_text="What uses it: “Podcast script”.")
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        label="What it may do",
        error_messages={"required": "Choose at least one."},
    )
    expires_in = forms.TypedChoiceField(
        choices=KEY_LIFETIMES, coerce=int, empty_value=None, required=False, label="Valid for"
    )


class ChangePasswordForm(PasswordChangeForm):
    """Django's, except that guessing the old password counts towards the lock-out."""

    def __init__(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(request.user, *args, **kwargs)
        self._request = request

    def clean_old_password(self) -> str:
        old = str(self.cleaned_data["old_password"])
        try:
            confirm_password(user=self._request.user, password=old, request=self._request)
        except AppError as error:
            raise forms.ValidationError(error.message) from None
        return old


class DeleteAccountForm(forms.Form):
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), label="Your password"
    )
