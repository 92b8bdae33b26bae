"""Doors and Settings. Included at the root: these addresses are the site's own."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views import doors, settings

app_name = "accounts"

urlpatterns = [
    path("sign-in/", doors.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("sign-up/", doors.sign_up, name="sign-up"),
    path("setup/<str:token>/", doors.setup, name="setup"),
    path("password-reset/", doors.PasswordReset.as_view(), name="password-reset"),
    path("password-reset/sent/", doors.PasswordResetDone.as_view(), name="password-reset-done"),
    path(
        "password-reset/<uidb64>/<token>/",
        doors.PasswordResetConfirm.as_view(),
        name="password-reset-confirm",
    ),
    path("password-reset/complete/", doors.PasswordResetComplete.as_view(), name="password-reset-complete"),
    path("settings/", settings.profile, name="settings"),
    path("settings/appearance/", settings.appearance, name="appearance"),
    path("settings/keys/", settings.keys, name="keys"),
    path("settings/keys/<uuid:pk>/revoke/", settings.revoke, name="key-revoke"),
    path("settings/security/", settings.security, name="security"),
    path("settings/data/", settings.data, name="data"),
    path("settings/data/export/", settings.export, name="export"),
    path("settings/data/delete/", settings.delete, name="delete"),
]
