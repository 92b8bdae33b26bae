"""Included at `/api/`."""

from django.urls import path

from profiles.matching import api

app_name = "matching-api"

urlpatterns = [
    path("profiles/<uuid:pk>/match", api.Match.as_view(), name="match"),
    path("profiles/<uuid:pk>/match/apply", api.ApplyMatch.as_view(), name="apply"),
]
