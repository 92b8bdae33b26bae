"""Included at `/api/dictation/`."""

from django.urls import path

from dictation.attempts import api

app_name = "attempts-api"

urlpatterns = [
    path("attempts", api.Attempts.as_view(), name="list"),
    path("attempts/<uuid:pk>", api.OneAttempt.as_view(), name="detail"),
    path("items/<uuid:pk>/shadow", api.ShadowItem.as_view(), name="shadow"),
]
