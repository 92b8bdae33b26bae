"""Included at `/api/`."""

from django.urls import path

from accounts import api

app_name = "accounts-api"

urlpatterns = [
    path("me", api.Me.as_view(), name="me"),
    path("me/export", api.Export.as_view(), name="export"),
    path("keys", api.Keys.as_view(), name="keys"),
    path("keys/<uuid:pk>", api.Key.as_view(), name="key"),
    path("audit", api.Audit.as_view(), name="audit"),
]
