"""Included at `/api/`: everything under `/api/history`."""

from django.urls import path

from history import api, api_exports, api_preferences

app_name = "history-api"

urlpatterns = [
    path("history", api.History.as_view(), name="list"),
    path("history/stats", api.Stats.as_view(), name="stats"),
    path("history/preferences", api_preferences.Preferences.as_view(), name="preferences"),
    path("history/export.csv", api_exports.ExportTable.as_view(), name="export-csv"),
    path("history/exports", api_exports.Exports.as_view(), name="exports"),
    path("history/<uuid:pk>", api.OneEntry.as_view(), name="detail"),
    path("history/<uuid:pk>/audio", api.Audio.as_view(), name="audio"),
    path("history/<uuid:pk>/regenerate", api.Regenerate.as_view(), name="regenerate"),
    path("history/<uuid:pk>/takes", api.Takes.as_view(), name="takes"),
    path("history/<uuid:pk>/current", api.Current.as_view(), name="current"),
    path("history/<uuid:pk>/transcript.<str:form>", api.Words.as_view(), name="words"),
    path("history/<uuid:pk>/restore", api.Restore.as_view(), name="restore"),
]
