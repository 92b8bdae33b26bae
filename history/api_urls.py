"""Included at `/api/`: everything under `/api/history`."""

from django.urls import path

from history import api, api_preferences

app_name = "history-api"

urlpatterns = [
    path("history", api.History.as_view(), name="list"),
    path("history/stats", api.Stats.as_view(), name="stats"),
    path("history/preferences", api_preferences.Preferences.as_view(), name="preferences"),
    path("history/<uuid:pk>", api.OneEntry.as_view(), name="detail"),
    path("history/<uuid:pk>/audio", api.Audio.as_view(), name="audio"),
    path("history/<uuid:pk>/restore", api.Restore.as_view(), name="restore"),
]
