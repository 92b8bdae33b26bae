"""Included at `/api/`: everything under `/api/transcriptions`."""

from django.urls import path

from transcribe import api

app_name = "transcribe-api"

urlpatterns = [
    path("transcriptions", api.Transcriptions.as_view(), name="list"),
    path("transcriptions/archive", api.Archive.as_view(), name="archive"),
    path("transcriptions/<uuid:pk>", api.OneTranscription.as_view(), name="detail"),
    path("transcriptions/<uuid:pk>/download", api.Download.as_view(), name="download"),
    path("transcriptions/<uuid:pk>/stop", api.Stop.as_view(), name="stop"),
    path("transcriptions/<uuid:pk>/retry", api.Retry.as_view(), name="retry"),
    path("transcriptions/<uuid:pk>/revert", api.Revert.as_view(), name="revert"),
    path("transcriptions/<uuid:pk>/restore", api.Restore.as_view(), name="restore"),
]
